import { expect, test } from 'vitest'
import { rank } from './rank.ts'

const items = [
  { id: 'hello', words: ['hello', 'Greeting', 'Hello there, how are you?'] },
  { id: 'refund', words: ['refund', 'Refund on its way', 'Your money is coming'] },
  { id: 'return', words: ['return-label', 'How to return', 'Print the label for your refund'] },
  { id: 'canción', words: ['cancion', 'Canción', ''] },
]
const ids = (query: string, recent: readonly string[] = []) =>
  rank(items, query, recent, 9).map(({ id }) => id)

test('the shortcut counts more than the title, and the title more than the text', () => {
  expect(ids('refund')).toEqual(['refund', 'return'])
  expect(ids('re')[0]).toBe('refund')
  expect(ids('greet')).toEqual(['hello'])
})

test('letters in order are enough, and accents do not matter', () => {
  expect(ids('rfd')).toEqual(['refund'])
  expect(ids('rtl')).toContain('return')
  expect(ids('CANCIÓN')).toEqual(['canción'])
  expect(ids('zzz')).toEqual([])
})

test('without a word, what was used lately comes first; with one, only among equals', () => {
  expect(ids('', ['return', 'refund'])).toEqual(['return', 'refund', 'hello', 'canción'])
  expect(ids('re', ['return'])).toEqual(['return', 'refund'])
})
