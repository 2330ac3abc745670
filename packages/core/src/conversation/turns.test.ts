import { expect, test } from 'vitest'
import type { TurnId } from '../ids.ts'
import {
  answers,
  answersTurn,
  asks,
  byMachine,
  defers,
  fails,
  handsOff,
  interrupts,
  permits,
  resolves,
  says,
  sendsBot,
  takesOver,
  tokensOf,
  wakes,
} from '../testing/commands.ts'
import { given, pause, under } from '../testing/given.ts'
import { ana, bot, founding, otherBotId } from '../testing/people.ts'
import { openTurn } from './state.ts'
import { freshMemory, inputsKept } from './turn.ts'

const pausing = { position: 'wait', variables: {}, wake: { id: 'w1', at: '2026-03-02T09:00:10.000Z' } }
const inputTexts = (state: Parameters<typeof openTurn>[0]) => openTurn(state)?.input.map(input => input.text)

test('[BT1] a message opens a turn that is bound to conversation and epoch', () => {
  const { state, log } = given().when(says('hi')).owes('reads_log', { type: 'RunTurn' })
  expect(tokensOf(log)).toEqual([{ turnId: 'turn-1', epoch: 0 }])
  expect(openTurn(state.control)).toMatchObject({ id: 'turn-1', epoch: 0, cause: 'message', failures: 0 })
})

test('[BT1] no turn opens where no bot is or may answer', () => {
  under({}, { ...founding, botId: null })
    .when(says('hi'))
    .thenHappens(['MessageReceived', { turn: null }])
  given(takesOver(ana))
    .when(says('hi'))
    .thenHappens(['MessageReceived', { turn: null }])
  under({ whileRequesting: 'silent' })
    .given(asks())
    .when(says('hi'))
    .thenHappens(['MessageReceived', { turn: null }])
})

test('[BT1] what a machine wrote is kept, and neither a bot nor a person has to answer it', () => {
  const automatic = byMachine(says('I am away until Monday'))
  given()
    .when(automatic)
    .thenHappens(['MessageReceived', { turn: null }])
  under({ withoutBot: 'requests' }, { ...founding, botId: null })
    .when(automatic)
    .thenHappens('MessageReceived')
  under({ withoutBot: 'requests' }, { ...founding, botId: null })
    .when(says('hi'))
    .thenHappens('MessageReceived', 'HumanRequested')
})

test('[BT1] a message within the settling time joins the turn, which keeps its time', () => {
  const { state } = under({ settleMs: 2_500 })
    .given(says('one'))
    .when(says('two'))
    .thenHappens(['MessageReceived', { turn: { turnId: 'turn-1', joins: true, supersedes: null } }])
    .owes('reads_log')
    .when(says('three'))
    .thenHappens(['MessageReceived', { turn: { joins: true, settlesAt: '2026-03-02T09:00:03.500Z' } }])
  expect(inputTexts(state.control)).toEqual(['one', 'two', 'three'])
})

test('[BT1] a later one supersedes it, and carries its words over', () => {
  const later = under({ settleMs: 500 })
    .given(says('one'))
    .when(says('two'))
    .thenHappens(['MessageReceived', { turn: { turnId: 'turn-2', joins: false, supersedes: 'turn-1' } }])
    .owes('reads_log', { type: 'DropTurn' }, { type: 'RunTurn', dueAt: '2026-03-02T09:00:02.500Z' })
  expect(inputTexts(later.state.control)).toEqual(['one', 'two'])
  later.when(answersTurn(0, ['Hi'])).thenRejected({ code: 'turn_superseded' })
  later.when(answersTurn(1, ['Hi'])).thenHappens('MessageSent', 'TurnEnded')
})

test('[BT1] a message at the very end of the settling time supersedes', () => {
  under({ settleMs: 1_000 })
    .given(says('one'))
    .when(says('two'))
    .thenHappens(['MessageReceived', { turn: { supersedes: 'turn-1' } }])
})

test('[BT1] the input holds what was said since the last turn that ended', () => {
  const { state } = given(says('one'), says('two'), answers(['Hi'])).when(says('three'))
  expect(inputTexts(state.control)).toEqual(['three'])
})

test('[BT1] the input is kept up to its limit, the latest words', () => {
  const many = Array.from({ length: inputsKept + 5 }, (_, n) => says(`word ${n}`))
  expect(inputTexts(given(...many).state.control)?.at(0)).toBe('word 5')
})

test('[BT1] a turn may answer in parts, under one token', () => {
  given(says('hi'))
    .when(answers(['one'], { ends: false }))
    .thenHappens(['MessageSent', { turnId: 'turn-1', from: 'bot' }, { actor: bot }])
    .when(answers(['two', 'three']))
    .thenHappens('MessageSent', 'MessageSent', ['TurnEnded', { outcome: 'answered' }])
})

test('[BT1] no message at all is a legal answer; what the bot keeps comes with the end', () => {
  given(says('hi'))
    .when(answers([], { memory: pausing }))
    .thenHappens(['TurnEnded', { memory: pausing }])
    .owes('reads_log', { type: 'DropTurn' }, { type: 'Remind', key: 'wake', dueAt: pausing.wake.at })
    .withState({ memory: pausing, control: { turn: null } })
})

test('[BT1] an answer after the end of its turn is refused', () => {
  given(says('hi'), answers(['Hi']))
    .when(answersTurn(0, ['Hi']))
    .thenRejected({ code: 'turn_superseded' })
})

test('[BT1] a hand-off ends the turn, whatever `ends` says, and goes before a withdrawal', () => {
  given(says('hi')).when(handsOff('refund')).thenHappens('TurnEnded', 'HumanRequested')
  const handoff = { reason: 'refund', summary: null, priority: 'normal' } as const
  given(says('hi'))
    .when(answers([], { handoff, ends: false, withdraw: { reason: '' } }))
    .thenHappens(['TurnEnded', { outcome: 'handed_off' }], 'HumanRequested')
})

test('[BT1] a pause that is over opens a turn; one that is early, or of another time, does not', () => {
  const waiting = given(says('hi'), answers(['A moment.'], { memory: pausing }))
  waiting.when(wakes('w1')).thenRejected({ code: 'not_due' })
  waiting.given(pause(10_000)).when(wakes('w0')).thenRejected({ code: 'bot_not_speaking' })
  waiting
    .given(pause(10_000))
    .when(wakes('w1'))
    .thenHappens(['TurnOpened', { turn: { cause: 'wake' } }])
    .owes('reads_log', { type: 'RunTurn' })
    .when(wakes('w1'))
    .thenRejected({ code: 'bot_not_speaking' })
})

test('[BT1] a pause does not cut off the turn that runs, and is set again when that one ends', () => {
  given(says('hi'), answers(['A moment.'], { memory: pausing }), says('hello?'), pause(10_000))
    .when(wakes('w1'))
    .thenRejected({ code: 'bot_not_speaking' })
    .when(answers(['Patience.']))
    .owes('reads_log', { type: 'DropTurn' }, { type: 'Remind', key: 'wake', dueAt: pausing.wake.at })
})

test('[BT1] a message while a wake-up runs takes the wake-up with it', () => {
  given(says('hi'), answers([], { memory: pausing }), pause(10_000), wakes('w1'))
    .when(says('hello?'))
    .thenHappens(['MessageReceived', { turn: { cause: 'wake', supersedes: 'turn-3' } }])
})

test('[BT2] every way of using a stale token gives turn_superseded', () => {
  const stale = given(says('one'), says('two'))
  const token = { turnId: tokensOf(stale.when(says('x')).log)[0]?.turnId, epoch: 0 }
  expect(token.turnId).toBe('turn-1')
  stale.when(answersTurn(0, ['Hi'])).thenRejected({ code: 'turn_superseded' })
  stale.when(answersTurn(0, [], { ends: false })).thenRejected({ code: 'turn_superseded' })
  stale.given(takesOver(ana)).when(permits('refund')).thenRejected({ code: 'turn_superseded' })
  stale.given(takesOver(ana)).when(fails()).thenRejected({ code: 'turn_superseded' })
})

test('[BT2] what a visitor read of a stream that was cut is a MessageInterrupted, never a message', () => {
  given(says('hi'), takesOver(ana))
    .when(interrupts('turn-1', 'Hello, I ca'))
    .thenHappens(['MessageInterrupted', { turnId: 'turn-1', text: 'Hello, I ca' }])
    .owes('by_outbox')
    .withState({ lastAgent: null, control: { state: 'intervened' } })
})

test('[BT2] whoever takes over drops the run that is under way', () => {
  given(says('hi'))
    .when(takesOver(ana))
    .owes('by_outbox', { type: 'DropTurn', turnId: 'turn-1' as TurnId })
})

test('[BT3] a failure is tried again after a pause that doubles; one blip never ejects the bot', () => {
  given(says('hi'))
    .when(fails('timeout'))
    .thenHappens(['TurnFailed', { failures: 1, problem: 'timeout', retryAt: '2026-03-02T09:00:04.000Z' }])
    .owes('reads_log', { type: 'RunTurn', dueAt: '2026-03-02T09:00:04.000Z' })
    .withState({ control: { state: 'active', turn: { id: 'turn-1', failures: 1 } } })
    .when(fails('timeout'))
    .thenHappens(['TurnFailed', { failures: 2, retryAt: '2026-03-02T09:00:07.000Z' }])
    .when(answers(['Here I am']))
    .thenHappens('MessageSent', 'TurnEnded')
    .when(says('thanks'))
    .withState({ control: { turn: { failures: 0 } } })
})

test('[BT3] after the limit a person is wanted, and what the bot kept is kept', () => {
  const memory = { ...freshMemory, position: 'menu' }
  under({ turnAttempts: 2 })
    .given(says('hi'), answers(['Menu'], { memory }), says('1'), fails())
    .when(fails('http 500'))
    .thenHappens(
      ['TurnEnded', { outcome: 'failed', memory }],
      ['HumanRequested', { reason: { cause: 'bot_failed' } }],
    )
    .withState({ memory, control: { state: 'requesting', turn: null } })
})

test('[BT3] a limit of one asks for a person at once, with the holding message of the channel', () => {
  under({ turnAttempts: 1, whileRequesting: 'holds' })
    .given(says('hi'))
    .when(fails())
    .thenHappens('TurnEnded', 'HumanRequested', ['MessageSent', { purpose: 'holding' }])
})

test('[BT3] the pause between tries has a limit, however patient the setting', () => {
  under({ turnAttempts: 2_000, turnRetryMs: 1_000_000_000 })
    .given(says('hi'))
    .when(fails())
    .thenHappens(['TurnFailed', { retryAt: '2026-03-02T09:05:02.000Z' }])
})

test('[BT3] a failure of a turn that is over counts for nothing', () => {
  given(says('hi'), answers(['Hi']))
    .when(fails())
    .thenRejected({ code: 'turn_superseded' })
})

test('[BT1] an answer may come later: the turn stays open, and is tried again when its time is over', () => {
  const until = '2026-03-02T09:01:00.000Z'
  given(says('hi'))
    .when(defers(until))
    .thenHappens(['TurnDeferred', { until, heardThrough: 1 }])
    .owes('reads_log', { type: 'RunTurn', dueAt: until })
    .when(answers(['Here'], { ends: false, clientId: 'a' }))
    .thenHappens('MessageSent')
    .when(answers(['Done'], { clientId: 'b' }))
    .thenHappens('MessageSent', ['TurnEnded', { heardThrough: 1 }])
})

test('[BT1] [DL3] each part of an answer counts once under the bot’s own id, another text is refused', () => {
  given(says('hi'), answers(['Here'], { ends: false, clientId: 'a' }))
    .when(answers(['Here'], { ends: false, clientId: 'a' }))
    .thenNothing(2)
    .when(answers(['There'], { ends: false, clientId: 'a' }))
    .thenRejected({ code: 'client_id_reused', seq: 2 })
  given(says('hi'), answers([], { clientId: 'a' }))
    .when(answersTurn(0, [], { clientId: 'a' }))
    .thenNothing(2)
})

test('[BT1] a turn that is over cannot be put off', () => {
  given(says('hi'), takesOver(ana))
    .when(defers('2026-03-02T09:01:00.000Z'))
    .thenRejected({ code: 'turn_superseded' })
})

test('[BT2] a bot is told of what was cut off, and of who has control', () => {
  given(says('hi')).when(takesOver(ana)).tellsBot('turn.cancelled', 'control.taken')
  given(says('hi'), answers(['Hello']))
    .when(takesOver(ana))
    .tellsBot('control.taken')
  given(takesOver(ana)).when(resolves(ana)).tellsBot('control.returned')
  given(says('hi')).when(says('and')).tellsBot('turn.cancelled')
  given(says('hi'))
    .when(answers(['Hello']))
    .tellsBot()
  given(says('hi')).when(sendsBot(ana, otherBotId)).tellsBot('turn.cancelled')
})
