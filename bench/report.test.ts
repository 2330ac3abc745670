import { describe, expect, test } from 'vitest'
import type { FloorFigures, Floors } from './floors.ts'
import { nothingLost } from './ledger.ts'
import { median, percentile } from './load/percentile.ts'
import { parseOptions } from './plan.ts'
import { breachesOf, type Figures, noiseOf, rowsOf, tableOf } from './report.ts'
import type { Measured } from './search.ts'

function measured(rate: number, given: Partial<Measured> = {}): Measured {
  return {
    rate,
    passed: true,
    p50Ms: 2,
    p99Ms: 4,
    ackP50Ms: 2,
    ackP99Ms: 4,
    lagP99Ms: 1,
    serverMs: 0.1,
    postgresMs: 0.1,
    joinedShare: 0,
    integrity: { ...nothingLost, acknowledged: 100 },
    readerFaults: 0,
    readerSetbacks: 0,
    ...given,
  }
}
const floor = (rate: number): FloorFigures => ({ maximum: measured(rate), calm: measured(50), restMiB: 55 })
const floors = (a: number, b: number): Floors => ({
  rawFramesPerSecond: 100_000,
  pgbench: null,
  a: floor(a),
  b: floor(b),
})
const nothing: Figures = {
  startedAt: '2026-03-01T12:00:00.000Z',
  plan: 'full',
  machine: '2 × some processor',
  postgres: '18.4',
  before: null,
  after: null,
  person: null,
  fanOut: null,
  bot: null,
  takeovers: null,
  streams: null,
  memory: null,
  coldStartMs: null,
  growth: null,
  finding: null,
  webhooks: null,
  rules: null,
  smoke: [],
}

describe('the report of a run', () => {
  test('holds the product against the mean of the floors before and after', () => {
    const person = { calm: measured(50), maximum: measured(6_000) }
    const figures = { ...nothing, before: floors(3_000, 10_000), after: floors(3_000, 12_000), person }
    const [greatest] = rowsOf(figures)
    expect(greatest).toMatchObject({ met: true, goal: '≥ 0.5 ×' })
    expect(greatest?.ratio).toBeCloseTo(6_000 / 11_000)
    expect(tableOf(rowsOf(figures))).toContain('met')
  })

  test('says noisy when a floor moved by more than a quarter during the run', () => {
    const calm = { ...nothing, before: floors(3_000, 10_000), after: floors(3_500, 12_000) }
    expect(noiseOf(calm)).toEqual([])
    expect(noiseOf({ ...calm, after: floors(3_000, 13_000) })).toEqual(['floor B 10,000 → 13,000 (30.0 %)'])
  })

  test('excuses no loss, no double and no order by noise', () => {
    expect(breachesOf({ ...nothing, smoke: [measured(100)] })).toEqual([])
    const lost = measured(100, { integrity: { acknowledged: 100, lost: 1, storedTwice: 0, gaps: 0 } })
    expect(breachesOf({ ...nothing, smoke: [lost] })).toEqual(['1 acknowledged messages are not in the log'])
    const doubled = measured(100, { readerFaults: 2 })
    expect(breachesOf({ ...nothing, smoke: [doubled] })).toEqual([
      'readers saw 2 doubles or events out of order',
    ])
    const silent = measured(100, { integrity: nothingLost })
    expect(breachesOf({ ...nothing, smoke: [silent] })).toEqual(['nothing was acknowledged'])
  })
})

test('a percentile is a value that was measured', () => {
  const values = Array.from({ length: 100 }, (_, n) => n + 1)
  expect(percentile(values, 0.99)).toBe(99)
  expect(median([3, 1, 2])).toBe(2)
  expect(percentile([], 0.5)).toBeNaN()
})

test('options that make no sense say which ones do', () => {
  expect(parseOptions([], true).plan.name).toBe('smoke')
  expect(parseOptions(['--growth'], false).parts.has('growth')).toBe(true)
  expect(() => parseOptions(['--fast'], false)).toThrow('unknown option --fast')
  expect(() => parseOptions(['--only', 'everything'], false)).toThrow('--only takes some of: floors')
})
