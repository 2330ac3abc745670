import { randomBytes } from 'node:crypto'
import type { BotId } from '@baton/core'
import { expect, test } from 'vitest'
import { createOpenSecret, redactSettings, sealSettings } from './bot-secrets.ts'
import { createSeals } from './seals.ts'

const seals = createSeals(randomBytes(32))
const open = createOpenSecret(seals)
const [bot, other] = ['bot-1' as BotId, 'bot-2' as BotId]
const settings = {
  url: 'https://bot.example/',
  secret: 'whsec_1',
  tools: [{ name: 'refund', secret: 'whsec_2' }],
}

test('a secret is stored sealed, opened where it belongs, and never given back', () => {
  const stored = sealSettings(seals, bot, settings)
  expect(JSON.stringify(stored)).not.toContain('whsec_')
  expect(open(bot, stored, 'secret')).toBe('whsec_1')
  expect(open(bot, stored, 'tools', '0', 'secret')).toBe('whsec_2')
  expect(redactSettings(stored)).toEqual({
    url: 'https://bot.example/',
    secret: { set: true },
    tools: [{ name: 'refund', secret: { set: true } }],
  })
})

test('what comes back as it was given keeps the secret; another text replaces it; left out it is gone', () => {
  const stored = sealSettings(seals, bot, settings)
  const kept = sealSettings(seals, bot, { ...redactSettings(stored), url: 'https://new.example/' }, stored)
  expect(open(bot, kept, 'secret')).toBe('whsec_1')
  expect(kept.url).toBe('https://new.example/')
  expect(open(bot, sealSettings(seals, bot, { secret: 'whsec_3' }, stored), 'secret')).toBe('whsec_3')
  expect(open(bot, sealSettings(seals, bot, { url: 'x' }, stored), 'secret')).toBeNull()
  expect(open(bot, sealSettings(seals, bot, { secret: { set: true } }), 'secret')).toBeNull()
})

test('a sealed text opens nothing elsewhere, nor after a change, nor with another key', () => {
  const stored = sealSettings(seals, bot, settings)
  expect(() => open(other, stored, 'secret')).toThrow('enter it again')
  const { sealed } = stored.secret as { sealed: string }
  const changed = `${sealed.slice(0, -4)}${sealed.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`
  expect(() => open(bot, { secret: { sealed: changed } }, 'secret')).toThrow('enter it again')
  expect(() => createOpenSecret(createSeals(randomBytes(32)))(bot, stored, 'secret')).toThrow(
    'enter it again',
  )
  expect(() => open(bot, { secret: { sealed: 'v0.x' } }, 'secret')).toThrow('enter it again')
})

test('a secret that a caller sends already sealed is not taken for one', () => {
  const stored = sealSettings(seals, bot, settings)
  expect(open(other, sealSettings(seals, other, { secret: stored.secret }), 'secret')).toBeNull()
})

test('in a list a secret stays with what has its name, wherever that stands now', () => {
  const tool = (name: string, secret: unknown) => ({ name, secret })
  const kept = { set: true }
  const before = sealSettings(seals, bot, { tools: [tool('a', 'one'), tool('b', 'two'), tool('c', 'three')] })
  const after = (...tools: readonly object[]) => {
    const stored = sealSettings(seals, bot, { tools }, before)
    return tools.map((_, n) => open(bot, stored, 'tools', String(n), 'secret'))
  }
  expect(after(tool('b', kept), tool('c', kept))).toEqual(['two', 'three'])
  expect(after(tool('c', kept), tool('a', kept), tool('b', 'new'))).toEqual(['three', 'one', 'new'])
  expect(after(tool('a', kept), tool('renamed', kept), tool('c', kept))).toEqual(['one', 'two', 'three'])
  expect(after(tool('stranger', kept), tool('a', kept), tool('b', kept), tool('c', kept))).toEqual([
    null,
    'one',
    'two',
    'three',
  ])
})
