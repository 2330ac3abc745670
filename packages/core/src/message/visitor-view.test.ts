import { expect, test } from 'vitest'
import {
  answers,
  asks,
  assigns,
  interrupts,
  reports,
  resolves,
  returns,
  says,
  sendsBot,
  takesOver,
  writes,
} from '../testing/commands.ts'
import type { Step } from '../testing/given.ts'
import { given } from '../testing/given.ts'
import { ana, ben, customer, otherBotId } from '../testing/people.ts'
import { plainText } from './content.ts'
import { visitorItem } from './visitor-view.ts'

const { log } = given(
  says('hi', 'c1'),
  answers(['Hello!']),
  asks('secret reason'),
  { type: 'AddNote', actor: ana, text: 'secret note', mentions: [ben.id] },
  { type: 'GiveGuidance', actor: ana, text: 'secret guidance' },
  { type: 'ChangeTags', actor: ana, add: ['secret-tag'], remove: [] },
  writes(ana, 'Ana here', { clientId: 'secret-client-id' }),
  assigns(ana, ben),
  returns(ben, 'secret lunch'),
  takesOver(ben),
  reports(2, 'read'),
  interrupts('turn-1', 'half a wo'),
  resolves(ben, { topic: 'Other', note: 'secret note', guidance: 'secret guidance', tags: ['secret-tag'] }),
).when(sendsBot(ana, otherBotId))
const items = log.flatMap(event => visitorItem(event) ?? [])

test('[DL2] a visitor sees a part of the same order, each item at its own seq', () => {
  const seqs = items.map(item => item.seq)
  expect(seqs).toEqual([...seqs].sort((a, b) => a - b))
  expect(items.map(item => item.type)).toEqual([
    'MessageReceived',
    'MessageSent',
    'HumanRequested',
    'TakenOver',
    'MessageSent',
    'OwnerChanged',
    'ReturnedToQueue',
    'MessageSent',
    'TakenOver',
    'MessageInterrupted',
    'Resolved',
  ])
})

test('[TK5] a visitor learns who speaks, never why, and nobody’s id but their own message’s', () => {
  const seen = JSON.stringify(items)
  expect(seen).not.toContain('secret')
  expect(seen).not.toContain('"Other"')
  expect(seen).not.toContain(customer.id)
  expect(items.find(item => item.type === 'TakenOver')?.data).toEqual({ name: 'Ana' })
  expect(items.find(item => item.type === 'OwnerChanged')?.data).toEqual({ name: 'Ben' })
})

test('[DL3] the visitor’s own clientId comes back, so that a draft settles', () => {
  expect(items[0]).toMatchObject({ data: { clientId: 'c1', from: 'contact' } })
})

test('[RQ4] a further request is none of the customer’s business', () => {
  const further = given(asks('one')).when(asks('two')).log.at(-1)
  expect(further && visitorItem(further)).toBeNull()
})

test('[TK5] a bot that is sent matters to the customer only when it follows a person', () => {
  const item = (last: ReturnType<typeof sendsBot>, ...before: readonly Step[]) => {
    const event = given(...before)
      .when(last)
      .log.at(-1)
    return event ? visitorItem(event) : undefined
  }
  expect(item(sendsBot(ana, otherBotId), takesOver(ana))).toMatchObject({ type: 'BotChanged' })
  expect(item(sendsBot(ana, null), takesOver(ana))).toBeNull()
  expect(item(sendsBot(ana, otherBotId), asks())).toBeNull()
  expect(item(sendsBot(ana, otherBotId))).toBeNull()
})

test('[DL2] every part has a plain rendering', () => {
  expect(
    plainText([
      { kind: 'text', text: 'Pick one' },
      { kind: 'choices', text: '', options: [{ id: 'a', label: 'Tea' }] },
      {
        kind: 'media',
        mediaId: 'm',
        mimeType: 'image/png',
        name: 'cat.png',
        sizeBytes: 1,
        caption: 'my cat',
      },
      { kind: 'media', mediaId: 'm', mimeType: 'image/png', name: 'cat.png', sizeBytes: 1 },
      { kind: 'location', latitude: 1, longitude: 2 },
      { kind: 'location', latitude: 1, longitude: 2, name: 'Home' },
      { kind: 'template', name: 't', locale: 'en', variables: [], text: 'Filled in' },
      { kind: 'unknown', label: 'sticker' },
    ]),
  ).toBe('Pick one\n• Tea\n[cat.png] my cat\n[cat.png]\n[1, 2]\n[Home]\nFilled in\n[sticker]')
})
