import { expect, test } from 'vitest'
import { en as enDesk } from './en.ts'
import { enBots } from './en-bots.ts'
import { enChannels } from './en-channels.ts'
import { enRules } from './en-rules.ts'
import { enSettings } from './en-settings.ts'
import { enWho } from './en-who.ts'
import { es as esDesk } from './es.ts'
import { esBots } from './es-bots.ts'
import { esChannels } from './es-channels.ts'
import { esRules } from './es-rules.ts'
import { esSettings } from './es-settings.ts'
import { esWho } from './es-who.ts'

const en = { ...enDesk, ...enBots, ...enChannels, ...enRules, ...enSettings, ...enWho }
const es = { ...esDesk, ...esBots, ...esChannels, ...esRules, ...esSettings, ...esWho }

const variables = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(match => match[1]).sort()

test('no sentence in Spanish asks for a value that its English one does not give', () => {
  const spanishOf = new Map<string, string>(Object.entries(es))
  for (const [key, text] of Object.entries(en)) {
    const spanish = spanishOf.get(key) ?? ''
    const given = new Set([...variables(text), 'name'])
    expect({ key, unknown: variables(spanish).filter(name => !given.has(name)) }).toEqual({
      key,
      unknown: [],
    })
    expect(spanish.trim(), key).not.toBe('')
  }
})

test('no sentence shouts', () => {
  for (const text of [...Object.values(en), ...Object.values(es)]) expect(text).not.toMatch(/!/)
})
