import { expect, test } from 'vitest'
import {
  answers,
  answersTurn,
  asks,
  assigns,
  assignsTeam,
  dismisses,
  fails,
  handsOff,
  rings,
  says,
  takesOver,
  tokensOf,
} from '../testing/commands.ts'
import { given, pause, under } from '../testing/given.ts'
import { ana, ben, billing, bot, customer, founding, platform, ref } from '../testing/people.ts'
import { freshMemory } from './turn.ts'

const held = { ...freshMemory, position: 'wait', wake: { id: 'w1', at: '2026-03-02T09:10:00.000Z' } }

test('[RQ1] a new conversation is active, and its first message opens a turn', () => {
  given()
    .when(says('hi'))
    .thenHappens(['MessageReceived', { text: 'hi', turn: { cause: 'message', joins: false } }])
    .withState({ epoch: 0, control: { state: 'active' } })
})

test('[RQ1] a message never takes control from a person', () => {
  given(takesOver(ana))
    .when(says('hello?'))
    .thenHappens(['MessageReceived', { turn: null }])
    .withState({ epoch: 1, control: { state: 'intervened', owner: ref(ana) } })
})

test('[RQ1] a message while requesting leaves the request as it is', () => {
  given(asks())
    .when(says('still here'))
    .thenHappens('MessageReceived')
    .withState({ control: { state: 'requesting' } })
})

test('[RQ2] the customer asks for a person: who, why and when are kept', () => {
  given()
    .when(asks('human!', 'high'))
    .thenHappens([
      'HumanRequested',
      { first: true, priority: 'high', reason: { cause: 'customer_asked', text: 'human!', by: customer } },
    ])
    .withState({
      epoch: 0,
      control: {
        state: 'requesting',
        request: { since: '2026-03-02T09:00:01.000Z', reasons: [{ cause: 'customer_asked', by: customer }] },
      },
    })
})

test('[RQ2] the bot hands off: the turn ends before the request begins', () => {
  given(says('refund'))
    .when(handsOff('refund', ['One moment.'], 'urgent'))
    .thenHappens(
      ['MessageSent', { from: 'bot', text: 'One moment.' }],
      ['TurnEnded', { outcome: 'handed_off' }],
      [
        'HumanRequested',
        { endsTurn: null, summary: 'wants a refund', reason: { cause: 'bot_handed_off', by: bot } },
      ],
    )
    .withState({ control: { state: 'requesting', turn: null } })
})

test('[RQ2] an agent, a rule and the platform may ask, too', () => {
  given()
    .when(rings(ana, billing))
    .thenHappens(['HumanRequested', { teamId: billing, reason: { by: ref(ana) } }])
  given()
    .when({ ...asks(), actor: platform, cause: 'rule' })
    .thenHappens(['HumanRequested', { reason: { cause: 'rule', by: platform } }])
})

test('[RQ2] the asker’s role is not kept with the reason', () => {
  const { log } = given().when(rings(ana))
  expect(log[0]?.actor).toEqual({ kind: 'agent', id: ana.id, name: 'Ana' })
})

test('[RQ2] nobody asks for a person where one speaks: not the customer, not an agent', () => {
  given(takesOver(ana))
    .when(asks())
    .thenRejected({ code: 'already_held', owner: ref(ana) })
  given(takesOver(ana))
    .when(rings(ben))
    .thenRejected({ code: 'already_held', owner: ref(ana) })
})

test('[RQ2] assigning an active conversation to a team asks for a person there', () => {
  given()
    .when(assignsTeam(ana, billing))
    .thenHappens(['HumanRequested', { teamId: billing, reason: { cause: 'agent_asked', by: ref(ana) } }])
    .withState({ teamId: billing, control: { state: 'requesting' } })
})

test('[RQ3] while requesting the bot answers by default, and keeps the turn that it is in', () => {
  given(says('hi'))
    .when(asks())
    .thenHappens(['HumanRequested', { botMay: 'answers', endsTurn: null }])
    .when(answers(['Hello!']))
    .thenHappens('MessageSent', 'TurnEnded')
    .when(says('and?'))
    .thenHappens(['MessageReceived', { turn: { cause: 'message' } }])
})

test('[RQ3] holds: one holding message, the open turn is lost, then silence', () => {
  const holding = under({ whileRequesting: 'holds', holdingText: 'Hold on.' })
  holding
    .given(says('hi'))
    .when(asks())
    .thenHappens(
      ['HumanRequested', { botMay: 'holds', endsTurn: 'turn-1' }],
      ['MessageSent', { from: 'system', purpose: 'holding', text: 'Hold on.' }],
    )
    .owes('reads_log', { type: 'DropTurn' })
    .when(answersTurn(0, ['Hello!']))
    .thenRejected({ code: 'turn_superseded' })
    .when(asks('again'))
    .thenHappens(['HumanRequested', { first: false, botMay: 'holds' }])
    .when(says('anyone?'))
    .thenHappens(['MessageReceived', { turn: null }])
})

test('[RQ3] holds without a text says nothing', () => {
  under({ whileRequesting: 'holds', holdingText: '' }).when(asks()).thenHappens('HumanRequested')
})

test('[RQ3] a bot that hands off while holding has said its words before', () => {
  under({ whileRequesting: 'holds' })
    .given(says('refund'))
    .when(handsOff('refund', ['One moment.']))
    .thenHappens('MessageSent', 'TurnEnded', 'HumanRequested', ['MessageSent', { purpose: 'holding' }])
})

test('[RQ3] silent: no holding message, no turn', () => {
  under({ whileRequesting: 'silent' })
    .given(says('hi'))
    .when(asks())
    .thenHappens(['HumanRequested', { botMay: 'silent', endsTurn: 'turn-1' }])
    .when(says('anyone?'))
    .thenHappens(['MessageReceived', { turn: null }])
})

test('[RQ3] a setting that changes later does not change the request that is open', () => {
  under({ whileRequesting: 'silent' })
    .given(asks())
    .when(says('hm'))
    .under({ whileRequesting: 'answers' })
    .when(asks('again'))
    .thenHappens(['HumanRequested', { botMay: 'silent' }])
})

test('[RQ4] a further request adds its reason and raises the priority; the clock stands', () => {
  given(asks('first', 'high'), pause(60_000))
    .when(asks('second', 'low'))
    .thenHappens(['HumanRequested', { first: false, waitingSince: '2026-03-02T09:00:01.000Z' }])
    .withState({
      control: {
        request: {
          since: '2026-03-02T09:00:01.000Z',
          priority: 'high',
          reasons: [{ text: 'first' }, { text: 'second' }],
        },
      },
    })
    .when(asks('third', 'urgent'))
    .withState({ control: { request: { priority: 'urgent' } } })
})

test('[RQ4] a bot’s hand-off while requesting is a further reason', () => {
  given(asks(), says('hello'))
    .when(handsOff('refund'))
    .thenHappens('TurnEnded', ['HumanRequested', { first: false, waitingSince: '2026-03-02T09:00:01.000Z' }])
    .withState({ control: { request: { summary: 'wants a refund', reasons: [{}, {}] } } })
})

test('[RQ4] reasons are kept up to their limit, the latest ones', () => {
  const many = Array.from({ length: 25 }, (_, n) => asks(`reason ${n}`))
  const { control } = given(...many).state
  expect(control.state === 'requesting' && control.request.reasons.map(reason => reason.text).at(0)).toBe(
    'reason 5',
  )
})

test('[RQ4] no queue place moves when a team is asked for twice', () => {
  given(rings(ana, billing)).when(assignsTeam(ben, billing)).thenNothing()
})

test('[RQ5] an agent dismisses a request, with a reason: active again', () => {
  given(asks())
    .when(dismisses(ana, 'a test'))
    .thenHappens(['RequestDismissed', { reason: 'a test' }, { actor: ref(ana) }])
    .withState({ epoch: 0, control: { state: 'active' } })
})

test('[RQ5] the bot’s running turn outlives a dismissal', () => {
  given(says('hi'), asks(), dismisses(ana))
    .when(answers(['Hello!']))
    .thenHappens('MessageSent', 'TurnEnded')
})

test('[RQ5] the customer’s "never mind" through the bot withdraws the request', () => {
  given(asks(), says('never mind'))
    .when(answers(['All right.'], { withdraw: { reason: 'never mind' } }))
    .thenHappens('MessageSent', 'TurnEnded', ['RequestDismissed', { reason: 'never mind' }, { actor: bot }])
    .withState({ control: { state: 'active' } })
})

test('[RQ5] a withdrawal within a turn that goes on counts at once', () => {
  given(asks(), says('never mind'))
    .when(answers(['All right.'], { withdraw: { reason: 'never mind' }, ends: false }))
    .thenHappens('MessageSent', 'RequestDismissed')
    .when(answers(['Anything else?']))
    .thenHappens('MessageSent', 'TurnEnded')
})

test('[RQ5] a withdrawal without a request withdraws nothing', () => {
  given(says('never mind'))
    .when(answers([], { withdraw: { reason: '' } }))
    .thenHappens('TurnEnded')
})

test('[RQ5] a bot that was held is given the word again at the dismissal', () => {
  under({ whileRequesting: 'holds' })
    .given(says('hi'), answers(['Your order number?']), asks())
    .when(dismisses(ana))
    .thenHappens('RequestDismissed', ['BotResumed', { resume: 'continue', turn: { cause: 'resumed' } }])
})

test('[RQ5] without a request there is nothing to dismiss', () => {
  given().when(dismisses(ana)).thenRejected({ code: 'not_requesting' })
  given(asks(), takesOver(ana)).when(dismisses(ana)).thenRejected({ code: 'not_requesting' })
})

test('[HB3] a pause that runs is kept while the bot is held, and counts again at the dismissal', () => {
  under({ whileRequesting: 'silent' })
    .given(says('hi'), answers(['A moment.'], { memory: held }), asks())
    .when(dismisses(ana))
    .owes('reads_log', { type: 'Remind', key: 'wake' }, { type: 'RunTurn' }, { type: 'Remind', key: 'wake' })
})

test('[BT3] a bot without success is given up at the limit, however often the customer writes', () => {
  given(says('one'), fails(), says('two'), fails(), says('three'))
    .when(fails('http 500'))
    .thenHappens(
      ['TurnEnded', { outcome: 'failed' }],
      ['HumanRequested', { priority: 'high', reason: { cause: 'bot_failed', text: 'http 500', by: bot } }],
    )
})

test('[HB3] a channel without a bot lists the conversation, or asks for a person at the next message', () => {
  const nobody = { ...founding, botId: null }
  under({}, nobody)
    .when(says('hi'))
    .thenHappens(['MessageReceived', { turn: null }])
    .withState({ control: { state: 'active' } })
  under({ withoutBot: 'requests' }, nobody)
    .when(says('hi'))
    .thenHappens('MessageReceived', ['HumanRequested', { reason: { cause: 'no_bot', by: platform } }])
    .when(says('hello?'))
    .thenHappens('MessageReceived')
})

test('[OW2] a waiting conversation is given to a person by Assign, which is a takeover for them', () => {
  const { log } = given(asks()).when(assigns(ana, ref(ben)))
  expect(tokensOf(log)).toEqual([])
  expect(log.at(-1)).toMatchObject({
    type: 'TakenOver',
    actor: ref(ana),
    data: { owner: ref(ben), from: 'requesting' },
  })
})
