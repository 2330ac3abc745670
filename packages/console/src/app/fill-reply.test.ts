import { expect, test } from 'vitest'
import { fillReply, gapsIn, nextGap } from './fill-reply.ts'

const values = {
  contact: { name: 'Maya Lindqvist', attributes: { plan: 'Gold', empty: ' ' } },
  agent: { name: 'Ana' },
  channel: { name: 'Shop' },
  workspace: { name: 'Fern & Co' },
}

test('variables are filled in with what is known', () => {
  expect(
    fillReply(
      'Hi {contact.first_name}, {agent.name} of {workspace.name} here ({channel.name}, {contact.plan})',
      values,
    ),
  ).toBe('Hi Maya, Ana of Fern & Co here (Shop, Gold)')
})

test('what is empty or unknown takes its other words, or stays a gap', () => {
  expect(fillReply('{contact.empty|nothing} {contact.none|} {contact.none} {order number}', values)).toBe(
    'nothing  {contact.none} {order number}',
  )
  const nameless = { ...values, contact: { name: '', attributes: {} } }
  expect(fillReply('Hi {contact.first_name|there}', nameless)).toBe('Hi there')
})

test('a value is text: braces, dollars and names of objects in it are nothing else', () => {
  const odd = { ...values, contact: { name: '{agent.name} $& $1', attributes: {} } }
  expect(fillReply('{contact.name}|{contact.toString}|{contact.__proto__}', odd)).toBe(
    '{agent.name} $& $1|{contact.toString}|{contact.__proto__}',
  )
})

test('gaps are found where a name stands in braces, and nowhere else', () => {
  expect(gapsIn('a {order number} b {contact.x|y}').map(({ name }) => name)).toEqual([
    'order number',
    'contact.x',
  ])
  for (const text of ['{}', '{ }', '{"a": 1}', '{1}', '{a\nb}', '{{', '{a: 1}'])
    expect(gapsIn(text)).toEqual([])
})

test('Tab goes from gap to gap, and on from the last', () => {
  const text = '{a} and {b} and {c}'
  const at = (from: number, to = from) => ({ from, to })
  expect(nextGap(text, at(0), 1)?.name).toBe('a')
  expect(nextGap(text, at(0, 3), 1)?.name).toBe('b')
  expect(nextGap(text, at(8, 11), 1)?.name).toBe('c')
  expect(nextGap(text, at(16, 19), 1)).toBe(null)
  expect(nextGap(text, at(16, 19), -1)?.name).toBe('b')
  expect(nextGap(text, at(0, 3), -1)).toBe(null)
})
