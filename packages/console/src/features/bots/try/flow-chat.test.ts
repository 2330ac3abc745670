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

test('a call is waited for under one id, and what came of it goes on', () => {
  const flow = sound({
    hello: {
      kind: 'request',
      method: 'GET',
      url: 'https://shop.example/orders/1',
      save: [{ variable: 'state', path: 'order.state' }],
      otherwise: 'sorry',
      next: 'tell',
    },
    tell: { kind: 'message', text: 'It is {{state}}' },
    sorry: { kind: 'message', text: 'Sorry' },
  })
  const waits = said(emptyChat, flow, 'hi', clock)
  expect(waits.pending).toEqual({ kind: 'call', block: 'hello', id: 'pause' })
  // Words that come meanwhile do not make it another call.
  expect(said(waits, flow, 'are you there?', { ...clock, id: 'other' }).pending).toEqual(waits.pending)
  const body = { order: { state: 'on its way' } }
  const told = fed(waits, flow, { kind: 'called', result: { kind: 'response', status: 200, body } }, clock)
  expect(told.lines).toContainEqual({ kind: 'bot', text: 'It is on its way', options: [] })
  expect(told.memory.variables).toEqual({ state: 'on its way' })
  const failed = fed(waits, flow, { kind: 'called', result: { kind: 'failed', problem: 'no' } }, clock)
  expect(failed.lines).toContainEqual({ kind: 'bot', text: 'Sorry', options: [] })
})

test('a question to the team is waited for, and goes on with its answer or without', () => {
  const flow = sound({
    hello: {
      kind: 'ask_team',
      question: 'Is it in?',
      variable: 'stock',
      withinMs: 60_000,
      otherwise: 'sorry',
      next: 'tell',
    },
    tell: { kind: 'message', text: 'The team says: {{stock}}' },
    sorry: { kind: 'message', text: 'Sorry' },
  })
  const waits = said(emptyChat, flow, 'hi', clock)
  expect(waits.pending).toEqual({ kind: 'team', question: 'Is it in?' })
  const told = fed(waits, flow, { kind: 'answered', text: 'Yes' }, clock)
  expect(told.lines).toContainEqual({ kind: 'bot', text: 'The team says: Yes', options: [] })
  const nobody = fed(waits, flow, { kind: 'answered', text: null }, clock)
  expect(nobody.lines).toContainEqual({ kind: 'bot', text: 'Sorry', options: [] })
})
