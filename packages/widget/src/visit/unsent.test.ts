import type { VisitorItem } from '@baton/client'
import { expect, test } from 'vitest'
import { markUnsent, newClientId, settleUnsent, type Unsent } from './unsent.ts'

const one = (clientId: string): Unsent => ({ clientId, text: 'Hi', at: '', state: 'sending', reason: null })

function stored(clientId: string): VisitorItem {
  const data = { messageId: 'm', clientId, from: 'contact' as const, parts: [], text: '' }
  return { type: 'MessageReceived', seq: 1, at: '', actor: { kind: 'contact', name: null }, data }
}

test('[DL3] a message leaves the waiting ones only when the log has it', () => {
  const unsent = [one('a'), one('b')]
  const sent = markUnsent(unsent, 'a', { state: 'sent' })
  expect(settleUnsent(sent, [])).toBe(sent)
  expect(settleUnsent(sent, [stored('a')]).map(each => each.clientId)).toEqual(['b'])
})

test('a message that is tried again forgets why it failed', () => {
  const failed = markUnsent([one('a')], 'a', { state: 'failed', reason: 'too long' })
  expect(failed[0]?.reason).toBe('too long')
  expect(markUnsent(failed, 'a', { state: 'sending' })[0]).toEqual(one('a'))
})

test('client ids do not repeat', () => {
  expect(new Set(Array.from({ length: 1_000 }, newClientId)).size).toBe(1_000)
})
