import { expect, test } from 'vitest'
import { linkOf, markWith } from './mark.ts'

test('a mark is set around what is selected, and taken off again', () => {
  const set = markWith('**', 'a word b', { from: 2, to: 6 })
  expect(set).toEqual({ from: 2, to: 6, text: '**word**', select: { from: 4, to: 8 } })
  const off = markWith('**', 'a **word** b', { from: 4, to: 8 })
  expect(off).toEqual({ from: 2, to: 10, text: 'word', select: { from: 2, to: 6 } })
  expect(markWith('_', '', { from: 0, to: 0 })).toEqual({
    from: 0,
    to: 0,
    text: '__',
    select: { from: 1, to: 1 },
  })
})

test('a link takes what is selected as its label, or as its address', () => {
  expect(linkOf('see terms', { from: 4, to: 9 })).toMatchObject({
    text: '[terms](https://)',
    select: { from: 12, to: 20 },
  })
  const address = 'https://a.example'
  expect(linkOf(address, { from: 0, to: address.length })).toMatchObject({
    text: `[](${address})`,
    select: { from: 1, to: 1 },
  })
})
