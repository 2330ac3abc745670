import type { VisitorItem } from '@baton/client'
import { describe, expect, test } from 'vitest'
import type { Unsent } from '../visit/unsent.ts'
import { en as words } from '../words.ts'
import { openChoices, transcript } from './transcript.ts'

let seq = 0
const at = (minute: number) => new Date(Date.now() - 3_600_000 + minute * 60_000).toISOString()

function said(
  from: 'contact' | 'bot' | 'agent' | 'system',
  name: string | null,
  text: string,
  minute = 0,
): VisitorItem {
  seq += 1
  const type = from === 'contact' ? 'MessageReceived' : 'MessageSent'
  const data = { messageId: null, clientId: null, from, parts: [{ kind: 'text', text } as const], text }
  return { type, seq, at: at(minute), actor: { kind: from, name }, data }
}

function changed(type: 'TakenOver' | 'Resolved' | 'HumanRequested', name = ''): VisitorItem {
  seq += 1
  if (type === 'TakenOver') return { type, seq, at: at(0), data: { name } }
  if (type === 'HumanRequested') return { type, seq, at: at(0), data: { waitingSince: at(0) } }
  return { type, seq, at: at(0), data: {} }
}

function unsentOf(text: string): Unsent {
  return { clientId: `client-${text}`, text, at: at(1), state: 'sending', reason: null }
}

const shapes = (items: readonly VisitorItem[], unsent: readonly Unsent[] = [], hasBot = true) =>
  transcript(items, unsent, words, hasBot).map(line =>
    line.kind === 'group'
      ? `${line.from}${line.holds ? '*' : ''} ${line.messages.length}`
      : 'text' in line
        ? line.text
        : 'day',
  )

describe('the transcript', () => {
  test('messages of one author stand together until too much time lies between them', () => {
    const items = [
      said('bot', 'Oli', 'a'),
      said('bot', 'Oli', 'b', 1),
      said('bot', 'Oli', 'c', 20),
      said('contact', null, 'd', 21),
    ]
    expect(shapes(items)).toEqual(['bot* 2', 'bot* 1', 'contact 1'])
  })

  test('[TK5] every change of control is a line of its own, and the ring is with who holds it now', () => {
    const items = [
      said('bot', 'Oli', 'a'),
      changed('HumanRequested'),
      changed('TakenOver', 'Ana'),
      said('agent', 'Ana', 'b'),
    ]
    expect(shapes(items)).toEqual([
      'bot 1',
      'A person has been asked to join',
      'You are now talking to Ana',
      'agent* 1',
    ])
    expect(shapes([...items, changed('Resolved')])).toEqual([
      'bot* 1',
      'A person has been asked to join',
      'You are now talking to Ana',
      'agent 1',
      'You are talking to the bot again',
    ])
  })

  test('a channel without a bot does not promise one at the hand-back', () => {
    const items = [changed('TakenOver', 'Ana'), changed('Resolved')]
    expect(shapes(items, [], false).at(-1)).toBe(words.personLeft)
  })

  test('[TK8] what the channel says itself at a takeover takes the place of our line', () => {
    const items = [changed('TakenOver', 'Ana'), said('system', null, 'Ana from the shop is here')]
    expect(shapes(items)).toEqual(['Ana from the shop is here'])
  })

  test('what is not sent yet stands at the end, with the visitor’s last words', () => {
    expect(shapes([said('contact', null, 'a')], [unsentOf('b')])).toEqual(['contact 2'])
  })

  test('choices wait for an answer until there is one, sent or not', () => {
    const asked = said('bot', 'Oli', '')
    const options = [{ id: 'yes', label: 'Yes' }]
    if (!('actor' in asked)) throw new Error('a message was meant')
    const item: VisitorItem = {
      ...asked,
      data: { ...asked.data, parts: [{ kind: 'choices', text: 'Well?', options }] },
    }
    expect(openChoices([item], [])?.options).toEqual(options)
    expect(openChoices([item, changed('HumanRequested')], [])?.options).toEqual(options)
    expect(openChoices([item], [unsentOf('Yes')])).toBeNull()
    expect(openChoices([item, said('contact', null, 'Yes')], [])).toBeNull()
  })

  test('[BT2] what a bot is writing stands where its message will, with what it said just before', () => {
    const items = [said('contact', null, 'a'), { ...said('bot', 'Oli', 'b'), at: new Date().toISOString() }]
    const lines = transcript(items, [], words, true, 'Half a sent')
    expect(lines.map(line => line.key)).toEqual(transcript(items, [], words, true).map(line => line.key))
    const last = lines.at(-1)
    const messages = last?.kind === 'group' ? last.messages : []
    expect(messages.map(({ unfinished = false }) => unfinished)).toEqual([false, true])
    expect(messages[1]?.parts).toEqual([{ kind: 'text', text: 'Half a sent' }])
  })
})
