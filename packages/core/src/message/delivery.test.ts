import { expect, test } from 'vitest'
import type { DeliveryStatus } from './delivery.ts'
import { movesForward } from './delivery.ts'

const statuses: readonly DeliveryStatus[] = ['queued', 'sent', 'delivered', 'read', 'failed']

function permutations<T>(list: readonly T[]): readonly (readonly T[])[] {
  if (list.length <= 1) return [list]
  return list.flatMap((one, n) =>
    permutations([...list.slice(0, n), ...list.slice(n + 1)]).map(rest => [one, ...rest]),
  )
}

const settle = (order: readonly DeliveryStatus[]) =>
  order.reduce<DeliveryStatus>((now, next) => (movesForward(now, next) ? next : now), 'queued')

test('[DL4] the same statuses in any order, doubled or not, end at the same status', () => {
  const subsets = Array.from({ length: 2 ** statuses.length }, (_, bits) =>
    statuses.filter((_, n) => bits & (1 << n)),
  )
  for (const subset of subsets) {
    const ends = permutations(subset).map(settle)
    expect(new Set(ends).size).toBe(1)
    expect(settle([...subset, ...subset])).toBe(ends[0])
  }
})

test('[DL4] queued < sent < delivered < read', () => {
  expect(movesForward('queued', 'sent')).toBe(true)
  expect(movesForward('sent', 'delivered')).toBe(true)
  expect(movesForward('delivered', 'read')).toBe(true)
  expect(movesForward('read', 'delivered')).toBe(false)
  for (const status of statuses) expect(movesForward(status, status)).toBe(false)
})

test('[DL4] what arrived cannot fail any more; what seemed to fail may turn out to have arrived', () => {
  expect(movesForward('delivered', 'failed')).toBe(false)
  expect(movesForward('read', 'failed')).toBe(false)
  expect(movesForward('sent', 'failed')).toBe(true)
  expect(movesForward('failed', 'sent')).toBe(false)
  expect(movesForward('failed', 'delivered')).toBe(true)
})
