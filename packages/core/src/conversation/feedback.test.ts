import { test } from 'vitest'
import { answers, asks, rates, resolves, says, sendsBot, takesOver, writes } from '../testing/commands.ts'
import { given, pause, under } from '../testing/given.ts'
import { ana, ben, bot } from '../testing/people.ts'

const feedback = { text: 'How was it?', comment: true, ask: 'agent_decides' } as const
const always = under({ feedback: { ...feedback, ask: 'always' } })
const asked = always.given(
  says('hi'),
  answers(['Email?']),
  asks(),
  takesOver(ana),
  writes(ana, 'Hello'),
  resolves(ana, { botResume: 'silent' }),
)

test('[HB5] the question follows the closing block, in the decision of the completion, and names the episode', () => {
  always
    .given(says('hi'), answers(['Email?']), takesOver(ana))
    .when(resolves(ana, { closing: { block: 'bye', parts: [{ kind: 'text', text: 'Bye' }] } }))
    .thenHappens(
      'Resolved',
      ['MessageSent', { purpose: 'closing' }],
      [
        'MessageSent',
        {
          from: 'system',
          purpose: 'feedback',
          text: 'How was it? (1–5)',
          parts: [{ kind: 'feedback', text: 'How was it?', comment: true, episodeSeq: 4 }],
        },
      ],
      'BotResumed',
    )
})

test('[HB5] where the agent decides, nobody is asked unless they say so', () => {
  const held = under({ feedback }).given(takesOver(ana))
  held.when(resolves(ana)).thenHappens('Resolved', 'BotResumed')
  held
    .when(resolves(ana, { askFeedback: true }))
    .thenHappens('Resolved', ['MessageSent', { purpose: 'feedback' }], 'BotResumed')
  given(takesOver(ana))
    .when(resolves(ana, { askFeedback: true }))
    .thenHappens('Resolved', 'BotResumed')
})

test('[HB5] the answer is kept for its episode; a later one replaces it, the same one again is nothing', () => {
  asked.when(rates(4)).thenHappens(['FeedbackGiven', { rating: 4, comment: null, episodeSeq: 4 }])
  const rated = asked.given(rates(4))
  rated.when(rates(4)).thenNothing()
  rated.when(rates(4, 'Quick')).thenHappens(['FeedbackGiven', { rating: 4, comment: 'Quick', episodeSeq: 4 }])
})

test('[HB5] the answer may come while the next person speaks, and until another episode is asked about', () => {
  const again = asked.given(takesOver(ben))
  again.when(rates(2)).thenHappens(['FeedbackGiven', { rating: 2, episodeSeq: 4 }])
  again
    .given(resolves(ben))
    .when(rates(2, null, 4))
    .thenRejected({ code: 'no_feedback_asked' })
  given(says('hi')).when(rates(5)).thenRejected({ code: 'no_feedback_asked' })
})

test('[HB5] a bare number right after the question is the answer, and opens no turn', () => {
  asked
    .when(says(' 5 '))
    .thenHappens(['MessageReceived', { turn: null }], ['FeedbackGiven', { rating: 5, episodeSeq: 4 }])
  for (const words of ['6', '5 stars', '0', 'five'])
    asked.when(says(words)).thenHappens(['MessageReceived', { text: words }])
  asked.given(says('5')).when(says('4')).thenHappens('MessageReceived')
})

test('[HB5] once somebody has spoken, a bare number is meant for them', () => {
  asked.given(writes(ana, 'One thing more: how many?')).when(says('3')).thenHappens('MessageReceived')
  asked
    .given(sendsBot(ana, bot.id), answers(['How many?']))
    .when(says('3'))
    .thenHappens('MessageReceived')
})

test('[HB5] a rating asks for nobody where no bot is', () => {
  const alone = under({ withoutBot: 'requests', feedback: { ...feedback, ask: 'always' } }).given(
    takesOver(ana),
    sendsBot(ana, null),
    resolves(ana),
  )
  alone.when(says('5')).thenHappens('MessageReceived', 'FeedbackGiven')
  alone.when(says('hello?')).thenHappens('MessageReceived', 'HumanRequested')
})

test('[HB5] whoever has stopped writing is not asked', () => {
  under({ feedback: { ...feedback, ask: 'always' }, idleReturnMs: 60_000 })
    .given(says('hi'), takesOver(ana), writes(ana, 'Hello'), pause(61_000))
    .when(state => ({ type: 'ReturnIdle', actor: { kind: 'system' }, epoch: state.epoch }))
    .thenHappens(['Resolved', { how: 'customer_silent' }], 'BotResumed')
})

test('[HB5] what a bot asked for belongs to the episode that was completed last', () => {
  given(takesOver(ana), resolves(ana))
    .when(answers(['Thanks'], { feedback: { rating: 3, comment: null } }))
    .thenHappens('MessageSent', ['FeedbackGiven', { rating: 3, episodeSeq: 1 }], 'TurnEnded')
  given(says('hi'))
    .when(answers(['Thanks'], { feedback: { rating: 3, comment: null } }))
    .thenHappens('MessageSent', ['FeedbackGiven', { rating: 3, episodeSeq: null }], 'TurnEnded')
})

test('[HB1] a note and a tag can be required, too; a tag that is there already will do', () => {
  const strict = under({ tagRequired: true, noteRequired: true })
  strict
    .given(takesOver(ana))
    .when(resolves(ana))
    .thenRejected({ code: 'completion_incomplete', fields: ['tags', 'note'] })
  strict
    .given(takesOver(ana), { type: 'ChangeTags', actor: ana, add: ['vip'], remove: [] })
    .when(resolves(ana, { note: 'Paid back.' }))
    .thenHappens(['Resolved', { note: 'Paid back.' }], 'BotResumed')
})
