import type { ClientMessage, ServerMessage } from '@baton/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ConversationLog, emptyLog, extendLog } from '../conversation-log.ts'
import { type EventRow, Readers } from './readers.ts'

const conversationId = '0198f2aa-0000-7000-8000-000000000001'

function eventOf(seq: number): EventRow {
  return {
    seq,
    epoch: 0,
    type: 'NoteAdded',
    at: '2026-03-01T12:00:00.000Z',
    actor: { kind: 'bot' },
    data: {},
  }
}

function frameOf(after: number, cursor: number): Extract<ServerMessage, { type: 'events' }> {
  const items = Array.from({ length: cursor - after }, (_, index) => eventOf(after + index + 1))
  return { type: 'events', conversationId, after, cursor, items }
}

/** A line that a test may break, and what was asked on it. */
function brokenLine() {
  const asked: number[] = []
  const readers = new Readers((message: ClientMessage) => {
    if (message.type === 'follow') asked.push(message.after)
    return true
  })
  return { readers, asked }
}

function read(readers: Readers, after = 0) {
  const reader = { log: { ...emptyLog, cursor: after } as ConversationLog<EventRow>, reloads: 0 }
  readers.follow({
    conversationId,
    after,
    onItems: frame => {
      const { log, outcome } = extendLog(reader.log, frame)
      expect(frame.after).toBe(reader.log.cursor)
      expect(outcome).not.toBe('gap')
      reader.log = log
    },
    onReload: () => {
      reader.log = emptyLog
      reader.reloads += 1
    },
  })
  return reader
}

describe('readers of conversations', () => {
  test('[DL2] lost, repeated and late frames, and breaks, end where a fresh read ends', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('commit'), size: fc.integer({ min: 1, max: 4 }), lost: fc.boolean() }),
      fc.record({ do: fc.constant('repeat'), back: fc.nat(6) }),
      fc.record({ do: fc.constant('break') }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), steps => {
        const { readers, asked } = brokenLine()
        const reader = read(readers)
        let end = 0
        for (const taken of steps) {
          if ('size' in taken) {
            end += taken.size
            if (!taken.lost) readers.hear(frameOf(end - taken.size, end))
          } else if ('back' in taken) readers.hear(frameOf(Math.max(0, end - taken.back), end))
          else readers.followAll()
          // The server answers a question some time after it was put.
          const after = asked.pop()
          if (after !== undefined && taken.do === 'break') readers.hear(frameOf(after, end))
        }
        readers.followAll()
        readers.hear(frameOf(asked.at(-1) ?? 0, end))
        expect(reader.log.items.map(item => item.seq)).toEqual(frameOf(0, end).items.map(item => item.seq))
      }),
    )
  })

  test('[DL2] a gap is asked for once, from the reader’s own cursor, and again at a heartbeat', () => {
    const { readers, asked } = brokenLine()
    read(readers)
    readers.hear(frameOf(0, 3))
    readers.hear(frameOf(4, 5))
    readers.hear(frameOf(5, 6))
    expect(asked).toEqual([0, 3])
    readers.followUnanswered()
    expect(asked).toEqual([0, 3, 3])
    readers.hear(frameOf(3, 6))
    readers.followUnanswered()
    expect(asked).toEqual([0, 3, 3])
  })

  test('two readers of one conversation are followed from the hindmost, and neither gets anything twice', () => {
    const { readers, asked } = brokenLine()
    const first = read(readers)
    readers.hear(frameOf(0, 5))
    const second = read(readers, 2)
    expect(asked).toEqual([0, 2])
    readers.hear(frameOf(2, 6))
    expect(first.log.items.map(item => item.seq)).toEqual([1, 2, 3, 4, 5, 6])
    expect(second.log.items.map(item => item.seq)).toEqual([3, 4, 5, 6])
  })

  test('[DL2] told to reload, a reader forgets and follows from 0', () => {
    const { readers, asked } = brokenLine()
    const reader = read(readers)
    readers.hear(frameOf(0, 5))
    readers.reload(conversationId, 'too far behind')
    readers.hear(frameOf(0, 2))
    expect(asked).toEqual([0, 0])
    expect(reader.reloads).toBe(1)
    expect(reader.log.cursor).toBe(2)
  })

  test('an answer without news tells the reader that it has everything', () => {
    const { readers } = brokenLine()
    const frames: number[] = []
    readers.follow({ conversationId, after: 4, onItems: frame => frames.push(frame.items.length) })
    readers.hear(frameOf(4, 4))
    readers.hear(frameOf(4, 4))
    expect(frames).toEqual([0])
  })

  test('who stopped following hears nothing, and the last one leaves the conversation', () => {
    const sent: ClientMessage[] = []
    const readers = new Readers(message => sent.push(message) > 0)
    const stop = readers.follow({ conversationId, after: 0, onItems: () => expect.unreachable() })
    stop()
    stop()
    readers.hear(frameOf(0, 2))
    expect(sent.map(message => message.type)).toEqual(['follow', 'unfollow'])
  })
})
