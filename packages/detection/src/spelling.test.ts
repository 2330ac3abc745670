import { expect, test } from 'vitest'
import { readingOf } from './marks.ts'
import { meantBy } from './spelling.ts'

test.each([
  ['custmer', 'customer'],
  ['custoomer', 'customer'],
  ['cusotmer', 'customer'],
  ['represenative', 'representative'],
  ['someoen', 'someone'],
  ['humna', 'human'],
  ['serbice', 'service'],
  ['steak', null],
  ['humane', null],
  ['agents', null],
  ['cat', null],
  ['mercedes', null],
])('%s was meant as %s', (word, meant) => {
  expect(meantBy(word)).toBe(meant)
})

test('a word that a lexicon knows stays', () => {
  expect(readingOf('my contract').tokens.map(one => one.word)).toEqual(['my', 'contract'])
  expect(readingOf('la persona').tokens.map(one => one.word)).toEqual(['la', 'persona'])
})

test('nothing is mended where nobody writes English', () => {
  expect(readingOf('humna').tokens[0]?.word).toBe('humna')
})

test('places stay those of what was written', () => {
  const text = 'talk to a humna'
  const [, , , token] = readingOf(text).tokens
  expect(token?.word).toBe('human')
  expect(text.slice(token?.from, token?.to)).toBe('humna')
})
