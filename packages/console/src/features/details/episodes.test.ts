import { episodesOf } from '@baton/core'
import { describe, expect, test } from 'vitest'
import { ana, ben, logOf, maya, says, step } from '../../testing/log.ts'

const asked = (text: string) =>
  step('HumanRequested', maya, {
    reason: { cause: 'customer_asked', text, by: maya, at: '' } as never,
    summary: null,
  })
const takes = step('TakenOver', ana, { owner: { id: 'ana', name: 'Ana' } as never, waitedMs: 60_000 })
const gives = step('OwnerChanged', ana, { owner: { id: 'ben', name: 'Ben' } as never })
const resolves = step('Resolved', ben, { topic: 'Order', outcome: 'Resolved', heldMs: 120_000 })

describe('episodes', () => {
  test('one request with its takeover is one episode, with its owners and its end', () => {
    expect(episodesOf(logOf([says(maya, 'Hi'), asked(''), takes, gives, resolves]))).toEqual([
      expect.objectContaining({
        seq: 2,
        cause: 'customer_asked',
        owners: ['Ana', 'Ben'],
        waitedMs: 60_000,
        heldMs: 120_000,
        topic: 'Order',
        end: 'resolved',
      }),
    ])
  })
  test('a further request belongs to the episode that is open [RQ4]', () => {
    expect(episodesOf(logOf([asked('one'), asked('two')]))).toHaveLength(1)
  })
  test('a return to the queue does not end it [OW3]', () => {
    const episodes = episodesOf(logOf([asked(''), takes, step('ReturnedToQueue', ana), takes]))
    expect(episodes.map(episode => episode.end)).toEqual(['open'])
  })
  test('the newest comes first', () => {
    const ends = episodesOf(logOf([asked(''), step('RequestDismissed', ana), takes, resolves])).map(
      each => each.end,
    )
    expect(ends).toEqual(['resolved', 'dismissed'])
  })
})
