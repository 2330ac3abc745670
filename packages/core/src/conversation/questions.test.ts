import { expect, test } from 'vitest'
import {
  answers,
  answersTurn,
  asks,
  asksInVain,
  guides,
  handsOff,
  resolves,
  returns,
  says,
  sendsBot,
  takesOver,
  tellsTeamsAnswer,
} from '../testing/commands.ts'
import { given, under } from '../testing/given.ts'
import { ana, ben, otherBotId } from '../testing/people.ts'
import { openTurn } from './state.ts'

const question = { question: 'May I refund 40 euros?', withinMs: 60_000 }
const asking = answers(['One moment, please.'], { ask: question })
const asked = () => given(says('I want my money back'), asking)

test('[BT5] the bot asks the team one question and keeps control', () => {
  given(says('I want my money back'))
    .when(asking)
    .thenHappens('MessageSent', 'TurnEnded', [
      'QuestionAsked',
      { question: 'May I refund 40 euros?', until: '2026-03-02T09:01:02.000Z' },
    ])
    .withState({ control: { state: 'active', turn: null }, question: { question: 'May I refund 40 euros?' } })
    .owes(
      'reads_log',
      { type: 'DropTurn' },
      { type: 'Remind', key: 'question', dueAt: '2026-03-02T09:01:02.000Z' },
    )
})

test('[BT5] any agent answers without taking over, and the bot goes on with it', () => {
  const { state } = asked()
    .when(tellsTeamsAnswer(ben, 'Yes, up to 50.'))
    .thenHappens([
      'QuestionAnswered',
      { answer: 'Yes, up to 50.', turn: { cause: 'answered' } },
      { actor: { id: ben.id } },
    ])
    .withState({ control: { state: 'active' }, question: null })
    .owes('reads_log', { type: 'RunTurn' })
  expect(openTurn(state.control)).toMatchObject({
    answer: { question: 'May I refund 40 euros?', text: 'Yes, up to 50.' },
    input: [],
  })
})

test('[BT5] when nobody answers in time the bot goes on without', () => {
  asked().when(asksInVain()).thenRejected({ code: 'not_due' })
  const { state } = asked()
    .when(says('Hello?'))
    .after(60_000)
    .when(asksInVain())
    .thenHappens(['QuestionExpired', { turn: { cause: 'answered' } }])
    .withState({ question: null })
  expect(openTurn(state.control)).toMatchObject({ answer: { text: null }, input: [{ text: 'Hello?' }] })
})

test('[BT5] a question is answered once, and another one’s answer is none', () => {
  asked()
    .when(tellsTeamsAnswer(ana, 'Yes', 'message-9-900'))
    .thenRejected({ code: 'no_such_question' })
    .when(tellsTeamsAnswer(ana, 'Yes'))
    .thenHappens('QuestionAnswered')
    .when(tellsTeamsAnswer(ben, 'No'))
    .thenRejected({ code: 'no_such_question' })
    .when(asksInVain('message-2-900'))
    .thenRejected({ code: 'no_such_question' })
})

test('[BT5] what the customer says meanwhile is answered, and the question stays open', () => {
  const { state } = asked()
    .given(says('And hurry'), answers(['I am on it.']))
    .when(tellsTeamsAnswer(ana, 'Yes'))
    .thenHappens(['QuestionAnswered', { turn: { supersedes: null } }])
  expect(openTurn(state.control)?.answer?.text).toBe('Yes')
})

test('[BT5] an answer supersedes the turn that runs, and a message the turn of the answer: nothing is lost', () => {
  const { state } = asked()
    .given(says('And hurry'))
    .when(tellsTeamsAnswer(ana, 'Yes'))
    .thenHappens(['QuestionAnswered', { turn: { supersedes: 'turn-3' } }])
    .tellsBot('turn.cancelled')
    .when(says('Hello?'))
    .thenHappens(['MessageReceived', { turn: { cause: 'answered', supersedes: 'turn-4' } }])
  const turn = openTurn(state.control)
  expect(turn?.input.map(({ text }) => text)).toEqual(['And hurry', 'Hello?'])
  expect(turn?.answer?.text).toBe('Yes')
})

test('[BT5] whoever takes over, or sends another bot, makes it void', () => {
  asked().when(takesOver(ana)).withState({ question: null }).when(tellsTeamsAnswer(ben, 'Yes')).thenRejected({
    code: 'no_such_question',
  })
  asked().when(sendsBot(ana, otherBotId)).withState({ question: null })
})

test('[BT5] [BT6] while the bot may not speak the answer waits for its next turn', () => {
  under({ whileRequesting: 'silent' })
    .given(says('I want my money back'), asking, asks())
    .when(tellsTeamsAnswer(ana, 'Yes'))
    .thenHappens(['QuestionAnswered', { turn: null }])
    .withState({ guidance: [{ text: 'Yes', about: 'May I refund 40 euros?' }] })
})

test('[BT5] there is no question beside a hand-off', () => {
  given(says('hi'))
    .when(answers([], { ask: question, handoff: { reason: 'refund', summary: null, priority: 'normal' } }))
    .thenHappens('TurnEnded', 'HumanRequested')
    .withState({ question: null })
})

test('[BT6] guidance is kept until the bot has heard it', () => {
  const guided = given(says('hi'), guides(ana, 'Offer free shipping'))
  expect(guided.state.guidance).toEqual([{ seq: 2, text: 'Offer free shipping', about: null }])
  guided.when(answers(['Hello'], { heardThrough: 1 })).withState({ guidance: [{ seq: 2 }] })
  guided.when(answers(['Hello'], { heardThrough: 2 })).withState({ guidance: [] })
})

test('[BT6] guidance changes control for nobody, and comes from anyone, over a takeover as well', () => {
  given(says('hi'), guides(ben, 'Be brief'), takesOver(ana))
    .when(guides(ben, 'She is a regular'))
    .thenHappens('GuidanceGiven')
    .withState({ control: { state: 'intervened' }, epoch: 1, guidance: [{ text: 'Be brief' }, {}] })
})

test('[BT6] [HB2] what a completion says to the bot is guidance', () => {
  given(takesOver(ana))
    .when(resolves(ana, { guidance: 'The refund is on its way' }))
    .withState({ guidance: [{ text: 'The refund is on its way', about: null }] })
  given(takesOver(ana)).when(resolves(ana)).withState({ guidance: [] })
})

test('[BT6] a turn that is cut off has heard nothing', () => {
  const { state } = given(says('hi'), guides(ana, 'Be brief')).given(takesOver(ana), returns(ana), asks())
  expect(state.guidance).toHaveLength(1)
})

test('[BT4] a promise of a person without a hand-off is flagged', () => {
  given(says('this is broken'))
    .when(answers(["I'll transfer you to one of our agents."]))
    .thenHappens('MessageSent', ['TurnEnded', { outcome: 'answered' }], 'TransferPromised')
    .withState({ control: { state: 'active' } })
})

test('[BT4] a hand-off that is sent keeps the promise, in the same part of the answer or a later one', () => {
  const promise = "I'll transfer you to one of our agents."
  given(says('this is broken'))
    .when(handsOff('broken', [promise]))
    .thenHappens('MessageSent', 'TurnEnded', 'HumanRequested')
  given(says('this is broken'), answers([promise], { ends: false }))
    .when(handsOff('broken'))
    .thenHappens('TurnEnded', 'HumanRequested')
  given(says('this is broken'), answers([promise], { ends: false }))
    .when(answers([]))
    .thenHappens('TurnEnded', 'TransferPromised')
})

test('[BT4] while a person is wanted already there is nothing to flag', () => {
  given(says('a person please'), asks())
    .when(answers(['An agent will be with you shortly.']))
    .thenHappens('MessageSent', 'TurnEnded')
})

test('[BT4] where the workspace wants it a person is asked for', () => {
  under({ promisedTransfer: 'requests' })
    .given(says('this is broken'))
    .when(answers(['Transferring you to a colleague now.']))
    .thenHappens('MessageSent', 'TurnEnded', 'TransferPromised', [
      'HumanRequested',
      { reason: { cause: 'bot_promised' } },
    ])
})

test('[BT5] a late answer of the turn that asked is refused', () => {
  asked()
    .when(answersTurn(0, ['Done']))
    .thenRejected({ code: 'turn_superseded' })
})
