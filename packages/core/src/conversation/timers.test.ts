import { test } from 'vitest'
import {
  answers,
  asks,
  dismisses,
  idles,
  resolves,
  returns,
  says,
  takesOver,
  waitsOut,
  wakes,
  writes,
} from '../testing/commands.ts'
import { given, pause, under } from '../testing/given.ts'
import { ana, ben, billing, founding, platform, ref } from '../testing/people.ts'
import { freshMemory } from './turn.ts'

test('[HB4] the longest wait is over: to another team, once', () => {
  const wait = { afterMs: 60_000, fallback: { to: 'team', teamId: billing } } as const
  under({ maximumWait: wait })
    .given(asks(), pause(60_000))
    .when(waitsOut)
    .thenHappens(['QueueChanged', { teamId: billing }])
    .when(waitsOut)
    .thenNothing()
})

test('[HB4] the longest wait is over: back to the bot, and the customer is told', () => {
  const wait = { afterMs: 60_000, fallback: { to: 'bot', text: 'Nobody is free.' } } as const
  under({ maximumWait: wait, whileRequesting: 'holds' })
    .given(asks(), pause(60_000))
    .when(waitsOut)
    .thenHappens(
      ['MessageSent', { from: 'system', text: 'Nobody is free.' }],
      ['RequestDismissed', { reason: 'maximum_wait' }],
      'BotResumed',
    )
})

test('[HB4] a maximum wait that is early, stale or switched off changes nothing', () => {
  const wait = { afterMs: 60_000, fallback: { to: 'bot', text: '' } } as const
  const waiting = under({ maximumWait: wait }).given(asks())
  waiting.when(waitsOut).thenRejected({ code: 'not_due' })
  waiting.given(dismisses(ana)).when(waitsOut).thenRejected({ code: 'not_requesting' })
  const stale = { type: 'ExpireWait', actor: platform, waitingSince: '2026-03-02T09:00:01.000Z' } as const
  waiting.given(dismisses(ana), asks(), pause(99_000)).when(stale).thenRejected({ code: 'not_requesting' })
  given(asks(), pause(99_000)).when(waitsOut).thenNothing()
})

test('[HB4] without a bot, no fallback drops the customer out of the queue', () => {
  const wait = { afterMs: 1, fallback: { to: 'bot', text: 'Sorry.' } } as const
  under({ maximumWait: wait }, { ...founding, botId: null })
    .given(asks(), pause(10))
    .when(waitsOut)
    .thenNothing()
})

test('[HB4] the maximum wait of a returned conversation counts from its return', () => {
  const wait = { afterMs: 60_000, fallback: { to: 'bot', text: '' } } as const
  under({ maximumWait: wait })
    .given(asks(), takesOver(ana), pause(600_000), returns(ana))
    .when(waitsOut)
    .thenRejected({ code: 'not_due' })
    .after(60_000)
    .when(waitsOut)
    .thenHappens('RequestDismissed', 'BotResumed')
})

test('[HB4] a first request sets the timer of the maximum wait, a further one does not', () => {
  const wait = { afterMs: 60_000, fallback: { to: 'bot', text: '' } } as const
  under({ maximumWait: wait })
    .when(asks())
    .owes('reads_log', { type: 'Remind', key: 'maximum_wait', dueAt: '2026-03-02T09:01:01.000Z' })
    .when(asks())
    .owes('reads_log')
})

test('[HB4] the customer’s silence gives the conversation back, and the bot stays silent', () => {
  under({ idleReturnMs: 60_000 })
    .given(says('hi'), takesOver(ana), writes(ana, 'Anything else?'), pause(60_000))
    .when(idles())
    .thenHappens(
      ['Resolved', { how: 'customer_silent', previousOwner: ref(ana), topic: null }, { actor: platform }],
      ['BotResumed', { resume: 'silent', turn: null }],
    )
})

test('[HB4] an agent’s every word sets the idle timer anew', () => {
  const idle = under({ idleReturnMs: 60_000 }).given(takesOver(ana))
  idle
    .when(writes(ana, 'one'))
    .owes('reads_log', { type: 'Remind', key: 'idle_return', dueAt: '2026-03-02T09:01:02.000Z' })
  idle
    .given(writes(ana, 'one'), pause(59_500), writes(ana, 'two'), pause(1_000))
    .when(idles())
    .thenRejected({ code: 'not_due' })
})

test('[HB4] a customer who waits for us is not silent', () => {
  const idle = under({ idleReturnMs: 60_000 })
  idle.given(says('hi'), takesOver(ana), pause(90_000)).when(idles()).thenNothing()
  idle.given(takesOver(ana), writes(ana, 'Yes?'), says('help'), pause(90_000)).when(idles()).thenNothing()
  const earlier = [
    takesOver(ana),
    writes(ana, 'Yes?'),
    resolves(ana),
    says('again'),
    takesOver(ben),
    pause(90_000),
  ]
  idle
    .given(...earlier)
    .when(idles())
    .thenNothing()
})

test('[HB4] an idle timer of another epoch, or one switched off, changes nothing', () => {
  const idle = under({ idleReturnMs: 60_000 })
  idle
    .given(
      takesOver(ana),
      writes(ana, 'Yes?'),
      returns(ana),
      takesOver(ben),
      writes(ben, 'Hi'),
      pause(90_000),
    )
    .when(idles(1))
    .thenRejected({ code: 'not_intervened' })
  idle.when(idles()).thenRejected({ code: 'not_intervened' })
  given(takesOver(ana), writes(ana, 'Yes?'), pause(90_000)).when(idles()).thenNothing()
})

test('[DL6] a pause that ended while somebody else held the line is owed again when it is ours', () => {
  const wake = { id: 'w', at: '2026-03-02T09:01:00.000Z' }
  const holds = (holder: string | null) => ({ type: 'ChangeLineHolder', actor: platform, holder }) as const
  const paused = given(
    says('Hi'),
    answers([], { memory: { ...freshMemory, wake } }),
    holds('Meta AI'),
    pause(60_000),
  )
  paused.when(wakes('w')).thenRejected({ code: 'bot_not_speaking' })
  paused.when(holds(null)).owes('reads_log', { type: 'Remind', key: 'wake' })
})
