import { readFileSync } from 'node:fs'
import { parseFlow } from '@baton/core'
import { describe, expect, it } from 'vitest'

function read(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8')
}

type Fields = Record<string, unknown>

const snippets = [...read('./README.md').matchAll(/```json\n([\s\S]*?)```/g)].map(
  ([, json = '']) => JSON.parse(json) as Fields,
)
const [flow = {}, ...more] = snippets
const blocks: Fields = Object.assign({}, flow.blocks, ...more)

describe('the guide to flows', () => {
  it('shows a flow in pieces that parse together', () => {
    expect(parseFlow({ ...flow, blocks })).toMatchObject({ ok: true })
  })
  it('shows every kind of block', () => {
    const kinds = new Set(Object.values(blocks).map(block => (block as Fields).kind))
    expect([...kinds].sort()).toEqual(
      ['choices', 'condition', 'end', 'handoff', 'message', 'question', 'set', 'wait'].sort(),
    )
  })
  it('lists checks that parse', () => {
    const checks = [...read('./README.md').matchAll(/^\| `(\{"kind".*?\})` \|/gm)].map(([, json = '']) =>
      JSON.parse(json),
    )
    expect(checks).toHaveLength(6)
    for (const check of checks) {
      const ask = { kind: 'question', text: 'Well?', variable: 'v', retryText: 'Well?', check }
      expect(parseFlow({ name: 'n', start: 'ask', blocks: { ask } })).toMatchObject({ ok: true })
    }
  })
})

describe('the example dialogues', () => {
  const dialogs = read('./dialogs.jsonl')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as { id: string; lang: string; turns: { role: string; text: string }[] })

  it('are about forty, in English and Spanish, each with its own id', () => {
    expect(dialogs.length).toBeGreaterThanOrEqual(40)
    expect(new Set(dialogs.map(({ id }) => id)).size).toBe(dialogs.length)
    expect(new Set(dialogs.map(({ lang }) => lang))).toEqual(new Set(['en', 'es']))
  })
  it('are begun by the customer, and every turn says something', () => {
    for (const { id, turns } of dialogs) {
      expect(turns[0]?.role, id).toBe('customer')
      for (const { role, text } of turns) {
        expect(['customer', 'agent']).toContain(role)
        expect(text.trim()).not.toBe('')
      }
    }
  })
})
