import type { ConversationRow } from '@baton/client'
import { describe, expect, test } from 'vitest'
import { newsOf, watchedOf } from './news.ts'

const at = '2026-11-21T09:00:00.000Z'
const me = { id: 'ana', name: 'Ana' }
const ben = { id: 'ben', name: 'Ben' }

function row(id: string, of: Partial<ConversationRow>): ConversationRow {
  return {
    id,
    seq: 1,
    state: 'active',
    owner: null,
    offer: null,
    lastMessage: null,
    ...of,
  } as ConversationRow
}
const waits = (of: Partial<ConversationRow> = {}) => row('otto', { state: 'requesting', ...of })
const held = (owner: typeof me, of: Partial<ConversationRow> = {}) =>
  row('otto', { state: 'intervened', owner, ...of })
const said = (seq: number, from: 'contact' | 'agent' = 'contact') => ({
  lastMessage: { seq, from, name: null, text: 'Hello', at },
})

/** From one row to another; null: not in the lists. */
function news(before: ConversationRow | null, now: ConversationRow): readonly string[] {
  const watched = (each: ConversationRow | null) => watchedOf(each ? [each] : [])
  return newsOf(watched(before), watched(now), me.id, () => now).map(({ kind }) => kind)
}

describe('what is news', () => {
  test('somebody begins to wait, once', () => {
    expect(news(null, waits())).toEqual(['waits'])
    expect(news(waits(), waits({ seq: 2 }))).toEqual([])
    expect(news(held(ben), waits())).toEqual(['waits'])
  })
  test('an offer to me, and its renewal, but not another agent’s [RT1]', () => {
    const until = (minute: number) => `2026-11-21T09:0${minute}:00.000Z`
    const offered = (agent: typeof me, minute: number) => waits({ offer: { agent, until: until(minute) } })
    expect(news(waits(), offered(me, 1))).toEqual(['offered'])
    expect(news(null, offered(me, 1))).toEqual(['offered'])
    expect(news(offered(me, 1), { ...offered(me, 1), seq: 3 })).toEqual([])
    expect(news(offered(ben, 1), offered(me, 2))).toEqual(['offered'])
    expect(news(offered(me, 1), offered(ben, 2))).toEqual([])
  })
  test('what comes into my hands and what leaves them [OW2]', () => {
    expect(news(waits(), held(me))).toEqual(['given'])
    expect(news(null, held(me))).toEqual(['given'])
    expect(news(held(ben), held(me))).toEqual(['given'])
    expect(news(held(me), held(ben))).toEqual(['lost'])
    expect(news(held(me), waits())).toEqual(['lost'])
    expect(news(held(me), row('otto', {}))).toEqual(['lost'])
    expect(news(held(ben), row('otto', {}))).toEqual([])
  })
  test('what my customers say, and nobody else’s', () => {
    expect(news(held(me, said(3)), held(me, said(5)))).toEqual(['said'])
    expect(news(held(me, said(3)), held(me, said(5, 'agent')))).toEqual([])
    expect(news(held(ben, said(3)), held(ben, said(5)))).toEqual([])
  })
})
