// Any history keeps the rules. An ordinary run plays some thousands; BATON_SOAK_HISTORIES sets how many, and
// BATON_SOAK_SEED repeats a soak. A failure shrinks to the shortest beginning of its history that fails.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Dice } from '../testing/history.ts'
import { Story } from '../testing/story.ts'

const soak = Number(process.env.BATON_SOAK_HISTORIES ?? 0)
const histories = soak > 0 ? soak : 1_000
const seed = Number(process.env.BATON_SOAK_SEED ?? (soak > 0 ? Date.now() : 42))

// Numbers for the steps are drawn here and not by fast-check: they would cost more than the steps themselves.
const uint32 = fc.noBias(fc.nat(0xffffffff))
const history = fc.tuple(uint32, uint32, fc.noBias(fc.integer({ min: 1, max: 48 })))

function play([policySeed, stepSeed, length]: readonly [number, number, number]): Story {
  const story = new Story(policySeed)
  const dice = new Dice(stepSeed)
  for (let n = 1; n <= length; n++) {
    story.step(dice.roll(0x100000000))
    if (n % 16 === 0) story.buttonsTellTheTruth()
  }
  return story
}

test('[TK2] [DL2] [OW1] any history keeps the rules, and its log alone tells it again', {
  timeout: 86_400_000,
}, () => {
  fc.assert(
    fc.property(history, seeds => play(seeds).replays()),
    { numRuns: histories, seed },
  )
})

test('[TK2] the histories go deep: every event, and a dozen changes of control', () => {
  const seen = new Set<string>()
  let deepest = 0
  for (const seeds of fc.sample(history, { numRuns: 600, seed: 7 })) {
    const { log, state } = play(seeds)
    for (const event of log) seen.add(event.type)
    deepest = Math.max(deepest, state.epoch)
  }
  expect(seen.size).toBe(40)
  expect(deepest).toBeGreaterThanOrEqual(12)
})
