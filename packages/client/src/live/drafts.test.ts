import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Drafts } from './drafts.ts'

const conversationId = '0198f2aa-0000-7000-8000-000000000001'
const [turn, laterTurn] = ['0198f2aa-0000-7000-8000-00000000000a', '0198f2aa-0000-7000-8000-00000000000b']

function begin() {
  const shown: string[] = []
  const drafts = new Drafts(draft => shown.push(draft.text))
  return {
    drafts,
    shown,
    piece: (at: number, text: string, turnId = turn) =>
      drafts.hear({ type: 'draft', conversationId, turnId, at, text }),
    over: (turnId = turn) => drafts.hear({ type: 'draft_over', conversationId, turnId }),
    says: (type: string, from?: string) =>
      drafts.settle({
        type: 'events',
        conversationId,
        after: 1,
        cursor: 2,
        items: [
          { seq: 2, epoch: 0, at: '2026-03-01T12:00:00.000Z', type, actor: { kind: 'bot' }, data: { from } },
        ],
      }),
  }
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('[BT2] what a bot is writing', () => {
  test('grows by its pieces, and its message takes its place', () => {
    const { shown, piece, says } = begin()
    piece(0, 'Your order ')
    piece(11, 'is on')
    says('MessageSent', 'bot')
    expect(shown).toEqual(['Your order ', 'Your order is on', ''])
  })

  test('stays while others speak, and while a person is asked for', () => {
    const { shown, piece, says } = begin()
    piece(0, 'One ')
    says('MessageReceived', 'contact')
    says('HumanRequested')
    says('MessageSent', 'system')
    piece(4, 'moment')
    expect(shown).toEqual(['One ', 'One moment'])
  })

  test('cut off, it stands until the text that was read takes its place', () => {
    const { shown, piece, over, says } = begin()
    piece(0, 'Your order ')
    over()
    says('TakenOver')
    expect(shown).toEqual(['Your order '])
    says('MessageInterrupted')
    expect(shown).toEqual(['Your order ', ''])
    vi.runAllTimers()
    expect(shown).toHaveLength(2)
  })

  test('over without a message, it goes by itself', () => {
    const { shown, piece, over } = begin()
    piece(0, 'Hm')
    over()
    vi.runAllTimers()
    expect(shown).toEqual(['Hm', ''])
  })

  test('the end of an earlier turn does not touch that of a later one', () => {
    const { shown, piece, over } = begin()
    piece(0, 'Old')
    over()
    piece(0, 'New', laterTurn)
    over()
    vi.runAllTimers()
    expect(shown).toEqual(['Old', 'New'])
  })

  test('half a text, whose beginning never came, is not shown', () => {
    const { shown, piece } = begin()
    piece(11, 'is on')
    piece(0, 'Your order is')
    piece(40, 'way')
    piece(13, ' here')
    expect(shown).toEqual(['Your order is', 'Your order is here'])
  })

  test('told again from the beginning, as after a break, it is not doubled', () => {
    const { drafts, shown, piece } = begin()
    piece(0, 'One')
    drafts.dropAll()
    piece(0, 'One two')
    piece(0, 'One two')
    expect(shown).toEqual(['One', '', 'One two', 'One two'])
  })
})
