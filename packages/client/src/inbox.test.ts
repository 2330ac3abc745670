import type { ConversationRow } from '@baton/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  activeRows,
  emptyInbox,
  intervenedRows,
  mineRows,
  requestingRows,
  withRows,
  withSnapshot,
} from './inbox.ts'

const noon = Date.parse('2026-03-01T12:00:00.000Z')
const ana = { id: 'ana', name: 'Ana' }
const ben = { id: 'ben', name: 'Ben' }

function rowOf(id: string, seq: number, given: Partial<ConversationRow> = {}): ConversationRow {
  return {
    id,
    state: 'active',
    epoch: 0,
    seq,
    owner: null,
    heldSince: null,
    contact: { id: `contact-${id}`, name: `Contact ${id}`, email: null, version: 1 },
    channelId: 'channel',
    channel: { id: 'channel', name: 'Shop', kind: 'web' },
    bot: null,
    teamId: null,
    request: null,
    lastMessage: null,
    tags: [],
    status: null,
    topic: null,
    priority: 'low',
    question: null,
    offer: null,
    signals: null,
    heat: 0,
    deliveredThrough: 0,
    readThrough: 0,
    composerWhileBot: 'takes_over',
    movedAt: new Date(noon - 3_600_000 + seq * 1_000).toISOString(),
    createdAt: '2026-03-01T00:00:00.000Z',
    ...given,
  }
}

function waiting(id: string, seq: number, minutes: number): ConversationRow {
  const since = new Date(noon - minutes * 60_000).toISOString()
  return rowOf(id, seq, {
    state: 'requesting',
    request: { since, priority: 'normal', reasons: [], summary: null, botMay: 'answers' },
  })
}

const counts = { active: 1, requesting: 2, intervened: 3, mine: 1, teams: [] }
const ids = (rows: readonly ConversationRow[]) => rows.map(row => row.id)

describe('the inbox', () => {
  test('[DL2] rows that come in any order, any number of times, give the same inbox', () => {
    const history = fc.array(
      fc.record({
        id: fc.constantFrom('a', 'b', 'c', 'd'),
        state: fc.constantFrom('active', 'requesting', 'intervened'),
      }),
      { minLength: 1, maxLength: 25 },
    )
    const shuffled = history.chain(changes => {
      const rows = changes.map((change, index) => rowOf(change.id, index + 1, { state: change.state }))
      return fc.tuple(
        fc.constant(rows),
        fc.shuffledSubarray([...rows, ...rows], { minLength: rows.length * 2 }),
      )
    })
    fc.assert(
      fc.property(shuffled, ([rows, mixed]) => {
        const inOrder = withRows(emptyInbox, rows)
        const mixedUp = mixed.reduce((inbox, row) => withRows(inbox, [row]), emptyInbox)
        for (const list of [requestingRows, intervenedRows]) expect(list(mixedUp)).toEqual(list(inOrder))
        expect(activeRows(mixedUp, noon)).toEqual(activeRows(inOrder, noon))
      }),
    )
  })

  test('[DL2] a snapshot that was taken before a row came does not undo the row', () => {
    const inbox = withSnapshot(withRows(emptyInbox, [rowOf('a', 5)]), [waiting('a', 4, 1)], counts)
    expect(ids(requestingRows(inbox))).toEqual([])
    expect(ids(activeRows(inbox, noon))).toEqual(['a'])
    expect(inbox.counts).toEqual(counts)
  })

  test('whom a snapshot leaves out neither waits nor is held any more', () => {
    const before = withRows(emptyInbox, [waiting('a', 1, 1), waiting('b', 1, 2), rowOf('c', 1)])
    const inbox = withSnapshot(before, [waiting('b', 1, 2)], counts)
    expect(ids(requestingRows(inbox))).toEqual(['b'])
    expect(ids(activeRows(inbox, noon))).toEqual(['c'])
  })

  test('who waits longest comes first, wherever the last message was', () => {
    const inbox = withRows(emptyInbox, [waiting('new', 9, 1), waiting('old', 1, 30), waiting('mid', 5, 10)])
    expect(ids(requestingRows(inbox))).toEqual(['old', 'mid', 'new'])
  })

  test('active is what moved in the last 24 hours, the newest first', () => {
    const stale = rowOf('stale', 1, { movedAt: new Date(noon - 24 * 3_600_000 - 1).toISOString() })
    const inbox = withRows(emptyInbox, [rowOf('a', 1), rowOf('b', 2), stale])
    expect(ids(activeRows(inbox, noon))).toEqual(['b', 'a'])
  })

  test('mine are the intervened ones that I hold', () => {
    const held = { state: 'intervened' } as const
    const inbox = withRows(emptyInbox, [
      rowOf('a', 1, { ...held, owner: ana }),
      rowOf('b', 2, { ...held, owner: ben }),
      rowOf('c', 3, { ...held, owner: ana }),
    ])
    expect(ids(mineRows(inbox, 'ana'))).toEqual(['c', 'a'])
  })
})
