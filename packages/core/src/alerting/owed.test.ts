import { expect, test } from 'vitest'
import { append } from '../conversation/append.ts'
import type { Conversation } from '../conversation/state.ts'
import { asks, cancels, dismisses, resolves, returns, says, takesOver } from '../testing/commands.ts'
import { given } from '../testing/given.ts'
import { ana, platform } from '../testing/people.ts'
import { alertsOf } from './owed.ts'

const withdrawn = { type: 'WithdrawAlert' } as const

test('[AL1] a request owes an alert at once, under its episode', () => {
  given(says('Hello')).when(asks()).alerts({ type: 'Alert', key: 'episode 2', seq: 2 })
})

test('[AL2] a further reason owes none', () => {
  given(asks()).when(asks()).alerts()
})

test('[AL1] taken, dismissed, resolved or cancelled: what was told is withdrawn', () => {
  given(asks()).when(takesOver(ana)).alerts(withdrawn)
  given(asks()).when(dismisses(ana)).alerts(withdrawn)
  given(asks(), takesOver(ana)).when(resolves(ana)).alerts(withdrawn)
  given(asks(), takesOver(ana)).when(cancels(ana)).alerts(withdrawn)
})

test('[AL1] [AL2] back in the queue it is owed again, under the same episode', () => {
  const returned = given(asks(), takesOver(ana)).when(returns(ana))
  returned.alerts({ type: 'Alert', key: 'episode 1' })
})

test('[AL2] a rule alerts under its own key, and not where a person is wanted already', () => {
  const raised = (state: Conversation) => {
    const data = { ruleId: 'angry', name: 'Angry customers', why: 'said “ridiculous”' }
    const { events, states } = append(
      state,
      [{ type: 'AlertRaised', actor: platform, data }],
      '2026-03-02T10:00:00.000Z',
    )
    const [event] = events
    const [after] = states
    return event && after ? alertsOf(event, after) : []
  }
  expect(raised(given(says('Hello')).state)).toMatchObject([{ type: 'Alert', key: 'rule angry' }])
  expect(raised(given(asks(), takesOver(ana)).state)).toMatchObject([{ key: 'rule angry' }])
  expect(raised(given(asks()).state)).toEqual([])
})
