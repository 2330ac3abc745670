import type { VisitorItem } from '@baton/client'
import { describe, expect, test } from 'vitest'
import { faultsOf } from './verify.ts'

function received(seq: number, clientId: string): VisitorItem {
  const data = { messageId: null, clientId, from: 'contact', parts: [], text: '' } as const
  return {
    type: 'MessageReceived',
    seq,
    at: '2026-03-01T12:00:00.000Z',
    actor: { kind: 'contact', name: null },
    data,
  }
}
const said = (...acknowledged: [string, number][]) => ({
  token: '',
  acknowledged: acknowledged.map(([clientId, seq]) => ({ clientId, seq })),
})

describe('the proof at the end of a simulation', () => {
  test('finds nothing wrong with a log that holds every message once, in order', () => {
    expect(faultsOf(said(['a', 1], ['b', 4]), [received(1, 'a'), received(4, 'b')])).toEqual([])
  })

  test('misses an acknowledged message', () => {
    expect(faultsOf(said(['a', 1], ['b', 2]), [received(1, 'a')])).toEqual([
      'message b, acknowledged as seq 2, is not in the log',
    ])
  })

  test('[DL3] sees a message twice', () => {
    const faults = faultsOf(said(['a', 1]), [received(1, 'a'), received(2, 'a')])
    expect(faults).toEqual(['message a is in the log 2 times'])
  })

  test('[DL2] sees a log out of order, a wrong place and messages that changed places', () => {
    expect(faultsOf(said(), [received(2, 'a'), received(1, 'b')])).toEqual(['seq 1 comes after 2'])
    expect(faultsOf(said(['a', 1]), [received(2, 'a')])).toEqual([
      'message a was acknowledged as 1 and is at 2',
    ])
    expect(faultsOf(said(['a', 2], ['b', 1]), [received(1, 'b'), received(2, 'a')])).toEqual([
      'message b was written after seq 2 and is at 1',
    ])
  })
})
