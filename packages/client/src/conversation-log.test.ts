import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ConversationLog, emptyLog, extendLog } from './conversation-log.ts'
import type { Frame } from './frame.ts'

interface Item {
  readonly seq: number
  readonly text: string
}

/** A log of which a visitor sees a part: true is an item they may see. */
const visibleOf = fc.array(fc.boolean(), { minLength: 1, maxLength: 60 })

function itemsOf(visible: readonly boolean[]): Item[] {
  return visible.flatMap((seen, index) => (seen ? [{ seq: index + 1, text: `line ${index + 1}` }] : []))
}

function frameOf(items: readonly Item[], after: number, cursor: number): Frame<Item> {
  return { after, cursor, items: items.filter(item => item.seq > after && item.seq <= cursor) }
}

function read(frames: readonly Frame<Item>[], log: ConversationLog<Item> = emptyLog): ConversationLog<Item> {
  return frames.reduce((held, frame) => extendLog(held, frame).log, log)
}

describe('a conversation’s log', () => {
  test('[DL2] a reader cut at any frame and resumed from its cursor ends where a fresh read ends', () => {
    const cuts = fc.array(fc.nat(60), { maxLength: 8 })
    fc.assert(
      fc.property(visibleOf, cuts, (visible, at) => {
        const items = itemsOf(visible)
        const end = visible.length
        const stops = [...at.filter(cut => cut < end), end].sort((one, other) => one - other)
        const cut = stops.reduce(
          (log, stop) => extendLog(log, frameOf(items, log.cursor, Math.max(stop, log.cursor))).log,
          emptyLog as ConversationLog<Item>,
        )
        expect(cut).toEqual(read([frameOf(items, 0, end)]))
      }),
    )
  })

  test('[DL2] frames that overlap, repeat or come late never double an item, and never lose one', () => {
    const span = fc.tuple(fc.nat(60), fc.nat(60))
    fc.assert(
      fc.property(visibleOf, fc.array(span, { maxLength: 20 }), (visible, spans) => {
        const items = itemsOf(visible)
        const end = visible.length
        const frames = spans.map(([one, other]) =>
          frameOf(items, Math.min(one, other, end), Math.min(Math.max(one, other), end)),
        )
        const log = read(frames)
        expect(log.items).toEqual(frameOf(items, 0, log.cursor).items)
        expect(read([frameOf(items, log.cursor, end)], log)).toEqual(read([frameOf(items, 0, end)]))
      }),
    )
  })

  test('[DL2] a frame that begins ahead of the cursor is a gap and changes nothing', () => {
    const log = read([frameOf(itemsOf([true, true, true]), 0, 2)])
    expect(extendLog(log, frameOf(itemsOf([true, true, true, true]), 3, 4))).toEqual({ log, outcome: 'gap' })
  })

  test('[DL2] the cursor moves over what the reader may not see', () => {
    expect(extendLog(emptyLog as ConversationLog<Item>, frameOf([], 0, 7))).toEqual({
      log: { cursor: 7, items: [] },
      outcome: 'extended',
    })
  })
})
