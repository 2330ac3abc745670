import { expect, test } from 'vitest'
import type { TurnId } from '../ids.ts'
import {
  answers,
  answersTurn,
  asks,
  assigns,
  cancels,
  claims,
  dismisses,
  fails,
  openToken,
  permits,
  resolves,
  returns,
  says,
  sendsBot,
  takesOver,
  wakes,
  writes,
} from '../testing/commands.ts'
import { given, stepMs, under } from '../testing/given.ts'
import { ana, ben, bot, lea, otherBotId, ref } from '../testing/people.ts'
import { currentTurn } from './decide/turns.ts'
import type { EventType } from './event.ts'
import { growsEpoch } from './event.ts'
import { freshMemory } from './turn.ts'

const memory = { position: 'ask-email', variables: { name: 'Carla' }, wake: null }

test('[TK1] an agent intervenes from active', () => {
  given(says('hi'))
    .when(takesOver(ana))
    .thenHappens([
      'TakenOver',
      { owner: ref(ana), from: 'active', via: 'console', waitedMs: null, endsTurn: 'turn-1' },
    ])
    .owes('reads_log', { type: 'DropTurn' })
    .withState({ epoch: 1, control: { state: 'intervened', owner: ref(ana), request: null } })
})

test('[TK1] an agent intervenes from requesting, and it is kept how long the customer waited', () => {
  given(asks())
    .when(takesOver(ana))
    .thenHappens(['TakenOver', { from: 'requesting', waitedMs: stepMs }])
    .withState({
      control: { state: 'intervened', request: { since: '2026-03-02T09:00:01.000Z' }, episodeSeq: 1 },
    })
})

test('[TK1] of two clicks one wins, and the other gets the winner’s name', () => {
  given(takesOver(ana))
    .when(takesOver(ben))
    .thenRejected({ code: 'already_held', owner: ref(ana) })
  given(takesOver(ana))
    .when(takesOver(lea))
    .thenRejected({ code: 'already_held', owner: ref(ana) })
})

test('[TK1] the winner’s repeated click succeeds and changes nothing', () => {
  given(takesOver(ana)).when(takesOver(ana)).thenNothing()
  given(takesOver(ana)).when(takesOver(ana, true)).thenNothing()
})

test('[TK2] from the takeover on no answer of an earlier turn is accepted', () => {
  given(says('hi'), takesOver(ana))
    .when(answersTurn(0, ['Hello!']))
    .thenRejected({ code: 'turn_superseded' })
})

test('[TK2] take-over-and-return does not let an old turn through', () => {
  under({ whileReturned: 'answers' })
    .given(says('hi'), takesOver(ana), returns(ana), says('hello?'))
    .when(answersTurn(0, ['Hello!']))
    .thenRejected({ code: 'turn_superseded' })
    .when(answersTurn(1, ['Hello!']))
    .thenHappens('MessageSent', 'TurnEnded')
})

test('[TK2] take-over-and-cancel, then an old token: refused', () => {
  given(says('hi'), takesOver(ana), cancels(ana))
    .when(answersTurn(0, ['Hi']))
    .thenRejected({ code: 'turn_superseded' })
})

test('[TK2] a token counts only while its epoch and its turn are both in force', () => {
  const open = given(says('hi'), takesOver(ana), cancels(ana), says('again')).state
  expect(currentTurn(open, openToken(open))).toMatchObject({ id: 'turn-4', epoch: 2 })
  expect(currentTurn(open, { turnId: openToken(open).turnId, epoch: 0 })).toBeNull()
  expect(currentTurn({ ...open, epoch: 3 }, { ...openToken(open), epoch: 2 })).toBeNull()
  expect(currentTurn(open, { turnId: 'turn-1' as TurnId, epoch: 2 })).toBeNull()
})

test('[TK2] the epoch grows at five events, carries the epoch after it, and at no other', () => {
  const five: readonly EventType[] = [
    'TakenOver',
    'ReturnedToQueue',
    'TakeoverCancelled',
    'Resolved',
    'BotChanged',
  ]
  for (const type of five) expect(growsEpoch(type)).toBe(true)
  const { log } = given(
    says('hi'),
    asks(),
    takesOver(ana),
    assigns(ana, ben),
    returns(ben),
    dismisses(ana),
    takesOver(ana),
    cancels(ana),
    takesOver(ana),
    resolves(ana),
  ).when(sendsBot(ana, otherBotId))
  let epoch = 0
  for (const event of log) {
    if (five.includes(event.type)) epoch += 1
    expect(event.epoch).toBe(epoch)
  }
  expect(epoch).toBe(7)
})

test('[TK3] the first fence: neither answers, failures nor permits of an old turn pass', () => {
  const taken = given(says('hi'), takesOver(ana))
  taken.when(fails()).thenRejected({ code: 'turn_superseded' })
  taken.when(permits('refund')).thenRejected({ code: 'turn_superseded' })
})

test('[TK3] the second fence: what a bot wrote in an earlier epoch is withheld at the claim', () => {
  const said = given(says('hi'), answers(['Hello!']))
  said.when(claims(2, 0)).thenHappens(['DeliveryChanged', { messageSeq: 2, status: 'sending' }])
  said
    .given(takesOver(ana))
    .when(claims(2, 0))
    .thenHappens(['MessageWithheld', { messageSeq: 2, reason: 'control_changed' }])
  said.given(takesOver(ana), cancels(ana)).when(claims(2, 0)).thenHappens('MessageWithheld')
})

test('[TK3] a person’s and the platform’s words are not fenced, a claim of nothing is refused', () => {
  const taken = given(takesOver(ana), writes(ana, 'Hi'), resolves(ana))
  taken.when(claims(2, 1, 'agent')).thenHappens(['DeliveryChanged', { status: 'sending' }])
  taken.when(claims(2, 1, 'system')).thenHappens(['DeliveryChanged', { status: 'sending' }])
  taken.when(claims(99, 2)).thenRejected({ code: 'no_such_message' })
})

test('[TK3] each message of the bot is owed under the epoch in which it was written', () => {
  given(says('hi'), takesOver(ana), cancels(ana), says('hi'))
    .when(answers(['one', 'two']))
    .owes(
      'by_outbox',
      { type: 'Deliver', messageSeq: 5, from: 'bot', epoch: 2 },
      { type: 'Deliver', messageSeq: 6, from: 'bot', epoch: 2 },
      { type: 'DropTurn' },
    )
})

test('[TK3] the third fence: a permit is granted to the open turn, and logged', () => {
  given(says('hi'))
    .when(permits('refund'))
    .thenHappens(['PermitGranted', { action: 'refund', turnId: 'turn-1' }])
  given(says('hi'), answers(['Done']))
    .when(permits('refund'))
    .thenRejected({ code: 'turn_superseded' })
})

test('[TK4] a reply on the bot’s conversation takes over and sends, in one decision', () => {
  given(says('hi'))
    .when(writes(ana, 'I am here', { via: 'slack' }))
    .thenHappens(
      ['TakenOver', { owner: ref(ana), via: 'slack', endsTurn: 'turn-1' }],
      ['MessageSent', { from: 'agent' }],
    )
    .withState({ control: { state: 'intervened', owner: ref(ana) } })
})

test('[TK4] the owner’s next message only sends', () => {
  given(writes(ana, 'I am here')).when(writes(ana, 'Still')).thenHappens('MessageSent')
})

test('[TK5] every change of control is an event with who, when and why', () => {
  const { log } = given(
    asks(),
    takesOver(ana),
    assigns(ana, ben),
    returns(ben, 'lunch'),
    takesOver(lea),
  ).when(resolves(lea, { topic: 'Other', outcome: 'Resolved' }))
  const changes = log.filter(event => event.type !== 'MessageSent')
  expect(changes.map(event => event.type)).toEqual([
    'HumanRequested',
    'TakenOver',
    'OwnerChanged',
    'ReturnedToQueue',
    'TakenOver',
    'Resolved',
    'BotResumed',
  ])
  expect(changes.every(event => event.actor.kind !== undefined && event.at.endsWith('Z'))).toBe(true)
  expect(changes[0]).toMatchObject({ data: { reason: { text: 'a person, please' } } })
  expect(changes[1]).toMatchObject({ actor: ref(ana), data: { from: 'requesting', via: 'console' } })
  expect(changes[2]).toMatchObject({ actor: ref(ana), data: { owner: ref(ben), previousOwner: ref(ana) } })
  expect(changes[3]).toMatchObject({ actor: ref(ben), data: { reason: 'lunch' } })
  expect(changes[5]).toMatchObject({ actor: ref(lea), data: { topic: 'Other', how: 'agent' } })
  expect(changes[6]).toMatchObject({ data: { botId: bot.id, resume: 'continue' } })
})

test('[TK6] a cancelled bot forgets at once where it stood', () => {
  given(says('hi'), answers(['Email?'], { memory }))
    .when(takesOver(ana, true))
    .thenHappens(['TakenOver', { cancelBot: true }])
    .withState({ memory: freshMemory, control: { botCancelled: true } })
})

test('[TK6] a takeover that does not cancel keeps where the bot stood', () => {
  given(says('hi'), answers(['Email?'], { memory }))
    .when(takesOver(ana))
    .withState({ memory })
})

test('[TK6] a cancelled bot stays silent in the queue', () => {
  under({ whileReturned: 'answers' })
    .given(takesOver(ana, true))
    .when(returns(ana))
    .thenHappens(['ReturnedToQueue', { botMay: 'silent' }])
    .when(says('hi'))
    .thenHappens(['MessageReceived', { turn: null }])
})

test('[TK6] it starts afresh at the hand-back, and after a cancelled takeover', () => {
  given(takesOver(ana, true))
    .when(resolves(ana))
    .thenHappens('Resolved', ['BotResumed', { resume: 'restart' }])
  given(takesOver(ana, true))
    .when(resolves(ana, { botResume: { at: 'menu' } }))
    .thenHappens('Resolved', ['BotResumed', { resume: { at: 'menu' } }])
  given(takesOver(ana, true))
    .when(cancels(ana))
    .withState({ memory: freshMemory, control: { state: 'active' } })
})

test('[TK6] it cannot be undone by a second takeover of the same episode', () => {
  const again = given(takesOver(ana, true), returns(ana), takesOver(ben, false))
  again.when(returns(ben)).thenHappens(['ReturnedToQueue', { botMay: 'silent' }])
  again.when(resolves(ben)).thenHappens('Resolved', ['BotResumed', { resume: 'restart' }])
})

test('[TK6] a dismissal in the queue starts the cancelled bot afresh', () => {
  given(takesOver(ana, true), returns(ana))
    .when(dismisses(ana))
    .thenHappens('RequestDismissed', ['BotResumed', { resume: 'restart' }])
})

test('[TK6] the next episode knows nothing of it', () => {
  given(takesOver(ana, true), resolves(ana), asks(), takesOver(ben))
    .when(resolves(ben))
    .thenHappens('Resolved', ['BotResumed', { resume: 'continue' }])
})

test('[TK6] a channel can make it the default, and an agent decide against it', () => {
  const cancelling = under({ cancelBotByDefault: true })
  cancelling.when(takesOver(ana)).thenHappens(['TakenOver', { cancelBot: true }])
  cancelling.when(takesOver(ana, false)).thenHappens(['TakenOver', { cancelBot: false }])
  cancelling.when(writes(ana, 'Hi')).thenHappens(['TakenOver', { cancelBot: true }], 'MessageSent')
})

test('[TK6] a pause of the cancelled bot never wakes it', () => {
  const pausing = { ...memory, wake: { id: 'w1', at: '2026-03-02T09:00:03.000Z' } }
  given(says('hi'), answers(['A moment.'], { memory: pausing }), takesOver(ana, true), cancels(ana))
    .when(wakes('w1'))
    .thenRejected({ code: 'bot_not_speaking' })
})

test('[TK7] a locked composer wants Intervene first, from the API and Slack as well', () => {
  const locked = under({ composerWhileBot: 'locked' })
  for (const via of ['console', 'api', 'slack'] as const) {
    locked.when(writes(ana, 'Hi', { via })).thenRejected({ code: 'intervene_first' })
  }
  locked.given(takesOver(ana)).when(writes(ana, 'Hi')).thenHappens('MessageSent')
})

test('[TK7] echoes of the phone app always take over', () => {
  under({ composerWhileBot: 'locked' })
    .given(says('hi'))
    .when(writes(ana, 'Hi', { via: 'phone' }))
    .thenHappens(['TakenOver', { via: 'phone' }], 'MessageSent')
})

test('[TK7] an echo on a colleague’s conversation is recorded, and the owner stays', () => {
  given(takesOver(ana), says('hi'))
    .when(writes(ben, 'Hi', { via: 'phone', seenSeq: 0 }))
    .thenHappens(['MessageSent', { from: 'agent' }, { actor: ref(ben) }])
    .withState({ control: { owner: ref(ana) } })
})

test('[TK8] the customer is told, once, at takeover and at hand-back', () => {
  const telling = under({
    announceTakeover: 'You are talking to {agent}.',
    announceHandBack: '{agent} left.',
  })
  telling
    .when(takesOver(ana))
    .thenHappens('TakenOver', [
      'MessageSent',
      { from: 'system', purpose: 'announcement', text: 'You are talking to Ana.' },
    ])
    .when(takesOver(ana))
    .thenNothing()
    .when(resolves(ana))
    .thenHappens('Resolved', ['MessageSent', { purpose: 'announcement', text: 'Ana left.' }], 'BotResumed')
  telling
    .given(takesOver(ana))
    .when(assigns(ana, ben))
    .thenHappens('OwnerChanged', ['MessageSent', { text: 'You are talking to Ben.' }])
  telling
    .given(takesOver(ana))
    .when(cancels(ana))
    .thenHappens('TakeoverCancelled', ['MessageSent', { text: 'Ana left.' }])
  telling
    .given(takesOver(ana))
    .when(sendsBot(ana, otherBotId))
    .thenHappens('BotChanged', ['MessageSent', { text: 'Ana left.' }])
})

test('[TK8] the announcement comes before the words that took over', () => {
  under({ announceTakeover: '{agent} is here.' })
    .when(writes(ana, 'Hi'))
    .thenHappens('TakenOver', ['MessageSent', { from: 'system' }], ['MessageSent', { from: 'agent' }])
})

test('[TK8] off by default, and a name is never read as a pattern', () => {
  given().when(takesOver(ana)).thenHappens('TakenOver')
  under({ announceTakeover: 'Hi, {agent}' })
    .when(takesOver({ ...ana, name: '$& $1' }))
    .thenHappens('TakenOver', ['MessageSent', { text: 'Hi, $& $1' }])
})

test('[OW1] only the owner’s text reaches the customer, a lead’s neither', () => {
  given(takesOver(ana))
    .when(writes(ben, 'Hi'))
    .thenRejected({ code: 'not_owner', owner: ref(ana) })
  given(takesOver(ana))
    .when(writes(lea, 'Hi', { via: 'api' }))
    .thenRejected({ code: 'not_owner', owner: ref(ana) })
})

test('[OW1] a lead takes a held conversation by assigning it to herself; an agent cannot', () => {
  given(takesOver(ana))
    .when(assigns(lea, ref(lea)))
    .thenHappens(['OwnerChanged', { owner: ref(lea) }])
  given(takesOver(ana))
    .when(assigns(ben, ref(ben)))
    .thenRejected({ code: 'not_owner', owner: ref(ana) })
})

test('[OW1] notes, guidance and tags are open to all, and change no control', () => {
  const taken = given(takesOver(ana))
  taken
    .when({ type: 'AddNote', actor: ben, text: 'VIP', mentions: [] })
    .thenHappens(['NoteAdded', { text: 'VIP' }])
  taken
    .when({ type: 'AddNote', actor: ben, text: '@Ana @Lea', mentions: [ana.id, lea.id, ana.id] })
    .thenHappens(['NoteAdded', { text: '@Ana @Lea', mentions: [ana.id, lea.id] }])
  taken.when({ type: 'GiveGuidance', actor: ben, text: 'be kind' }).thenHappens('GuidanceGiven')
  taken
    .when({ type: 'ChangeTags', actor: ben, add: ['vip', 'vip'], remove: ['x'] })
    .thenHappens(['TagsChanged', { added: ['vip'], removed: [], tags: ['vip'] }])
    .when({ type: 'ChangeTags', actor: ben, add: ['vip'], remove: [] })
    .thenNothing()
    .when({ type: 'ChangeTags', actor: ben, add: [], remove: ['vip'] })
    .thenHappens(['TagsChanged', { removed: ['vip'], tags: [] }])
    .withState({ control: { owner: ref(ana) }, epoch: 1 })
})

test('[OW1] the former owner’s text is refused after the owner changed', () => {
  given(takesOver(ana), assigns(ana, ben))
    .when(writes(ana, 'Hi'))
    .thenRejected({ code: 'not_owner', owner: ref(ben) })
})
