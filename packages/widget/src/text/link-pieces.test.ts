import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linkPieces } from './link-pieces.ts'

test('an address becomes a link, and what ends its sentence does not', () => {
  expect(linkPieces('See https://shop.example/a?b=1, or ask.')).toEqual([
    { text: 'See ', href: null },
    { text: 'https://shop.example/a?b=1', href: 'https://shop.example/a?b=1' },
    { text: ', or ask.', href: null },
  ])
})

test('only http and https are links, so that no message can run as a script', () => {
  for (const text of [
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://a.example',
    'https://',
    '<a href="x">',
  ]) {
    expect(linkPieces(text).filter(piece => piece.href !== null)).toEqual([])
  }
})

test('no character of a message is lost or moved', () => {
  const word = fc.oneof(fc.string(), fc.webUrl(), fc.constantFrom(' ', '\n', 'https://', '.', ')'))
  fc.assert(
    fc.property(fc.array(word), words => {
      const text = words.join('')
      expect(
        linkPieces(text)
          .map(piece => piece.text)
          .join(''),
      ).toBe(text)
    }),
  )
})
