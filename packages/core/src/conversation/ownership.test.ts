import { expect, test } from 'vitest'
import {
  answers,
  answersTurn,
  asks,
  assigns,
  assignsTeam,
  cancels,
  resolves,
  returns,
  says,
  takesOver,
  wakes,
  writes,
} from '../testing/commands.ts'
import { given, pause, under } from '../testing/given.ts'
import { ana, ben, billing, lea, platform, ref, sales } from '../testing/people.ts'

const since = '2026-03-02T09:00:01.000Z'
const memory = { position: 'ask-email', variables: {}, wake: null }

test('[OW2] the owner gives the conversation to a colleague; the epoch stands', () => {
  given(takesOver(ana))
    .when(assigns(ana, ben))
    .thenHappens(['OwnerChanged', { owner: ref(ben), previousOwner: ref(ana) }])
    .withState({ epoch: 1, control: { state: 'intervened', owner: ref(ben) } })
    .when(writes(ben, 'Hi'))
    .thenHappens('MessageSent')
})

test('[OW2] a lead gives away what another holds; an agent cannot', () => {
  given(takesOver(ana)).when(assigns(lea, ben)).thenHappens('OwnerChanged')
  given(takesOver(ana))
    .when(assigns(ben, lea))
    .thenRejected({ code: 'not_owner', owner: ref(ana) })
})

test('[OW2] while nobody holds it anyone may give it to anyone, by a takeover for them', () => {
  given(says('hi'))
    .when(assigns(ana, ben))
    .thenHappens(['TakenOver', { owner: ref(ben), endsTurn: 'turn-1' }, { actor: ref(ana) }])
    .when(answersTurn(0, ['Hi']))
    .thenRejected({ code: 'turn_superseded' })
})

test('[OW2] assigning to the owner changes nothing', () => {
  given(takesOver(ana)).when(assigns(ana, ana)).thenNothing()
})

test('[OW2] the log keeps a name and an id of the new owner, not their role', () => {
  const { log } = given(takesOver(ana)).when(assigns(ana, ben))
  expect(log.at(-1)?.data).toEqual({ owner: ref(ben), previousOwner: ref(ana) })
})

test('[OW2] assigning a held conversation to a team returns it to that queue', () => {
  given(asks(), takesOver(ana))
    .when(assignsTeam(ana, billing))
    .thenHappens(
      ['ReturnedToQueue', { teamId: billing, previousOwner: ref(ana), waitingSince: since }],
      'MessageSent',
    )
    .withState({ epoch: 2, teamId: billing, control: { state: 'requesting' } })
    .when(assignsTeam(ben, sales))
    .thenHappens(['QueueChanged', { teamId: sales }])
    .withState({ epoch: 2, teamId: sales })
})

test('[OW3] a return asks for a person again and keeps the first waiting time, over several returns', () => {
  given(asks(), takesOver(ana), pause(60_000), returns(ana, 'one'), takesOver(ben), pause(60_000))
    .when(returns(ben, 'two'))
    .thenHappens(['ReturnedToQueue', { waitingSince: since, reason: 'two' }], 'MessageSent')
    .withState({
      epoch: 4,
      control: {
        state: 'requesting',
        episodeSeq: 1,
        request: {
          since,
          reasons: [{ cause: 'customer_asked' }, { text: 'one' }, { cause: 'returned', text: 'two' }],
        },
      },
    })
    .when(takesOver(ana))
    .thenHappens(['TakenOver', { waitedMs: 125_000 }])
})

test('[OW3] a takeover that nobody had asked for begins to wait at its return', () => {
  given(takesOver(ana))
    .when(returns(ana))
    .withState({ control: { request: { since: '2026-03-02T09:00:02.000Z' } } })
})

test('[OW3] the bot holds after a return, whatever RQ3 says, with one holding message', () => {
  under({ whileRequesting: 'answers', holdingText: 'Hold on.' })
    .given(takesOver(ana))
    .when(returns(ana))
    .thenHappens(
      ['ReturnedToQueue', { botMay: 'holds' }],
      ['MessageSent', { purpose: 'holding', text: 'Hold on.' }],
    )
    .when(says('anyone?'))
    .thenHappens(['MessageReceived', { turn: null }])
})

test('[OW3] unless the channel sets otherwise', () => {
  under({ whileReturned: 'answers' })
    .given(takesOver(ana))
    .when(returns(ana))
    .thenHappens(['ReturnedToQueue', { botMay: 'answers' }])
    .when(says('hi'))
    .thenHappens(['MessageReceived', { turn: { cause: 'message' } }])
})

test('[OW3] the owner or a lead returns it, and the platform for an owner who is gone', () => {
  given(takesOver(ana))
    .when(returns(ben))
    .thenRejected({ code: 'not_owner', owner: ref(ana) })
  given(takesOver(ana)).when(returns(lea)).thenHappens('ReturnedToQueue', 'MessageSent')
  const gone = { type: 'ReturnToQueue', actor: platform, reason: 'owner_gone' } as const
  given(takesOver(ana)).when(gone).thenHappens('ReturnedToQueue', 'MessageSent')
  given().when(gone).thenRejected({ code: 'not_intervened' })
  given(asks()).when(returns(lea)).thenRejected({ code: 'not_intervened' })
})

test('[OW3] a return keeps the team of the conversation', () => {
  given(assignsTeam(ana, billing), takesOver(ana)).when(returns(ana)).withState({ teamId: billing })
})

test('[OW4] a cancelled takeover is active again, without a form, and the bot stands where it stood', () => {
  given(says('hi'), answers(['Email?'], { memory }), takesOver(ana))
    .when(cancels(ana))
    .thenHappens(['TakeoverCancelled', { previousOwner: ref(ana) }])
    .withState({ epoch: 2, memory, control: { state: 'active', turn: null } })
    .when(says('me@example.com'))
    .thenHappens(['MessageReceived', { turn: { cause: 'message', resume: null } }])
})

test('[OW4] a cancelled takeover takes the request with it', () => {
  given(asks(), takesOver(ana))
    .when(cancels(ana))
    .withState({ control: { state: 'active' } })
})

test('[OW4] only the owner or a lead cancels, and only what is held', () => {
  given(takesOver(ana))
    .when(cancels(ben))
    .thenRejected({ code: 'not_owner', owner: ref(ana) })
  given(takesOver(ana)).when(cancels(lea)).thenHappens('TakeoverCancelled')
  given().when(cancels(ana)).thenRejected({ code: 'not_intervened' })
})

test('[OW4] a pause of the bot that runs goes on', () => {
  const pausing = { ...memory, wake: { id: 'w1', at: '2026-03-02T09:00:02.500Z' } }
  given(says('hi'), answers(['A moment.'], { memory: pausing }), takesOver(ana))
    .when(wakes('w1'))
    .thenRejected({ code: 'bot_not_speaking' })
    .when(cancels(ana))
    .owes('reads_log', { type: 'Remind', key: 'wake', dueAt: '2026-03-02T09:00:02.500Z' })
    .when(wakes('w1'))
    .thenHappens(['TurnOpened', { turn: { cause: 'wake' } }])
})

test('[OW6] a reply on a view that lacks a customer’s message is held back whole', () => {
  given(takesOver(ana), says('one'), says('two'))
    .when(writes(ana, 'Sure', { seenSeq: 2 }))
    .thenRejected({ code: 'stale_view', missed: [3] })
    .when(writes(ana, 'Sure', { seenSeq: 3 }))
    .thenHappens('MessageSent')
})

test('[OW6] so is the takeover of a reply on the bot’s conversation', () => {
  given(says('hi'), says('more'))
    .when(writes(ana, 'Sure', { seenSeq: 1 }))
    .thenRejected({ code: 'stale_view', missed: [2] })
    .withState({ epoch: 0, control: { state: 'active' } })
})

test('[OW6] another person’s message counts, one’s own does not', () => {
  const both = given(
    takesOver(ana),
    writes(ana, 'one'),
    assigns(ana, ben),
    writes(ben, 'two'),
    assigns(ben, ana),
  )
  both.when(writes(ana, 'three', { seenSeq: 2 })).thenRejected({ code: 'stale_view', missed: [4] })
  both.when(writes(ana, 'three', { seenSeq: 4 })).thenHappens('MessageSent')
  const own = both.given(writes(ana, 'three'), writes(ana, 'four'))
  own.when(writes(ana, 'five', { seenSeq: 4 })).thenHappens('MessageSent')
  own.when(writes(ana, 'five', { seenSeq: 3 })).thenRejected({ code: 'stale_view', missed: [4] })
  own
    .given(assigns(ana, ben))
    .when(writes(ben, 'six', { seenSeq: 6 }))
    .thenRejected({ code: 'stale_view', missed: [7] })
})

test('[OW6] of three people’s messages the latest of the others counts', () => {
  const three = given(
    writes(ben, 'one'),
    assigns(ben, lea),
    writes(lea, 'two'),
    assigns(lea, ana),
    writes(ana, 'three'),
  )
  three.when(writes(ana, 'x', { seenSeq: 3 })).thenRejected({ code: 'stale_view', missed: [4] })
  three.when(writes(ana, 'x', { seenSeq: 4 })).thenHappens('MessageSent')
})

test('[OW6] the bot’s words, notes and statuses make no view stale', () => {
  given(says('hi'), answers(['Hello!']), { type: 'AddNote', actor: ben, text: 'VIP', mentions: [] })
    .when(writes(ana, 'Hi', { seenSeq: 1 }))
    .thenHappens('TakenOver', 'MessageSent')
})

test('[OW6] without seenSeq nothing is checked; one from the future is refused', () => {
  given(says('hi'), says('more')).when(writes(ana, 'Hi')).thenHappens('TakenOver', 'MessageSent')
  given(says('hi'))
    .when(writes(ana, 'Hi', { seenSeq: 2 }))
    .thenRejected({ code: 'cursor_ahead', seq: 1 })
    .when(writes(ana, 'Hi', { seenSeq: 1 }))
    .thenHappens('TakenOver', 'MessageSent')
})

test('[OW6] what an earlier episode said is still a message that was missed', () => {
  given(takesOver(ana), writes(ana, 'Bye'), resolves(ana))
    .when(writes(ben, 'Hi', { seenSeq: 0 }))
    .thenRejected({ code: 'stale_view', missed: [2] })
})
