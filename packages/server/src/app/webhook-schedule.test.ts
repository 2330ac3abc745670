import { expect, test } from 'vitest'
import { retryAfterOf, verdictOn } from './webhook-schedule.ts'

const answered = (status: number | null, retryAfterMs: number | null = null) => ({
  status,
  response: '',
  problem: status !== null && status >= 200 && status < 300 ? null : 'no',
  retryAfterMs,
})

test('ten attempts: at once, and after 5 s, 5 and 30 minutes, 2, 5, 10, 14, 20 and 24 hours', () => {
  const pauses = Array.from({ length: 10 }, (_, tries) => verdictOn(answered(500), tries, 0))
  expect(pauses.map(({ afterMs }) => afterMs / 1_000)).toEqual([
    5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400, 0,
  ])
  expect(pauses.map(({ state }) => state)).toEqual([...Array(9).fill('waiting'), 'failed'])
})

test('chance makes a pause up to a fifth longer, never shorter', () => {
  expect(verdictOn(answered(500), 1, 1).afterMs).toBe(360_000)
})

test('only what the caller has no problem with is a success; 410 ends it for good', () => {
  expect(verdictOn(answered(204), 0, 0)).toEqual({ state: 'delivered', afterMs: 0, isGone: false })
  expect(verdictOn(answered(410), 0, 0)).toEqual({ state: 'failed', afterMs: 0, isGone: true })
  expect(verdictOn(answered(null), 0, 0)).toMatchObject({ state: 'waiting', isGone: false })
})

test('an endpoint that names a later time is not asked before it', () => {
  expect(verdictOn(answered(503, 60_000), 0, 0).afterMs).toBe(60_000)
  expect(verdictOn(answered(503, 1_000), 1, 0).afterMs).toBe(300_000)
})

test.each([
  ['120', 120_000],
  ['Sat, 21 Nov 2026 14:00:30 GMT', 30_000],
  ['9999999', 86_400_000],
  ['Sat, 21 Nov 2026 13:00:00 GMT', null],
  ['soon', null],
  [null, null],
])('Retry-After %j is %j ms', (header, ms) => {
  expect(retryAfterOf(header, Date.parse('2026-11-21T14:00:00Z'))).toBe(ms)
})
