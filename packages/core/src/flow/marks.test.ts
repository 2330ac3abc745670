import { describe, expect, it } from 'vitest'
import type { TurnInput } from '../conversation/turn.ts'
import { freshMemory } from '../conversation/turn.ts'
import { plainText, textParts } from '../message/content.ts'
import { advance } from './advance.ts'
import { parseFlow } from './parse-flow.ts'
import { warningsOf } from './warnings.ts'

const at = '2026-03-02T12:00:00.000Z'
const context = { at, wakeId: 'w' }
const inputs = (...said: string[]): readonly TurnInput[] =>
  said.map(text => ({ seq: 1, text, parts: textParts(text), at }))

function flowOf(json: object) {
  const parsed = parseFlow({ name: 'Test', ...json })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
  return parsed.flow
}

const marking = flowOf({
  start: 'tag',
  blocks: {
    tag: { kind: 'tag', add: ['vip', 'new'], next: 'untag' },
    untag: { kind: 'tag', remove: ['new', 'old'], next: 'priority' },
    priority: { kind: 'priority', priority: 'high', next: 'status' },
    status: { kind: 'status', status: 'Waiting for parts', next: 'queue' },
    queue: { kind: 'queue', team: 'Returns', next: 'rate' },
    rate: {
      kind: 'feedback',
      text: 'How was it?',
      labels: ['Awful', 'Bad', 'So so', 'Good', 'Great'],
      commentText: 'Why?',
      variable: 'rating',
      next: 'bye',
    },
    bye: { kind: 'end', text: 'Thank you.' },
  },
})

describe('mark blocks', () => {
  const step = advance(marking, freshMemory, { kind: 'said', inputs: inputs('hi') }, context)
  it('add up over one run; the last word on each counts', () => {
    expect(step.marks).toEqual({
      addTags: ['vip'],
      removeTags: ['new', 'old'],
      priority: 'high',
      status: 'Waiting for parts',
    })
    expect(step.team).toBe('Returns')
  })
  it('a rating is kept when it is given, and again with its comment', () => {
    const rated = advance(marking, step.memory, { kind: 'said', inputs: inputs('good') }, context)
    expect(rated.feedback).toEqual({ rating: 4, comment: null })
    expect(rated.messages.map(plainText)).toEqual(['Why?'])
    const commented = advance(marking, rated.memory, { kind: 'said', inputs: inputs('fast') }, context)
    expect(commented).toMatchObject({
      feedback: { rating: 4, comment: 'fast' },
      memory: { position: null, variables: { rating: 4 } },
    })
    const both = advance(marking, step.memory, { kind: 'said', inputs: inputs('5', 'kind') }, context)
    expect(both.feedback).toEqual({ rating: 5, comment: 'kind' })
  })
  it('who speaks of something else twice is not asked a third time', () => {
    const once = advance(marking, step.memory, { kind: 'said', inputs: inputs('what?') }, context)
    expect(once.messages.map(plainText)[0]).toContain('How was it?')
    const twice = advance(marking, once.memory, { kind: 'said', inputs: inputs('what?') }, context)
    expect(twice.messages.map(plainText)).toEqual(['Thank you.'])
    expect(twice.feedback).toBeUndefined()
  })
})

describe('parsing blocks that call and mark', () => {
  it('names the block and what to do about each fault', () => {
    const parsed = parseFlow({
      name: 'Bad',
      start: 'r',
      blocks: {
        r: {
          kind: 'request',
          method: 'GET',
          url: 'https://{{host}}/x',
          headers: [{ name: 'Host', value: 'x' }, { name: 'A' }],
          body: {},
          save: [{ variable: 'said', path: 'a..b' }],
        },
        a: { kind: 'ai', prompt: 'Hi', otherwise: 'r' },
        t: { kind: 'ask_team', question: 'Ok?', withinMs: 5, otherwise: 'r' },
        f: { kind: 'feedback', text: 'Rate', labels: ['a', 'b'] },
        g: { kind: 'tag' },
        q: { kind: 'queue' },
        p: { kind: 'priority', priority: 'huge' },
      },
    })
    const lines = parsed.ok ? [] : parsed.faults.map(fault => `${fault.block} ${fault.path} ${fault.message}`)
    expect(lines).toEqual([
      'r body is not sent with GET: remove it, or choose POST',
      'r url must begin with https:// (or http://) and a host, without variables or a password',
      'r headers[0].name is set by Baton: remove it',
      'r headers[1].value must stand alone: give either value or secret',
      'r save[0].path must be a path such as order.items[0].name',
      'r save[0].variable "said" always holds the customer’s last words: take another name',
      'r otherwise is missing: name the block to go to when the call fails',
      'a bot must stand alone: choose an AI agent, or give a model of the block’s own',
      't variable is missing: name the variable that keeps the answer',
      't withinMs must be a whole number from 1000 to 604800000',
      'f labels must be five different texts, from 1 to 5',
      'g add is missing: name the tags to add, or those to remove',
      'q team is missing: add text',
      'p priority must be one of low, normal, high, urgent',
    ])
  })
  it('refuses a way round of calls alone: two machines would talk for ever', () => {
    const call = { kind: 'request', url: 'https://x.example/', otherwise: 'b' }
    const blocks = { a: { ...call, next: 'a' }, b: { kind: 'end' } }
    const parsed = parseFlow({ name: 'Round', start: 'a', blocks })
    expect(parsed).toMatchObject({ ok: false, faults: [{ block: 'a' }] })
    const paused = { ...blocks, a: { ...call, next: 'w' }, w: { kind: 'wait', forMs: 1_000, next: 'a' } }
    expect(parseFlow({ name: 'Round', start: 'a', blocks: paused }).ok).toBe(true)
  })
})

describe('warnings of a sound flow', () => {
  it('name dead ends, lost blocks and hand-offs, and questions without a way out', () => {
    const flow = flowOf({
      start: 'ask',
      blocks: {
        ask: {
          kind: 'question',
          text: 'Name?',
          variable: 'name',
          check: { kind: 'text' },
          retryText: 'Again?',
          next: 'menu',
        },
        menu: { kind: 'choices', text: 'Which?', options: [{ id: 'a', label: 'A' }], otherwise: 'set' },
        set: { kind: 'set', assign: { x: 1 } },
        lost: { kind: 'message', text: 'Nobody', next: 'bye' },
        person: { kind: 'handoff', reason: 'r' },
        entry: { kind: 'message', text: 'Hi', label: 'Entry', next: 'bye' },
        bye: { kind: 'end' },
      },
    })
    expect(
      warningsOf(flow).map(({ block, path, message }) => `${block} ${path} ${message.split(':')[0]}`),
    ).toEqual([
      'null  never asks for a person',
      'ask otherwise asks on and on, and no phrase leads out',
      'menu options[0].next ends the flow here',
      'set next ends the flow here',
      'lost  is never reached',
      'person  is a hand-off that nobody can reach',
    ])
  })
  it('find nothing in a flow that leads everywhere and out again', () => {
    const flow = flowOf({
      start: 'ask',
      triggers: [{ phrases: ['human'], go: 'person' }],
      blocks: {
        ask: { kind: 'choices', text: 'Which?', options: [{ id: 'a', label: 'A', next: 'bye' }] },
        bye: { kind: 'end' },
        person: { kind: 'handoff', reason: 'r' },
      },
    })
    expect(warningsOf(flow)).toEqual([])
  })
})
