import { expect, test } from 'vitest'
import { mentionedIn, mentionPieces } from './mentions-in.ts'

const people = [
  { id: 'ana', name: 'Ana' },
  { id: 'ana-m', name: 'Ana Moreno' },
  { id: 'c', name: 'C++ (night)' },
]

test('a name after @ is a mention, the longest one first, whatever its capitals', () => {
  expect(mentionPieces('ask @Ana Moreno, not @ana.', people)).toEqual([
    { text: 'ask ', id: null },
    { text: '@Ana Moreno', id: 'ana-m' },
    { text: ', not ', id: null },
    { text: '@ana', id: 'ana' },
    { text: '.', id: null },
  ])
  expect(mentionedIn('@Ana @Ana @C++ (night)', people)).toEqual(['ana', 'c'])
})

test('an address or a longer name is none', () => {
  expect(mentionedIn('me@Ana.example @Anastasia @Bob', people)).toEqual([])
})
