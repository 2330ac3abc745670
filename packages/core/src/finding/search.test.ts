import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { marksIn, searchTerms, snippetOf } from './search.ts'
import { joinedIn, wordsIn } from './words.ts'

/** The parts of the text that are marked. */
const marked = (text: string, query: string) =>
  marksIn(text, searchTerms(query)).map(({ from, to }) => text.slice(from, to))

// Tried from each of its letters, this one would take hours.
test('a million letters without a space are read once', () => {
  expect(joinedIn(`${'x'.repeat(1_000_000)} AB-12`)).toMatchObject([{ word: 'ab12' }])
})

describe('words are found', () => {
  test.each([
    ['¿Dónde está mi PEDIDO?', 'donde pedido', ['Dónde', 'PEDIDO']],
    ['La información llegó mañana', 'informac', ['información']],
    ['Order AB-1234 is late', 'ab1234', ['AB-1234']],
    ['Order AB1234 is late', 'AB-1234', ['AB1234']],
    ['Order AB-1234 is late', 'ab-12', ['AB-1234']],
    ['Call +52 (55) 1234-5678 please', '5512345678', ['+52 (55) 1234-5678']],
    ['Call 55 1234 5678 please', '"1234 5678"', ['1234 5678']],
    ['a refund for the late order', '"late order"', ['late order']],
    ['a refund for the late order', '"order late"', []],
    ['a refund for the late order', 'order refund', ['refund', 'order']],
    ['a refund', 'refund order', []],
    ['退款申请', '退款', ['退款']],
  ])('%s: %s', (text, query, parts) => {
    expect(marked(text, query)).toEqual(parts)
  })

  test('only the last word may go on, and not once a space follows or it is quoted', () => {
    expect(marked('a refund', 'ref')).toEqual(['refund'])
    expect(marked('a refund', 'ref ')).toEqual([])
    expect(marked('a refund', '"ref"')).toEqual([])
    expect(marked('a refund', 'ref a')).toEqual([])
    expect(marked('a refund', 'refund o')).toEqual(['refund'])
    expect(marked('a refund', 'refund o ')).toEqual([])
  })
})

describe('whatever is typed', () => {
  test.each(['', '   ', '"', '""', '!!! ??? ---', "' or 1=1 --", '&|!<->:*()', '\u0000', '*'.repeat(10_000)])(
    '%j is harmless',
    query => {
      for (const { words } of searchTerms(query))
        for (const word of words) expect(word).toMatch(/^[\p{L}\p{N}]+$/u)
    },
  )

  test('terms hold nothing but letters and digits, and not too many of them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), query => {
        const terms = searchTerms(query)
        const words = terms.flatMap(term => [...term.words, ...(term.joined === null ? [] : [term.joined])])
        for (const word of words) expect(word).toMatch(/^[\p{L}\p{N}]{1,64}$/u)
        expect(terms.length).toBeLessThanOrEqual(12)
      }),
    )
  })

  test('every word of a text finds it, and is marked where it stands', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), text => {
        for (const { word, from } of wordsIn(text)) {
          const marks = marksIn(text, [{ words: [word], joined: null, prefix: false }])
          expect(marks.some(mark => mark.from <= from && from < mark.to)).toBe(true)
        }
      }),
    )
  })

  test('a snippet holds the first mark, at the place that it names', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('order', 'café', 'refund', '😀', 'x'), { minLength: 1, maxLength: 200 }),
        words => {
          const text = words.join(' ')
          const marks = marksIn(text, searchTerms('refund '))
          const snippet = snippetOf(text, marks)
          expect(snippet.text).not.toMatch(/\p{Surrogate}/u)
          expect(snippet.text.length).toBeLessThanOrEqual(182)
          if (marks.length > 0) expect(snippet.marks.length).toBeGreaterThan(0)
          for (const { from, to } of snippet.marks) expect(snippet.text.slice(from, to)).toBe('refund')
        },
      ),
    )
  })
})
