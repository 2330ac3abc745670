import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readWebhook } from './read-webhook.ts'
import { parseJson } from './reading.ts'

interface Envelope {
  readonly object: string
  readonly entry: readonly {
    readonly id: string
    readonly time: number
    readonly changes: readonly unknown[]
  }[]
}
interface Sample {
  readonly call: Envelope
  readonly items: readonly object[]
}

const folder = join(import.meta.dirname, 'samples')
const samples = readdirSync(folder).map(file => {
  const sample = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Sample
  return { name: file.replace('.json', ''), ...sample }
})

describe('each sample is read as what it is', () => {
  test.each(samples)('$name', ({ call, items }) => {
    expect(JSON.parse(JSON.stringify(readWebhook(call)))).toEqual(items)
  })
})

const changes = samples.flatMap(({ call }) => call.entry.flatMap(entry => entry.changes))
const sorted = (items: readonly object[]) => items.map(item => JSON.stringify(item)).sort()
const callOf = (some: readonly unknown[]) => ({
  object: 'whatsapp_business_account',
  entry: some.map(change => ({ id: '1', time: 1, changes: [change] })),
})

describe('a batch', () => {
  test('[DL1] says the same in any order, split anywhere', () => {
    const all = sorted(readWebhook(callOf(changes)))
    const order = fc.shuffledSubarray(changes, { minLength: changes.length })
    fc.assert(
      fc.property(order, fc.integer({ min: 1, max: changes.length }), (mixed, size) => {
        const calls = Array.from({ length: Math.ceil(mixed.length / size) }, (_, n) =>
          callOf(mixed.slice(n * size, (n + 1) * size)),
        )
        expect(sorted(calls.flatMap(call => readWebhook(call)))).toEqual(all)
      }),
      { numRuns: 100 },
    )
  })

  test('of anything at all is read without a fault, and leaves something behind', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom('messages', 'standby', 'user_id_update', 'x'),
        (value, field) => {
          const call = {
            entry: [{ changes: [{ field, value: { messages: value, statuses: value, contacts: value } }] }],
          }
          expect(readWebhook(value).length).toBeGreaterThan(0)
          expect(readWebhook(call)).toBeInstanceOf(Array)
        },
      ),
    )
  })
})

describe('what the database refuses in a text', () => {
  test('is left out of it', () => {
    expect(parseJson('{"a":"b\\u0000c\\ud83d","d":["\\ud83d\\ude00"]}')).toEqual({ a: 'bc', d: ['😀'] })
  })
  test('what is no JSON is null', () => {
    expect(parseJson('{"a":')).toBeNull()
  })
})
