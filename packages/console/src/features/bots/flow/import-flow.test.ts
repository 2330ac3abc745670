import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { importFlow } from './import-flow.ts'
import { checkedDraft, writtenFlow } from './written-flow.ts'

const shop = readFileSync(new URL('../../../../../../examples/shop-bot.json', import.meta.url), 'utf8')

test('the example comes in whole, has a place for every block, and goes out as sound as it came', () => {
  const read = importFlow(shop)
  if (!read.ok) throw new Error(JSON.stringify(read.findings))
  expect(Object.keys(read.draft.layout).sort()).toEqual(Object.keys(JSON.parse(shop).blocks).sort())
  const again = importFlow(JSON.stringify(writtenFlow(read.draft.flow)))
  expect(again).toEqual(read)
  expect(checkedDraft(read.draft.flow).faults).toEqual([])
})

test('a bot’s whole settings are taken for the flow in them', () => {
  expect(importFlow(JSON.stringify({ flow: JSON.parse(shop), settleMs: 500 })).ok).toBe(true)
})

test('what is wrong is told by the block, and nothing comes in', () => {
  const broken = { name: 'Shop', start: 'a', blocks: { a: { kind: 'message', text: 'Hi', next: 'b' } } }
  expect(importFlow(JSON.stringify(broken))).toMatchObject({
    ok: false,
    findings: [{ block: 'a', path: 'next' }],
  })
  expect(importFlow('no json')).toEqual({ ok: false, findings: [] })
})
