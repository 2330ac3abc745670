import { expect, test } from 'vitest'
import { readFlow } from '../flow/shape.ts'
import { checkedDraft } from '../flow/written-flow.ts'
import { emptyChat, fed, said, spoken, standsAt } from './flow-chat.ts'

function sound(blocks: object, start = 'hello') {
  const { flow, faults } = checkedDraft(readFlow({ name: 'Shop', start, blocks }, 'Shop'))
  if (!flow) throw new Error(JSON.stringify(faults))
  return flow
}
const clock = { nowMs: Date.parse('2026-01-01T10:00:00Z'), id: 'pause' }

const shop = sound({
  hello: {
    kind: 'choices',
    text: 'Hello',
    options: [
      { id: 'order', label: 'My order', next: 'pause' },
      { id: 'person', label: 'A person', next: 'person' },
    ],
  },
  pause: { kind: 'wait', forMs: 60_000, next: 'bye' },
  bye: { kind: 'message', text: 'Bye' },
  person: { kind: 'handoff', reason: 'Asked', text: 'I am asking a colleague' },
})

test('the chat shows what the flow says, where it stands, and what can be chosen', () => {
  const chat = said(emptyChat, shop, 'hi', clock)
  expect(chat.lines).toEqual([
    { kind: 'contact', text: 'hi', options: [] },
    { kind: 'bot', text: 'Hello', options: ['My order', 'A person'] },
  ])
  expect(standsAt(shop, chat.memory)).toBe('hello')
  expect(spoken(chat.lines)).toEqual([
    { from: 'contact', text: 'hi' },
    { from: 'bot', text: 'Hello' },
  ])
})

test('a wait can be skipped, and the end is told', () => {
  const waits = said(said(emptyChat, shop, 'hi', clock), shop, 'My order', clock)
  expect(waits.pending).toEqual({ kind: 'clock', block: 'pause', untilMs: clock.nowMs + 60_000 })
  const woken = fed(waits, shop, { kind: 'woke' }, clock)
  expect(woken.lines.slice(-2)).toEqual([{ kind: 'bot', text: 'Bye', options: [] }, { kind: 'ended' }])
  expect(woken.pending).toBeNull()
  expect(standsAt(shop, woken.memory)).toBeNull()
})

test('a hand-off is told as the team would read it', () => {
  const chat = said(said(emptyChat, shop, 'hi', clock), shop, 'a person', clock)
  expect(chat.lines.at(-1)).toEqual({ kind: 'handoff', reason: 'Asked', priority: 'normal' })
})
