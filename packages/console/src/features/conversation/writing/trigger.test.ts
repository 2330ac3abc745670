import { expect, test } from 'vitest'
import { triggerAt } from './trigger.ts'

const all = ['reply', 'emoji', 'mention'] as const
const at = (text: string) => triggerAt(text, text.length, all)

test('a slash, a colon or an @ at the start of a word asks for something', () => {
  expect(at('/')).toEqual({ kind: 'reply', query: '', from: 0 })
  expect(at('Hi /ref')).toEqual({ kind: 'reply', query: 'ref', from: 3 })
  expect(at('nice :smi')).toEqual({ kind: 'emoji', query: 'smi', from: 5 })
  expect(at('for @Ben Sm')).toEqual({ kind: 'mention', query: 'Ben Sm', from: 4 })
})

test('addresses, times, dates and smileys ask for nothing', () => {
  for (const text of ['https://', 'and/or', '10:30', 'so: yes', ':)', 'a@b', '/ref und', 'x::yy'])
    expect(at(text), text).toBe(null)
})

test('only what may be asked for here is asked for', () => {
  expect(triggerAt('@Ben', 4, ['reply', 'emoji'])).toBe(null)
})
