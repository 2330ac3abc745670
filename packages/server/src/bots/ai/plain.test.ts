import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainOf, shownSoFar } from './plain.ts'

test.each([
  ['**Hello** _there_ `you`', 'Hello there you'],
  ['# Title\n\n- one\n- two', 'Title\n\n• one\n• two'],
  ['See [our page](https://shop.example/a).', 'See our page (https://shop.example/a).'],
  ['[click](javascript:alert(1))', 'click)'],
  ['![cat](https://evil.example/pixel.png?u=1)', 'cat'],
  ['<img src="https://evil.example/x.png" onerror="x()">Hi', 'Hi'],
  ['<script>alert(1)</script>Hi <b>you</b>', 'Hi you'],
  ['<scr<b>ipt>alert(1)</scr</b>ipt>Hi', 'Hi'],
  ['<<b>img src=x onerror=x()>Hi', 'Hi'],
  ['<a\nhref="https://evil.example">Hi</a>', 'Hi'],
  ['a < b and 2 * 3 * 4', 'a < b and 2 * 3 * 4'],
  ['snake_case_name stays', 'snake_case_name stays'],
  ['```js\nlet a = 1\n```', 'let a = 1'],
])('%j is said as %j', (markdown, text) => {
  expect(plainOf(markdown)).toBe(text)
})

test('what was shown is never taken back while more comes', () => {
  const words = fc.constantFrom(
    'Hello',
    '**bold**',
    '[a](https://b.example/c)',
    '![x](y)',
    '<b>t</b>',
    '`c`',
    '*i*',
    '# h',
    '\n',
    '- l',
    '```\ncode\n```',
    '<a\nhref="x">',
    '<!-- c\nd -->',
    '<script>\nx()\n</script>',
    '**two\nlines**',
    '[two\nlines](https://b.example/d)',
    '2 < 3\n',
  )
  fc.assert(
    fc.property(fc.array(words, { maxLength: 12 }), fc.integer({ min: 1, max: 7 }), (all, step) => {
      const text = all.join(' ')
      let shown = ''
      for (let end = step; end <= text.length + step; end += step) {
        const now = shownSoFar(text.slice(0, end))
        if (now.length > shown.length && now.startsWith(shown)) shown = now
      }
      expect(plainOf(text).startsWith(shown.trimEnd())).toBe(true)
    }),
    { numRuns: 2_000 },
  )
})
