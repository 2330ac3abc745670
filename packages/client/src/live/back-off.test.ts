import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backOffMs, longestMs, shortestMs } from './back-off.ts'

test('a try waits between a quarter of a second and ten seconds, however many failed', () => {
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
  fc.assert(
    fc.property(fc.nat(10_000), chance, (tries, luck) => {
      expect(backOffMs(tries, luck)).toBeGreaterThanOrEqual(shortestMs)
      expect(backOffMs(tries, luck)).toBeLessThanOrEqual(longestMs)
    }),
  )
})

test('the bound grows with every try', () => {
  const bounds = [0, 1, 2, 3, 4, 5].map(tries => backOffMs(tries, 1))
  expect(bounds).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000])
})
