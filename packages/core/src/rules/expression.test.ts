import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findExpression, parseExpression } from './expression.ts'

function found(source: string, text: string): string | null {
  const expression = parseExpression(source)
  if ('fault' in expression) throw new Error(expression.fault)
  const place = findExpression(expression, text)
  return place && text.slice(place.from, place.to)
}

function faultOf(source: string): string {
  const expression = parseExpression(source)
  return 'fault' in expression ? expression.fault : ''
}

test.each([
  ['refund', 'I want a REFUND now', 'REFUND'],
  ['re(fund|turn)s?', 'my returns', 'returns'],
  ['\\bcat\\b', 'concatenate', null],
  ['\\bcat\\b', 'the cat.', 'cat'],
  ['[A-Z]{2}-\\d{4,6}', 'order ab-12345!', 'ab-12345'],
  ['^hola', 'hola amigo', 'hola'],
  ['^amigo', 'hola amigo', null],
  ['amigo$', 'hola amigo', 'amigo'],
  ['[^\\s]+@[^\\s]+', 'to me@shop.example please', 'me@shop.example'],
  ['colou?r', 'Color', 'Color'],
  ['(?:ha){3,}', 'hahahaha', 'hahahaha'],
  ['a.c', 'a\nc', null],
  ['😡+', 'so 😡😡', '😡😡'],
  ['مرحبا|你好', '说你好', '你好'],
  ['x*y', 'xxxy', 'xxxy'],
])('%s in "%s"', (source, text, expected) => {
  expect(found(source, text)).toBe(expected)
})

test.each([
  ['(a)\\1', 'refers back'],
  ['(?=a)', 'looks ahead'],
  ['(?<n>a)', 'looks ahead'],
  ['(a', 'not closed'],
  ['a)', 'closes nothing'],
  ['[a', 'not closed'],
  ['*a', 'nothing before it'],
  ['a{3,1}', 'the wrong way round'],
  ['a{1000}', 'repeats more than'],
  ['(((a{50}){50}){50})', 'too much at once'],
  ['a**', 'repeats a repetition'],
  ['\\q', 'means nothing'],
  ['[z-a]', 'the wrong way round'],
  ['\\', 'lone'],
  ['a*', 'every text'],
])('%s is refused with what to do', (source, expected) => {
  expect(faultOf(source)).toContain(expected)
})

test('what would make others go back for ever is walked through once', () => {
  const expression = parseExpression('^(a+)+(a|aa)*([a-z]+)*$')
  if ('fault' in expression) throw new Error(expression.fault)
  expect(findExpression(expression, `${'a'.repeat(10_000)}!`)).toBeNull()
})

test('a sign that stands at one place of all that fits is where it is looked for', () => {
  const find = (source: string, text: string) => {
    const expression = parseExpression(source)
    if ('fault' in expression) throw new Error(expression.fault)
    const found = findExpression(expression, text)
    return found && text.slice(found.from, found.to)
  }
  const code = '\\b[A-Z]{2}-\\d{3,}\\b'
  expect(find(code, 'a-b well-known AB-1 xAB-123 AB-1234, CD-567')).toBe('AB-1234')
  expect(find(code, '-1 B-12 é-123')).toBeNull()
  expect(find('..-x', '😀😀-x')).toBe('😀😀-x')
  expect(find('^.-x', '😀-x')).toBe('😀-x')
  // More signs than are looked at one by one.
  expect(find('.-\\d', `${'a-'.repeat(40)}7`)).toBe('a-7')
  expect(find('-.*z', '-'.repeat(10_000))).toBeNull()
})

const plain = fc.constantFrom('a', 'b', 'c', '.', '\\d', '[ab]', '[^a]', '(?:ab)', '(a|b)')
const piece = fc.tuple(plain, fc.constantFrom('', '', '*', '+', '?', '{1,2}')).map(parts => parts.join(''))

test('what it finds begins where a backtracking engine begins, and is there when that finds anything', () => {
  fc.assert(
    fc.property(
      fc.array(piece, { minLength: 1, maxLength: 5 }),
      fc.stringMatching(/^[abc1]{0,40}$/),
      (pieces, text) => {
        const source = pieces.join('')
        const expression = parseExpression(source)
        if ('fault' in expression) return
        expect(findExpression(expression, text)?.from ?? -1).toBe(text.search(new RegExp(source, 'iu')))
      },
    ),
  )
})

test('no expression makes it throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (source, text) => {
      const expression = parseExpression(source)
      if (!('fault' in expression)) findExpression(expression, text)
    }),
  )
})
