import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { MarkdownBlock, MarkdownInline } from './markdown.ts'
import { parseInline, parseMarkdown, plainOfMarkdown } from './markdown.ts'

const text = (words: string): MarkdownInline => ({ kind: 'text', text: words })

test('bold, italic and code are marked, and nest', () => {
  expect(parseInline('a **b _c_** `d*e*`')).toEqual([
    text('a '),
    { kind: 'bold', inner: [text('b '), { kind: 'italic', inner: [text('c')] }] },
    text(' '),
    { kind: 'code', text: 'd*e*' },
  ])
})

test('what only looks like a mark stays as it was written', () => {
  for (const words of [
    '5 * 3 * 2',
    'snake_case_name',
    '2 ** 8',
    '* alone',
    '**',
    '`',
    '[a](b',
    'a_b_',
    '****',
  ])
    expect(parseInline(words)).toEqual([text(words)])
})

test('addresses become links, and what ends their sentence does not', () => {
  expect(parseInline('See https://shop.example/a?b=1, or **https://b.example**.')).toEqual([
    text('See '),
    { kind: 'link', href: 'https://shop.example/a?b=1', inner: [text('https://shop.example/a?b=1')] },
    text(', or '),
    {
      kind: 'bold',
      inner: [{ kind: 'link', href: 'https://b.example', inner: [text('https://b.example')] }],
    },
    text('.'),
  ])
  expect(
    parseInline('[us](mailto:a@b.example) [call](tel:+49123)').filter(one => one.kind === 'link'),
  ).toHaveLength(2)
})

test('lists, quotes and code stand as blocks of their own between the lines', () => {
  const kinds = parseMarkdown(
    'Hello\n\nthere\n- a\n- **b**\n3. c\n4. d\n> so\n> it is\n```\n<b>*x*</b>\n```\nBye',
  )
  expect(kinds.map(block => block.kind)).toEqual(['lines', 'list', 'list', 'quote', 'code', 'lines'])
  expect(kinds[0]).toEqual({ kind: 'lines', inner: [text('Hello\n\nthere')] })
  expect(kinds[2]).toMatchObject({ first: 3 })
  expect(kinds[4]).toEqual({ kind: 'code', text: '<b>*x*</b>' })
})

test('a channel without markdown gets the words, each address beside its label', () => {
  expect(plainOfMarkdown('**Hi** _you_: [terms](https://a.example)\n- one\n- `two`\n> said')).toBe(
    'Hi you: terms (https://a.example)\n• one\n• two\n> said',
  )
  expect(plainOfMarkdown('https://a.example and [a@b.example](mailto:a@b.example)')).toBe(
    'https://a.example and a@b.example',
  )
})

function inlines(blocks: readonly MarkdownBlock[]): readonly MarkdownInline[] {
  const below = (pieces: readonly MarkdownInline[]): readonly MarkdownInline[] =>
    pieces.flatMap(piece => [piece, ...('inner' in piece ? below(piece.inner) : [])])
  return blocks.flatMap(block =>
    block.kind === 'list' ? block.items.flatMap(below) : block.kind === 'code' ? [] : below(block.inner),
  )
}

const writing = fc
  .array(
    fc.oneof(
      fc.string(),
      fc.webUrl(),
      fc.constantFrom(
        '*',
        '**',
        '_',
        '`',
        '[',
        '](',
        ')',
        '\n',
        '\n- ',
        '\n> ',
        '\n```\n',
        ' ',
        'javascript:alert(1)',
        'JaVaScRiPt:',
        'data:text/html,',
        'vbscript:x',
        '<script>',
        '<img onerror=x>',
        '"',
        '&lt;',
        'http:',
        '//',
        'https://',
        'mailto:',
        'tel:',
        '[x](javascript:alert(1))',
        '[x](data:text/html,y)',
        '[x](//evil.example)',
      ),
    ),
    { maxLength: 24 },
  )
  .map(words => words.join(''))

test('whatever is written, a link leads to http, https, mailto or tel, and holds no further link', () => {
  fc.assert(
    fc.property(writing, words => {
      for (const piece of inlines(parseMarkdown(words))) {
        if (piece.kind !== 'link') continue
        expect(piece.href).toMatch(/^(https?:\/\/[^/]|mailto:|tel:)/i)
        expect(piece.href).not.toMatch(/[\s<>"']/)
        // A page of its own host, and nothing that a browser would run.
        if (URL.canParse(piece.href)) expect(new URL(piece.href).protocol).toMatch(/^(https?|mailto|tel):$/)
        expect(inlines([{ kind: 'lines', inner: piece.inner }]).some(({ kind }) => kind === 'link')).toBe(
          false,
        )
      }
    }),
    { numRuns: 2_000 },
  )
})

test('no word is lost: without marks, a text stands as it was', () => {
  const word = fc.stringMatching(/^[\p{L}\p{N} ,;?&<"']{0,30}$/u)
  fc.assert(
    fc.property(word, words => {
      expect(plainOfMarkdown(words)).toBe(words)
    }),
  )
})

test('a long line of marks is read in no time', () => {
  for (const marks of ['*', '_', '[', '`', '**a', '_a', '[a](', 'https://'])
    expect(parseMarkdown(marks.repeat(10_000 / marks.length)).length).toBeGreaterThan(0)
})
