import { expect, test } from 'vitest'
import { windowOf } from './window.ts'

const day = 24 * 60 * 60_000
const at = '2026-11-21T09:00:00.000Z'
const now = (afterMs: number) => Date.parse(at) + afterMs

test('the window is quiet while it is long, loud in its last hour, and closed at its end [DL5]', () => {
  expect(windowOf(at, day, now(0))).toMatchObject({ level: 'quiet', leftMs: day })
  expect(windowOf(at, day, now(day - 60 * 60_000 - 1))).toMatchObject({ level: 'quiet' })
  expect(windowOf(at, day, now(day - 60 * 60_000))).toMatchObject({ level: 'loud' })
  expect(windowOf(at, day, now(day - 1))).toMatchObject({ level: 'loud', leftMs: 1 })
  expect(windowOf(at, day, now(day))).toMatchObject({ level: 'closed', leftMs: 0 })
  expect(windowOf(at, day, now(9 * day))).toMatchObject({ level: 'closed', leftMs: 0 })
})

test('a customer who has never written has no window [DL5]', () => {
  expect(windowOf(null, day, now(0))).toMatchObject({ level: 'closed', never: true })
})
