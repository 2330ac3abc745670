import type { ConversationEvent } from '@baton/core'
import { expect, test } from 'vitest'
import { hearEvent, silence } from '../app/hearing.ts'
import { hearingFrom, hearingJson } from './hearing-json.ts'

const said = (seq: number, text: string) =>
  ({
    type: 'MessageReceived',
    seq,
    epoch: 0,
    at: '2026-03-02T09:00:00.000Z',
    actor: { kind: 'contact', id: 'carla' },
    data: { messageId: `m${seq}`, clientId: null, parts: [], text, turn: null },
  }) as unknown as ConversationEvent

test('what was heard comes back from its row as it was', () => {
  const texts = ['Where is my order 4821?', 'I told you twice, where is my order', 'Get me a human', '👍', '']
  const heard = texts.reduce((hearing, text, at) => hearEvent(hearing, said(at + 1, text)), silence)
  const more = {
    ...heard,
    fired: { r: 2 },
    verdicts: { p: { holds: true, seq: 3 } },
    nextCheck: '2026-03-02T09:05:00.000Z',
  }
  for (const hearing of [silence, heard, more]) {
    const json = hearingJson(hearing)
    expect(hearingFrom(JSON.parse(json))).toEqual(hearing)
  }
})

test('long messages leave a row small', () => {
  const long = Array.from({ length: 800 }, (_, n) => `word${n}`).join(' ')
  const heard = [1, 2, 3, 4, 5, 6].reduce(
    (hearing, seq) => hearEvent(hearing, said(seq, `${seq} ${long}`)),
    silence,
  )
  expect(hearingJson(heard).length).toBeLessThan(1_000)
})
