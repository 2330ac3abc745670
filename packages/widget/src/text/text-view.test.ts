import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Make } from './text-view.ts'
import { textView } from './text-view.ts'

interface Made {
  readonly tag: string
  readonly props: Readonly<Record<string, unknown>> | null
  readonly inner: readonly unknown[]
}

/** Elements as plain values: what would be drawn. */
const made: Made[] = []
const make = ((tag: string, props: Made['props'], ...inner: readonly unknown[]) => {
  const one = { tag, props, inner }
  made.push(one)
  return one
}) as unknown as Make

function draw(text: string, marked: boolean): readonly Made[] {
  made.length = 0
  textView(make, text, marked)
  return [...made]
}

test('what a person of the team marked is marked', () => {
  const tags = draw('**Hi** _you_\n- a\n- `b`\n> so\n```\nc\n```\nhttps://a.example', true).map(
    ({ tag }) => tag,
  )
  for (const tag of ['b', 'i', 'ul', 'li', 'code', 'blockquote', 'pre', 'a', 'p']) expect(tags).toContain(tag)
})

test('what anybody else wrote has links and no other marks', () => {
  const tags = draw('**Hi** https://a.example\n- a', false).map(({ tag }) => tag)
  expect(tags.sort()).toEqual(['a', 'p'])
})

test('whatever is written, no element can run anything, and links open elsewhere', () => {
  const word = fc.oneof(
    fc.string(),
    fc.webUrl(),
    fc.constantFrom(
      '*',
      '**',
      '`',
      '\n',
      '\n- ',
      '> ',
      '[x](javascript:alert(1))',
      '<script>',
      '<img onerror=x>',
    ),
  )
  fc.assert(
    fc.property(fc.array(word), fc.boolean(), (words, marked) => {
      for (const { tag, props } of draw(words.join(''), marked)) {
        expect(['p', 'b', 'i', 'a', 'ul', 'ol', 'li', 'code', 'pre', 'blockquote']).toContain(tag)
        const allowed = new Set(['href', 'target', 'rel', 'style', 'start', 'tabIndex'])
        expect(Object.keys(props ?? {}).filter(name => !allowed.has(name))).toEqual([])
        if (tag !== 'a') continue
        expect(props?.href).toMatch(/^(https?:\/\/|mailto:|tel:)/i)
        expect(props?.rel).toContain('noopener')
      }
    }),
  )
})
