import { describe, expect, test } from 'vitest'
import { heldOrder } from './held-order.ts'

describe('the order of a list', () => {
  test('free, it is the live one', () => {
    expect(heldOrder(['a', 'b'], ['b', 'c', 'a'], false)).toEqual({ ids: ['b', 'c', 'a'], fresh: 0 })
  })
  test('held, no row moves, and what came is counted', () => {
    expect(heldOrder(['a', 'b'], ['c', 'd', 'a', 'b'], true)).toEqual({ ids: ['a', 'b'], fresh: 2 })
  })
  test('held, a row that jumped ahead waits in its place', () => {
    expect(heldOrder(['a', 'b', 'c'], ['c', 'a', 'b'], true)).toEqual({ ids: ['a', 'b', 'c'], fresh: 1 })
  })
  test('held, a row that left stays until the order settles', () => {
    expect(heldOrder(['a', 'b', 'c'], ['a', 'c'], true)).toEqual({ ids: ['a', 'b', 'c'], fresh: 0 })
  })
  test('a list that shows nothing yet has nothing to hold', () => {
    expect(heldOrder([], ['a'], true)).toEqual({ ids: ['a'], fresh: 0 })
  })
})
