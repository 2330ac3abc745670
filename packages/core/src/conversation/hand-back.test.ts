import { expect, test } from 'vitest'
import { textParts } from '../message/content.ts'
import {
  answers,
  answersTurn,
  asks,
  cancels,
  dismisses,
  idles,
  openToken,
  resolves,
  returns,
  says,
  sendsBot,
  takesOver,
  wakes,
  writes,
} from '../testing/commands.ts'
import { given, pause, under } from '../testing/given.ts'
import { ana, ben, bot, founding, lea, otherBotId, platform, ref } from '../testing/people.ts'
import { openTurn } from './state.ts'
import { freshMemory } from './turn.ts'

const memory = { position: 'ask-email', variables: { name: 'Carla' }, wake: null }
const pausing = { ...memory, wake: { id: 'w1', at: '2026-03-02T09:00:02.500Z' } }
const stood = given(says('hi'), answers(['Email?'], { memory }), takesOver(ana))
const paused = given(says('hi'), answers(['A moment.'], { memory: pausing }), takesOver(ana))

test('[HB1] a completion lacks what the workspace requires: all of it is named', () => {
  stood
    .when(resolves(ana, { topic: null, outcome: '' }))
    .thenRejected({ code: 'completion_incomplete', fields: ['topic', 'outcome'] })
  stood
    .when(resolves(ana, { outcome: null }))
    .thenRejected({ code: 'completion_incomplete', fields: ['outcome'] })
})

test('[HB1] what is not required may be missing', () => {
  under({ topicRequired: false, outcomeRequired: false })
    .given(takesOver(ana))
    .when(resolves(ana, { topic: null, outcome: null }))
    .thenHappens(['Resolved', { topic: null, outcome: null }], 'BotResumed')
})

test('[HB1] a topic and an outcome are on their lists', () => {
  stood
    .when(resolves(ana, { topic: 'Nonsense' }))
    .thenRejected({ code: 'unknown_option', field: 'topic', options: ['Other'] })
  stood
    .when(resolves(ana, { outcome: 'Nonsense' }))
    .thenRejected({ code: 'unknown_option', field: 'outcome', options: ['Resolved'] })
})

test('[HB1] a refused completion changes nothing', () => {
  stood
    .when(resolves(ana, { topic: null }))
    .withState({ epoch: 1, control: { state: 'intervened', owner: ref(ana) } })
})

test('[HB1] the closing block is sent by the platform in the same decision, and once', () => {
  stood
    .when(resolves(ana, { tags: ['vip'], note: 'paid', closing: { block: 'bye', parts: textParts('Bye!') } }))
    .thenHappens(
      ['Resolved', { closingBlock: 'bye', tags: ['vip'], note: 'paid', heldMs: 1_000, how: 'agent' }],
      ['MessageSent', { from: 'system', purpose: 'closing', text: 'Bye!' }],
      'BotResumed',
    )
    .withState({ tags: ['vip'] })
    .when(resolves(ana, { closing: { block: 'bye', parts: textParts('Bye!') } }))
    .thenRejected({ code: 'not_intervened' })
})

test('[HB1] the owner or a lead completes, nobody else', () => {
  stood.when(resolves(ben)).thenRejected({ code: 'not_owner', owner: ref(ana) })
  stood
    .when(resolves(lea))
    .thenHappens(['Resolved', { previousOwner: ref(ana) }, { actor: ref(lea) }], 'BotResumed')
  given(asks()).when(resolves(ana)).thenRejected({ code: 'not_intervened' })
})

test('[HB1] tags of a completion join those that are there', () => {
  given({ type: 'ChangeTags', actor: ana, add: ['vip'], remove: [] }, takesOver(ana))
    .when(resolves(ana, { tags: ['refund', 'vip'] }))
    .withState({ tags: ['vip', 'refund'] })
})

test('[HB2] one event says that the human part ended, with topic, outcome and guidance', () => {
  stood
    .when(resolves(ana, { guidance: 'do not ask again' }))
    .thenHappens(
      ['Resolved', { topic: 'Other', outcome: 'Resolved', guidance: 'do not ask again' }],
      'BotResumed',
    )
})

test('[HB2] messages of the human part never become turns, nor the input of the next', () => {
  const { state } = stood
    .given(says('question for a person'), writes(ana, 'answer'), says('thanks'))
    .when(resolves(ana))
    .thenHappens('Resolved', ['BotResumed', { turn: { cause: 'resumed' } }])
  expect(openTurn(state.control)?.input).toEqual([])
})

test('[HB2] a turn that a takeover cut off leaves no words behind for a later turn', () => {
  const { state } = given(says('first'), takesOver(ana), cancels(ana)).when(says('second'))
  expect(openTurn(state.control)?.input.map(input => input.text)).toEqual(['second'])
})

test('[HB3] by default the bot goes on where it stood', () => {
  stood
    .when(resolves(ana))
    .thenHappens('Resolved', [
      'BotResumed',
      { botId: bot.id, resume: 'continue', turn: { resume: 'continue' } },
    ])
    .owes('reads_log', { type: 'RunTurn' })
    .withState({ epoch: 2, memory, control: { state: 'active', turn: { epoch: 2, resume: 'continue' } } })
    .when(answers(['Your email, please?']))
    .thenHappens('MessageSent', 'TurnEnded')
})

test('[HB3] at a block: what it knows is kept, its pause is not', () => {
  paused
    .when(resolves(ana, { botResume: { at: 'menu' } }))
    .thenHappens('Resolved', ['BotResumed', { resume: { at: 'menu' }, turn: { resume: { at: 'menu' } } }])
    .withState({ memory })
})

test('[HB3] a block to go on at is not lost when the customer writes first', () => {
  const { state } = stood
    .given(resolves(ana, { botResume: { at: 'menu' } }))
    .when(says('hello?'))
    .thenHappens([
      'MessageReceived',
      { turn: { cause: 'resumed', resume: { at: 'menu' }, supersedes: 'turn-4' } },
    ])
  expect(openTurn(state.control)?.input.map(input => input.text)).toEqual(['hello?'])
})

test('[HB3] afresh: the bot forgets all', () => {
  paused
    .when(resolves(ana, { botResume: 'restart' }))
    .thenHappens('Resolved', ['BotResumed', { resume: 'restart', turn: { resume: 'restart' } }])
    .withState({ memory: freshMemory })
})

test('[HB3] silent until the customer writes: no turn, and no pause that would wake it', () => {
  paused
    .when(resolves(ana, { botResume: 'silent' }))
    .thenHappens('Resolved', ['BotResumed', { resume: 'silent', turn: null }])
    .owes('reads_log')
    .withState({ memory })
    .when(wakes('w1'))
    .thenRejected({ code: 'bot_not_speaking' })
    .when(says('me@example.com'))
    .thenHappens(['MessageReceived', { turn: { cause: 'message', resume: null } }])
})

test('[HB3] going on where it stood keeps the pause that runs', () => {
  paused
    .when(resolves(ana))
    .owes('reads_log', { type: 'RunTurn' }, { type: 'Remind', key: 'wake', dueAt: pausing.wake.at })
    .withState({ memory: pausing })
})

test('[HB3] without a bot there is nobody to resume', () => {
  under({}, { ...founding, botId: null })
    .given(takesOver(ana))
    .when(resolves(ana))
    .thenHappens('Resolved')
    .withState({ control: { state: 'active', turn: null } })
})

test('[HB3] sending a bot into a held conversation gives it control, and the agent’s text is refused no more', () => {
  given(takesOver(ana))
    .when(sendsBot(ana, otherBotId, 'survey'))
    .thenHappens([
      'BotChanged',
      { botId: otherBotId, previousOwner: ref(ana), block: 'survey', turn: { resume: { at: 'survey' } } },
    ])
    .withState({
      epoch: 2,
      botId: otherBotId,
      memory: freshMemory,
      control: { state: 'active', turn: { epoch: 2 } },
    })
})

test('[HB3] sending a bot ends the turn of the other, whose words it never had', () => {
  const { state } = given(says('hi'))
    .when(sendsBot(ana, otherBotId))
    .thenHappens(['BotChanged', { endsTurn: 'turn-1', turn: { supersedes: null, resume: 'restart' } }])
    .owes('reads_log', { type: 'DropTurn' }, { type: 'RunTurn' })
    .when(answersTurn(0, ['Hi']))
    .thenRejected({ code: 'turn_superseded' })
  expect(openTurn(state.control)?.input).toEqual([])
})

test('[HB3] sending a bot lifts the hold of a waiting conversation; the request stays', () => {
  under({ whileRequesting: 'holds' })
    .given(asks())
    .when(sendsBot(ana, otherBotId, 'faq'))
    .thenHappens(['BotChanged', { turn: { resume: { at: 'faq' } } }])
    .withState({ control: { state: 'requesting', botMay: 'answers' } })
    .when(answers(['Try this']))
    .thenHappens('MessageSent', 'TurnEnded')
})

test('[HB3] a bot that is sent was not the one that was cancelled', () => {
  given(takesOver(ana, true), returns(ana), sendsBot(ana, otherBotId))
    .when(says('hi'))
    .thenHappens(['MessageReceived', { turn: { cause: 'resumed' } }])
    .when(dismisses(ana))
    .thenHappens('RequestDismissed')
})

test('[HB3] taking the bot away leaves control where it is', () => {
  given(says('hi'), takesOver(ana))
    .when(sendsBot(ana, null))
    .thenHappens(['BotChanged', { botId: null, previousOwner: null, turn: null }])
    .withState({ epoch: 2, botId: null, control: { state: 'intervened', owner: ref(ana) } })
    .when(sendsBot(ana, null))
    .thenNothing()
  given(says('hi'))
    .when(sendsBot(ana, null))
    .thenHappens(['BotChanged', { endsTurn: 'turn-1' }])
    .when(answersTurn(0, ['Hi']))
    .thenRejected({ code: 'turn_superseded' })
})

test('[HB3] who may speak may send a bot; a lead may, too', () => {
  given(takesOver(ana))
    .when(sendsBot(ben, otherBotId))
    .thenRejected({ code: 'not_owner', owner: ref(ana) })
  given(takesOver(ana)).when(sendsBot(lea, otherBotId)).thenHappens('BotChanged')
  given().when(sendsBot(ben, otherBotId)).thenHappens('BotChanged')
})

test('[HB4] an automatic hand-back announces itself as a completion does, and asks nothing', () => {
  under({ idleReturnMs: 60_000, announceHandBack: '{agent} left.' })
    .given(takesOver(ana), writes(ana, 'Anything else?'), pause(60_000))
    .when(idles())
    .thenHappens(
      ['Resolved', { how: 'customer_silent', outcome: null }, { actor: platform }],
      ['MessageSent', { text: 'Ana left.' }],
      'BotResumed',
    )
    .withState({ control: { state: 'active', turn: null } })
})

test('[HB4] a takeover alone sets no idle timer: nobody has spoken yet', () => {
  under({ idleReturnMs: 60_000 }).when(takesOver(ana)).owes('reads_log')
})

test('[HB4] the settings are off by default', () => {
  given(takesOver(ana)).when(writes(ana, 'Hi')).owes('reads_log')
  given().when(asks()).owes('reads_log')
  expect(openToken(given().state).epoch).toBe(-1)
})
