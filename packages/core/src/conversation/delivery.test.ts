import { test } from 'vitest'
import { plusMs } from '../ids.ts'
import {
  answers,
  claims,
  defersDelivery,
  reachesOut,
  reacts,
  readiesBot,
  reports,
  retriesDelivery,
  says,
  takesOver,
  wakes,
  writes,
} from '../testing/commands.ts'
import { given, pause, startsAt, under } from '../testing/given.ts'
import { ana, ben, customer, lea, otherBotId, platform, ref } from '../testing/people.ts'
import { freshMemory } from './turn.ts'

const day = 24 * 60 * 60 * 1_000
const later = plusMs(startsAt, 60_000)

test('[DL3] whoever claims second is not told to go: nobody knows how far the first one came', () => {
  given(says('hi'), answers(['Hello!']), claims(2, 0))
    .when(claims(2, 0))
    .thenNothing()
})

test('[DL3] what certainly did not go waits, and is claimed again', () => {
  given(says('hi'), answers(['Hello!']), claims(2, 0))
    .when(defersDelivery(2, 0, later))
    .thenHappens(['DeliveryDeferred', { messageSeq: 2, until: later, writtenEpoch: 0 }])
    .owes('by_outbox', { type: 'Deliver', messageSeq: 2, from: 'bot', epoch: 0, dueAt: later })
    .when(claims(2, 0))
    .thenHappens(['DeliveryChanged', { status: 'sending' }])
})

test('[TK3] what was put back is withheld when somebody takes over meanwhile', () => {
  given(says('hi'), answers(['Hello!']), claims(2, 0), defersDelivery(2, 0, later), takesOver(ana))
    .when(claims(2, 0))
    .thenHappens('MessageWithheld')
})

test('[TK3] what is being handed over at the takeover stays in flight', () => {
  const taken = given(says('hi'), answers(['Hello!']), claims(2, 0), takesOver(ana))
  taken.when(claims(2, 0)).thenNothing()
  taken.when(reports(2, 'sent')).thenHappens(['DeliveryChanged', { status: 'sent' }])
})

test('[DL3] [DL4] an unknown outcome is settled by a status, whichever way', () => {
  const unknown = given(takesOver(ana), writes(ana, 'Hi'), claims(2, 1, 'agent'), reports(2, 'unknown'))
  unknown.when(reports(2, 'delivered')).thenHappens('DeliveryChanged')
  unknown.when(reports(2, 'failed')).thenHappens('DeliveryChanged')
  unknown.when(reports(2, 'sending')).thenNothing()
  // It was accepted after all while somebody thought that it was not.
  unknown
    .given(reports(2, 'sent'))
    .when(defersDelivery(2, 1, later, 'agent'))
    .thenNothing()
})

test('[DL3] only a person sends again what failed or what nobody knows of', () => {
  const sent = given(takesOver(ana), writes(ana, 'Hi'), claims(2, 1, 'agent'))
  sent.when(retriesDelivery(ben, 2, 1)).thenRejected({ code: 'not_retriable', status: 'sending' })
  for (const status of ['failed', 'unknown'] as const) {
    sent
      .given(reports(2, status))
      .when(retriesDelivery(ben, 2, 1))
      .thenHappens(['DeliveryRetried', { messageSeq: 2 }, { actor: ref(ben) }])
      .when(claims(2, 1, 'agent'))
      .thenHappens(['DeliveryChanged', { status: 'sending' }])
  }
})

test('[TK3] a bot’s message that failed is not sent again once a person has control', () => {
  given(says('hi'), answers(['Hello!']), claims(2, 0), reports(2, 'failed'), takesOver(ana))
    .when(retriesDelivery(ana, 2, 0, 'bot'))
    .thenRejected({ code: 'not_retriable', status: 'failed' })
})

test('[DL5] after the window free text is refused, a template and the phone app’s echo are not', () => {
  const closed = under({ replyWindowMs: day }).given(says('hi'), takesOver(ana), pause(day))
  const since = plusMs(startsAt, 1_000 + day)
  closed.when(writes(ana, 'Hi')).thenRejected({ code: 'window_closed', since })
  closed.when(writes(ana, 'Hi', { via: 'phone' })).thenHappens(['MessageSent', { via: 'phone' }])
  closed.when(reachesOut(ana, 'Your parcel is here')).thenHappens('MessageSent')
  closed.given(says('yes?')).when(writes(ana, 'Hi')).thenHappens('MessageSent')
})

test('[DL5] it is checked again when a message goes; what the phone app said is not sent at all', () => {
  const waited = under({ replyWindowMs: day }).given(says('hi'), answers(['Hello!']), pause(day))
  waited.when(claims(2, 0)).thenHappens(['DeliveryChanged', { status: 'failed', problem: 'window_closed' }])
  waited.when(claims(2, 0, 'bot', true)).thenHappens(['DeliveryChanged', { status: 'sending' }])
  const echo = given(says('hi')).when(writes(ana, 'Hi', { via: 'phone' }))
  echo.thenHappens('TakenOver', 'MessageSent')
  echo.owes('by_outbox', { type: 'DropTurn' })
})

test('[OB1] reaching out takes control from nobody, and its reply is the bot’s', () => {
  given()
    .when(reachesOut(ana, 'Your parcel is here'))
    .thenHappens(['MessageSent', { purpose: 'outreach', from: 'agent' }])
    .withState({ epoch: 0, control: { state: 'active' } })
    .when(says('Great!'))
    .thenHappens(['MessageReceived', { turn: { cause: 'message' } }])
})

test('[OB1] [DL3] of a batch each gets one, and nobody over the head of the agent who holds it', () => {
  given(reachesOut(ana, 'Hello')).when(reachesOut(ana, 'Hello')).thenNothing(1)
  given(takesOver(ben))
    .when(reachesOut(ana, 'Hello'))
    .thenRejected({ code: 'already_held', owner: ref(ben) })
  given(takesOver(ana)).when(reachesOut(ana, 'Hello')).thenHappens('MessageSent')
})

test('[OB1] a bot that is to answer the reply says nothing before it', () => {
  const ready = given().when(readiesBot(ana, otherBotId))
  ready
    .thenHappens(['BotChanged', { botId: otherBotId, turn: null }])
    .when(reachesOut(ana, 'Hello'))
    .thenHappens('MessageSent')
    .withState({ botId: otherBotId, control: { state: 'active', turn: null } })
    .when(says('Hi!'))
    .thenHappens(['MessageReceived', { turn: { cause: 'message' } }])
  given(readiesBot(ana, otherBotId)).when(readiesBot(ana, otherBotId)).thenNothing()
  given(takesOver(ana))
    .when(readiesBot(ben, otherBotId))
    .thenRejected({ code: 'already_held', owner: ref(ana) })
})

test('[RQ1] edits, reactions and revocations are kept, and change control for nobody', () => {
  const said = given(says('hi'), takesOver(lea))
  said.when(reacts(2, '👍')).thenHappens(['ReactionChanged', { messageSeq: 2, emoji: '👍' }])
  said
    .when({
      type: 'EditMessage',
      actor: customer,
      clientId: null,
      messageSeq: 1,
      parts: [{ kind: 'text', text: 'hello' }],
    })
    .thenHappens(['MessageEdited', { messageSeq: 1, text: 'hello' }])
    .when({ type: 'RevokeMessage', actor: customer, clientId: null, messageSeq: 1 })
    .thenHappens('MessageRevoked')
    .withState({ epoch: 1, control: { state: 'intervened' } })
  said
    .given(reacts(1, '👍', 'r1'), reacts(1, null, 'r2'))
    .when(reacts(1, '👍', 'r1'))
    .thenNothing(3)
  said.when(reacts(99, '👍')).thenRejected({ code: 'no_such_message' })
})

test('[DL6] while somebody else holds the line, nobody of ours writes, and what is said is kept', () => {
  const holds = (holder: string | null) => ({ type: 'ChangeLineHolder', actor: platform, holder }) as const
  const held = given(says('hi'), answers(['Hello!']), holds('Meta AI'))
  held.when(holds('Meta AI')).thenNothing()
  held.when(says('and?')).thenHappens(['MessageReceived', { turn: null }])
  held.when(writes(ana, 'Hi')).thenRejected({ code: 'line_held', holder: 'Meta AI' })
  held.when(reachesOut(ana, 'Hi')).thenRejected({ code: 'line_held', holder: 'Meta AI' })
  held.when(claims(2, 0)).thenHappens(['DeliveryChanged', { status: 'failed', problem: 'held_by_other' }])
  held
    .given(holds(null))
    .when(says('now?'))
    .thenHappens(['MessageReceived', { turn: { cause: 'message' } }])
})

test('[DL6] what the channel hands to us to be answered gives the line back, once', () => {
  const holds = { type: 'ChangeLineHolder', actor: platform, holder: 'Meta AI' } as const
  const handed = {
    type: 'ReceiveMessage',
    actor: customer,
    clientId: 'm1',
    parts: [{ kind: 'text', text: 'a person, please' }],
    ours: true,
  } as const
  given(holds)
    .when(handed)
    .thenHappens(['LineHolderChanged', { holder: null }], ['MessageReceived', { turn: { cause: 'message' } }])
    .withState({ lineHolder: null })
  given(handed, holds).when(handed).thenNothing(1)
})

test('[DL6] a pause that ended while somebody else held the line counts again', () => {
  const holds = (holder: string | null) => ({ type: 'ChangeLineHolder', actor: platform, holder }) as const
  const pausing = { ...freshMemory, position: 'wait', wake: { id: 'w1', at: startsAt } }
  const held = given(says('hi'), answers(['One moment.'], { memory: pausing }), holds('Meta AI'), pause(day))
  held.when(wakes('w1')).thenRejected({ code: 'bot_not_speaking' })
  held
    .when(holds(null))
    .thenHappens('LineHolderChanged')
    .owes('reads_log', { type: 'Remind', key: 'wake', dueAt: startsAt })
})
