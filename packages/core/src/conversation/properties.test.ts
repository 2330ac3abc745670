// Any history keeps the rules. An ordinary run plays some thousands; BATON_SOAK_HISTORIES sets how many.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Story } from '../testing/story.ts'

const soak = Number(process.env.BATON_SOAK_HISTORIES ?? 0)
const histories = soak > 0 ? soak : 1_500
const seed = Number(process.env.BATON_SOAK_SEED ?? (soak > 0 ? Date.now() : 42))
const steps = fc.array(fc.nat(0xffffffff), { minLength: 8, maxLength: 48, size: 'max' })

test('[TK2] [DL2] [OW1] any history keeps the rules, and its log alone tells it again', {
  timeout: 86_400_000,
}, () => {
  fc.assert(
    fc.property(fc.nat(0xffffffff), steps, (policySeed, seeds) => {
      const story = new Story(policySeed)
      for (const [n, next] of seeds.entries()) {
        story.step(next)
        if (n % 16 === 15) story.buttonsTellTheTruth()
      }
      story.replays()
    }),
    { numRuns: histories, seed },
  )
})

test('[TK2] the histories go deep: every event, every state, several episodes', () => {
  const seen = new Set<string>()
  let deepest = 0
  fc.assert(
    fc.property(fc.nat(0xffffffff), steps, (policySeed, seeds) => {
      const story = new Story(policySeed)
      for (const next of seeds) story.step(next)
      for (const event of story.log) seen.add(event.type)
      deepest = Math.max(deepest, story.state.epoch)
    }),
    { numRuns: 200, seed: 7 },
  )
  expect(seen.size).toBe(22)
  expect(deepest).toBeGreaterThan(8)
})
