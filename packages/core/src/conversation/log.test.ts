import { expect, test } from 'vitest'
import {
  answers,
  asks,
  assigns,
  claims,
  reports,
  resolves,
  says,
  takesOver,
  withFiles,
  writes,
} from '../testing/commands.ts'
import { given, startsAt, under } from '../testing/given.ts'
import { ana, ben, founding, ref } from '../testing/people.ts'
import { append } from './append.ts'
import { evolve } from './evolve.ts'
import { fromSnapshot, toSnapshot } from './snapshot.ts'
import { newConversation, sendKey } from './state.ts'

test('[DL2] seq grows by one from 1, over decisions of one and of many events', () => {
  const { log } = given(says('hi'), answers(['one', 'two']), asks(), writes(ana, 'Hi')).when(resolves(ana))
  expect(log.map(event => event.seq)).toEqual(log.map((_, n) => n + 1))
})

test('[DL2] the log folded anew is the state that grew with it', () => {
  const { log, state } = given(
    says('hi', 'c1'),
    answers(['one']),
    writes(ana, 'Hi', { clientId: 'a1' }),
  ).when(resolves(ana))
  expect(log.reduce(evolve, newConversation(founding))).toEqual(state)
})

test('[DL2] a snapshot and what it recalls is the state', () => {
  const { state } = given(says('hi', 'c1'), takesOver(ana)).when(says('hello', 'c2'))
  const json: unknown = JSON.parse(JSON.stringify(toSnapshot(state)))
  expect(json).not.toHaveProperty('recall')
  expect(fromSnapshot(json as ReturnType<typeof toSnapshot>, state.recall)).toEqual(state)
})

test('[DL2] an empty decision appends nothing', () => {
  const state = newConversation(founding)
  expect(append(state, [], startsAt)).toEqual({ events: [], states: [] })
})

test('[DL3] the same send is stored once and told where it is', () => {
  given(says('hi', 'c1')).when(says('hi', 'c1')).thenNothing(1)
  given(writes(ana, 'Hi', { clientId: 'a1' }))
    .when(writes(ana, 'Hi', { clientId: 'a1' }))
    .thenNothing(2)
})

test('[DL3] another text under the same id is refused', () => {
  given(says('hi', 'c1')).when(says('ho', 'c1')).thenRejected({ code: 'client_id_reused', seq: 1 })
  given(writes(ana, 'Hi', { clientId: 'a1' }))
    .when(writes(ana, 'Ho', { clientId: 'a1' }))
    .thenRejected({ code: 'client_id_reused', seq: 2 })
})

test('[DL3] the id is its sender’s own: others may use the same', () => {
  given(says('hi', 'x'), takesOver(ana))
    .when(writes(ana, 'Hello', { clientId: 'x' }))
    .thenHappens('MessageSent')
    .when(assigns(ana, ben))
    .when(writes(ben, 'Salut', { clientId: 'x' }))
    .thenHappens('MessageSent')
})

test('[DL3] the id is looked up before ownership', () => {
  const lost = given(writes(ana, 'Hi', { clientId: 'a1' }), assigns(ana, ben))
  lost.when(writes(ana, 'Hi', { clientId: 'a1' })).thenNothing(2)
  lost.when(writes(ana, 'Ho', { clientId: 'a1' })).thenRejected({ code: 'client_id_reused', seq: 2 })
  lost.when(writes(ana, 'Ho', { clientId: 'a2' })).thenRejected({ code: 'not_owner', owner: ref(ben) })
})

test('[DL3] before staleness, too', () => {
  given(writes(ana, 'Hi', { clientId: 'a1', seenSeq: 0 }), says('hello?'))
    .when(writes(ana, 'Hi', { clientId: 'a1', seenSeq: 0 }))
    .thenNothing(2)
})

test('[DL3] ownership comes before staleness', () => {
  given(takesOver(ana), says('hi'))
    .when(writes(ben, 'Hi', { seenSeq: 0 }))
    .thenRejected({ code: 'not_owner', owner: ref(ana) })
})

test('[DL3] a repeated send after the hand-back takes nothing over', () => {
  given(writes(ana, 'Hi', { clientId: 'a1' }), resolves(ana))
    .when(writes(ana, 'Hi', { clientId: 'a1' }))
    .thenNothing(2)
})

test('[DL3] a refusal is not remembered: the same id counts when the send is right', () => {
  given(says('hi'), says('more'))
    .when(writes(ana, 'Hi', { clientId: 'a1', seenSeq: 1 }))
    .thenRejected({ code: 'stale_view', missed: [2] })
    .when(writes(ana, 'Hi, both', { clientId: 'a1', seenSeq: 2 }))
    .thenHappens('TakenOver', 'MessageSent')
})

test('[DL3] other files under the same names and text are another message', () => {
  const once = withFiles(writes(ana, 'Look', { clientId: 'a1' }), 'm1')
  given(once).when(once).thenNothing(2)
  given(once)
    .when(withFiles(writes(ana, 'Look', { clientId: 'a1' }), 'm2'))
    .thenRejected({ code: 'client_id_reused', seq: 2 })
  given(once)
    .when(writes(ana, 'Look', { clientId: 'a1' }))
    .thenRejected({ code: 'client_id_reused', seq: 2 })
  // Nor does a text pass for a file that it names.
  given(writes(ana, 'Look\n[photo.png]', { clientId: 'a1' }))
    .when(once)
    .thenRejected({ code: 'client_id_reused', seq: 2 })
})

test('[DL3] without an id every send is its own', () => {
  given(says('hi')).when(says('hi')).thenHappens('MessageReceived')
})

test('[DL3] what was accepted is recalled by sender, id and text', () => {
  const { recall } = given(says('hi', 'c1')).state
  expect(recall.sends.get(sendKey('contact', founding.contactId, 'c1'))).toEqual({ seq: 1, content: 'hi' })
})

const sent = given(takesOver(ana), writes(ana, 'Hi'))

test('[DL4] a status moves forward, and an old or known one changes nothing', () => {
  sent
    .when(reports(2, 'sent'))
    .thenHappens(['DeliveryChanged', { messageSeq: 2, status: 'sent', through: false }])
    .when(reports(2, 'read'))
    .thenHappens('DeliveryChanged')
    .when(reports(2, 'delivered'))
    .thenNothing()
    .when(reports(2, 'read'))
    .thenNothing()
    .when(reports(2, 'failed'))
    .thenNothing()
})

test('[DL4] all that came before was read, too', () => {
  const read = sent
    .given(writes(ana, 'two'))
    .when(reports(3, 'read', true))
    .thenHappens(['DeliveryChanged', { through: true }])
  read.withState({ readThrough: 3, deliveredThrough: 3 })
  read.when(reports(2, 'delivered')).thenNothing()
  read.when(reports(2, 'read', true)).thenNothing()
  read.when(reports(3, 'delivered', true)).thenNothing()
})

test('[DL4] delivered through a message, then read alone', () => {
  sent
    .when(reports(2, 'delivered', true))
    .withState({ deliveredThrough: 2, readThrough: 0 })
    .when(reports(2, 'sent'))
    .thenNothing()
    .when(reports(2, 'read'))
    .thenHappens('DeliveryChanged')
})

test('[DL4] only delivered and read can hold for all before', () => {
  sent.when(reports(2, 'sent', true)).thenNothing()
  sent.when(reports(2, 'failed', true)).thenNothing()
})

test('[DL4] a status of nothing is refused', () => {
  sent.when(reports(99, 'read')).thenRejected({ code: 'no_such_message' })
  sent.when(reports(0, 'read')).thenRejected({ code: 'no_such_message' })
  under({}).when(claims(1, 0)).thenRejected({ code: 'no_such_message' })
})

test('[DL2] a status is an event of the log and moves nothing else', () => {
  sent.when(reports(2, 'sent')).withState({ seq: 3, epoch: 1, control: { owner: ref(ana) } })
})
