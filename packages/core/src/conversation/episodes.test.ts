import { expect, test } from 'vitest'
import { asks, cancels, resolves, returns, takesOver } from '../testing/commands.ts'
import { given, stepMs } from '../testing/given.ts'
import { ana, ben } from '../testing/people.ts'
import { episodeEventTypes, episodesOf } from './episodes.ts'

const minutes = (count: number) => ({ pauseMs: count * 60_000 - stepMs })

test('[OW3] a return to the queue is part of the episode: both owners, the first wait, both holds', () => {
  const { log } = given(
    asks(),
    minutes(2),
    takesOver(ana),
    minutes(3),
    returns(ana),
    minutes(5),
    takesOver(ben),
    minutes(4),
  ).when(resolves(ben))
  expect(episodesOf(log)).toEqual([
    expect.objectContaining({
      seq: 1,
      owners: ['Ana', 'Ben'],
      waitedMs: 120_000,
      heldMs: 420_000,
      end: 'resolved',
    }),
  ])
})

test('[OW4] a cancelled takeover ends its episode, with the time it was held', () => {
  const { log } = given(takesOver(ana), minutes(1)).when(cancels(ana))
  expect(episodesOf(log)).toEqual([
    expect.objectContaining({ end: 'cancelled', heldMs: 60_000, waitedMs: null }),
  ])
})

test('[HB5] what the customer says afterwards is kept on the episode that it is about', () => {
  const { log } = given(asks(), takesOver(ana)).when(resolves(ana))
  const said = {
    ...log.at(-1),
    type: 'FeedbackGiven',
    data: { rating: 4, comment: 'Quick', episodeSeq: 1 },
  } as (typeof log)[0]
  expect(episodesOf([...log, said])[0]?.feedback).toEqual({ rating: 4, comment: 'Quick' })
})

test('the types that are named are all that it needs', () => {
  const { log } = given(asks(), takesOver(ana), resolves(ana)).when(asks())
  const named = log.filter(event => episodeEventTypes.includes(event.type))
  expect(episodesOf(named)).toEqual(episodesOf(log))
})
