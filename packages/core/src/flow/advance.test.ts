import { describe, expect, it } from 'vitest'
import type { BotMemory, BotResume, TurnInput } from '../conversation/turn.ts'
import { freshMemory } from '../conversation/turn.ts'
import { plainText, textParts } from '../message/content.ts'
import { advance } from './advance.ts'
import type { Flow } from './definition.ts'
import { parseFlow } from './parse-flow.ts'
import type { FlowInput, FlowStep } from './step.ts'

const noon = '2026-03-02T12:00:00.000Z'
const later = '2026-03-02T12:00:05.000Z'

function flowOf(json: object): Flow {
  const parsed = parseFlow({ name: 'Test', ...json })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
  return parsed.flow
}

const shop = flowOf({
  start: 'hello',
  triggers: [
    { phrases: ['never mind', 'déjalo'], withdraw: true, go: 'still_here' },
    { phrases: ['forget the person'], withdraw: true },
    { phrases: ['human', 'una persona'], go: 'person' },
    { phrases: ['start over'], go: 'hello' },
    { phrases: ['my order'], go: 'number' },
  ],
  variables: { shop: 'Alder & Co' },
  blocks: {
    hello: { kind: 'message', text: 'Welcome to {{shop}}.', next: 'menu' },
    menu: {
      kind: 'choices',
      text: 'What is it about?',
      retryText: 'Please pick one.',
      variable: 'topic',
      options: [
        { id: 'order', label: 'My parcel', next: 'number' },
        { id: 'email', label: 'Write to me', synonyms: ['mail'], next: 'email' },
        { id: 'no', label: 'No', next: 'bye' },
      ],
    },
    number: {
      kind: 'question',
      text: 'Which number?',
      variable: 'order',
      check: { kind: 'pattern', pattern: '#{5}' },
      retryText: 'Five digits, please.',
      attempts: 2,
      otherwise: 'person',
      next: 'look',
    },
    look: { kind: 'wait', forMs: 2000, next: 'found' },
    found: { kind: 'message', text: 'Order {{order}} is on its way.', next: 'email' },
    email: {
      kind: 'question',
      text: 'Your email?',
      variable: 'email',
      check: { kind: 'email' },
      retryText: 'That is no email.',
      next: 'bye',
    },
    bye: { kind: 'end', text: 'Goodbye {{email}}{{nobody}}.' },
    person: {
      kind: 'handoff',
      reason: '{{said}}',
      text: 'I ask a person.',
      summary: 'Order {{order}}',
      priority: 'high',
    },
    still_here: { kind: 'message', text: 'I am still here.' },
    anything: {
      kind: 'choices',
      closing: true,
      text: 'Anything else?',
      options: [
        { id: 'more', label: 'One more thing', next: 'menu' },
        { id: 'done', label: 'All done', next: 'bye' },
      ],
    },
  },
})

function inputs(...texts: string[]): readonly TurnInput[] {
  return texts.map((text, n) => ({ seq: n + 1, text, parts: textParts(text), at: noon }))
}

function step(memory: BotMemory, input: FlowInput, at = noon, flow = shop): FlowStep {
  return advance(flow, memory, input, { at, wakeId: `wake-${at}` })
}

const say = (...texts: string[]): FlowInput => ({ kind: 'said', inputs: inputs(...texts) })
const resumed = (resume: BotResume, ...texts: string[]): FlowInput => ({
  kind: 'resumed',
  resume,
  inputs: inputs(...texts),
})

/** The memory after these turns. */
function after(...turns: string[]): BotMemory {
  return turns.reduce((memory, text) => step(memory, say(text)).memory, freshMemory)
}

const heard = ({ messages }: FlowStep) => messages.map(plainText)
const menuSaid = 'What is it about?\n• My parcel\n• Write to me\n• No'

describe('a flow that is spoken to', () => {
  it('starts at the first message, whatever it says, and asks its first question', () => {
    expect(heard(step(freshMemory, say('zxcv')))).toEqual(['Welcome to Alder & Co.', menuSaid])
  })
  it('takes a choice by tap, by words or by number, and keeps it', () => {
    for (const text of ['order', 'MY PARCEL', 'it is about my parcel please', '1']) {
      const { memory, messages } = step(after('hi'), say(text))
      expect(messages.map(plainText)).toEqual(['Which number?'])
      expect(memory.variables).toEqual({ topic: 'My parcel' })
    }
  })
  it('takes the answer along that came with a choice', () => {
    const { memory, messages } = step(after('hi'), say('my parcel 48213'))
    expect(messages).toEqual([])
    expect(memory.variables).toEqual({ topic: 'My parcel', order: '48213' })
  })
  it('does not take a short word in the middle for a choice', () => {
    expect(heard(step(after('hi'), say('I have no idea')))).toEqual([
      menuSaid.replace('What is it about?', 'Please pick one.'),
    ])
  })
  it('asks again until an answer passes its check, and leads elsewhere after the last attempt', () => {
    const once = step(after('hi', 'order'), say('soon'))
    expect(heard(once)).toEqual(['Five digits, please.'])
    const twice = step(once.memory, say('really soon'))
    expect(twice.handoff).toEqual({ reason: 'really soon', summary: 'Order', priority: 'high' })
    expect(twice.memory.position).toBeNull()
  })
  it('finds the answer in a sentence', () => {
    expect(after('hi', 'order', 'it’s #48213, thanks').variables).toMatchObject({ order: '48213' })
  })
  it('tries triggers before the open question, without case and accents, but on whole words only', () => {
    for (const text of ['HUMAN!', 'quiero hablar con UNA PERSONA', 'Can a húman help?']) {
      const { handoff, memory } = step(after('hi', 'email'), say(text))
      expect(handoff?.reason).toBe(text)
      expect(memory.position).toBeNull()
    }
    expect(step(after('hi', 'email'), say('human@shop.example')).handoff).toBeNull()
    expect(step(after('hi', 'email'), say('inhumane')).handoff).toBeNull()
  })
  it('takes the first trigger of the flow, not the first in the message', () => {
    expect(step(freshMemory, say('my order is lost, get me a human')).handoff).not.toBeNull()
    expect(step(freshMemory, say('a human? never mind')).withdraw).not.toBeNull()
  })
  it('does not ask for what the words that led to the question hold already', () => {
    const { memory, messages } = step(freshMemory, say('where is my order 48213?'))
    expect(messages).toEqual([])
    expect(memory.variables).toEqual({ order: '48213' })
    expect(memory.wake).not.toBeNull()
  })
  it('starts afresh after a hand-off, and keeps its variables', () => {
    const gone = after('hi', 'order', 'human')
    expect(gone).toEqual({ position: null, variables: { topic: 'My parcel' }, wake: null })
    expect(heard(step(gone, say('hello?')))[0]).toBe('Welcome to Alder & Co.')
  })
  it('puts nothing for a variable that nobody set, and never reads a value as a template', () => {
    expect(heard(step(after('hi'), say('no')))).toEqual(['Goodbye .'])
    const memory = { ...after('hi', 'email'), variables: { nobody: '{{shop}}' } }
    expect(heard(step(memory, say('ana@shop.example')))).toEqual(['Goodbye ana@shop.example{{shop}}.'])
  })
  it('[BT1] is fed several messages of one turn in order, and does not count as a miss what came too early', () => {
    const { memory, messages } = step(freshMemory, say('hi', 'it is broken', 'my parcel'))
    expect(messages.map(plainText)).toEqual(['Welcome to Alder & Co.', menuSaid, 'Which number?'])
    expect(memory.position).toMatchObject({ block: 'number', misses: 0 })
  })
  it('says nothing after a hand-off in the same breath, unless the customer takes it back', () => {
    const gone = step(freshMemory, say('human', 'hello?', 'my order 48213'))
    expect(heard(gone)).toEqual(['I ask a person.'])
    const back = step(freshMemory, say('human', 'oh never mind'))
    expect(back.handoff).toBeNull()
    expect(back.withdraw).toEqual({ reason: 'oh never mind' })
  })
  it('[RQ5] withdraws the wish for a person at the customer’s own "never mind"', () => {
    const { withdraw, messages } = step(after('hi', 'human'), say('Déjalo'))
    expect(withdraw).toEqual({ reason: 'Déjalo' })
    expect(messages.map(plainText)).toEqual(['I am still here.'])
  })
  it('[RQ5] repeats the open question when a withdrawal leads nowhere', () => {
    const { withdraw, messages, memory } = step(after('hi', 'order'), say('forget the person'))
    expect(withdraw).not.toBeNull()
    expect(messages.map(plainText)).toEqual(['Which number?'])
    expect(memory.position).toMatchObject({ block: 'number' })
  })
  it('[HB1] understands a tap on a closing block that was sent while it stood elsewhere', () => {
    expect(heard(step(freshMemory, say('One more thing')))).toEqual([menuSaid])
    expect(heard(step(after('hi', 'email'), say('All done')))).toEqual(['Goodbye .'])
  })
})

describe('a flow that waits', () => {
  const waiting = after('hi', 'order', '48213')

  it('asks to be woken, under the id that it was given', () => {
    expect(waiting.wake).toEqual({ id: `wake-${noon}`, at: '2026-03-02T12:00:02.000Z' })
  })
  it('keeps what is said meanwhile for the next question, and the pause as it is', () => {
    const { memory, messages } = step(waiting, say('send it to ana@shop.example'))
    expect(messages).toEqual([])
    expect(memory.wake).toEqual(waiting.wake)
    const woken = step(memory, { kind: 'woke' }, later)
    expect(heard(woken)).toEqual(['Order 48213 is on its way.', 'Goodbye ana@shop.example.'])
  })
  it('asks when nothing said meanwhile is an answer', () => {
    const { memory } = step(waiting, say('hello??'))
    const woken = step(memory, { kind: 'woke' }, later)
    expect(heard(woken)).toEqual(['Order 48213 is on its way.', 'Your email?'])
    expect(woken.memory.wake).toBeNull()
  })
  it('goes on by itself at a message after its time', () => {
    expect(heard(step(waiting, say('so?'), later))).toEqual(['Order 48213 is on its way.', 'Your email?'])
  })
  it('hears a trigger during the pause', () => {
    const { handoff, memory } = step(waiting, say('human'))
    expect(handoff?.summary).toBe('Order 48213')
    expect(memory.wake).toBeNull()
  })
  it('hears what was written while it woke', () => {
    const woken = step(waiting, { kind: 'woke', inputs: inputs('ana@shop.example') }, later)
    expect(heard(woken)).toEqual(['Order 48213 is on its way.', 'Your email?', 'Goodbye ana@shop.example.'])
  })
  it('does nothing when woken without a pause', () => {
    expect(step(freshMemory, { kind: 'woke' }).messages).toEqual([])
    expect(step(after('hi'), { kind: 'woke' }).messages).toEqual([])
  })
  it('does not leave words unanswered that fell into a pause before the end', () => {
    const flow = flowOf({
      start: 'ask',
      blocks: {
        ask: { kind: 'choices', text: 'Go?', options: [{ id: 'go', label: 'Go', next: 'rest' }] },
        rest: { kind: 'wait', forMs: 10 },
      },
    })
    const asked = step(freshMemory, say('hi'), noon, flow).memory
    const paused = step(asked, say('go'), noon, flow).memory
    const spoken = step(paused, say('and now?'), noon, flow).memory
    expect(heard(step(spoken, { kind: 'woke' }, later, flow))).toEqual(['Go?\n• Go'])
  })
})

describe('a flow after a person', () => {
  it('[HB3] asks an unanswered question again, once', () => {
    const asking = after('hi', 'order')
    const again = step(asking, resumed('continue'))
    expect(heard(again)).toEqual(['Which number?'])
    expect(again.memory).toEqual(asking)
    expect(heard(step(after('hi'), resumed('continue')))).toEqual([menuSaid])
  })
  it('[HB3] does not ask again when the answer came meanwhile', () => {
    const { memory, messages } = step(after('hi', 'order'), resumed('continue', 'ok', '48213'))
    expect(messages).toEqual([])
    expect(memory.variables).toMatchObject({ order: '48213' })
    const asked = step(after('hi', 'order'), resumed('continue', 'ok'))
    expect(heard(asked)).toEqual(['Which number?'])
    expect(asked.memory.position).toMatchObject({ misses: 0 })
  })
  it('[HB3] keeps waiting, or goes on when its time has passed', () => {
    const waiting = after('hi', 'order', '48213')
    const still = step(waiting, resumed('continue'))
    expect(still.messages).toEqual([])
    expect(still.memory).toEqual(waiting)
    expect(heard(step(waiting, resumed('continue'), later))).toEqual([
      'Order 48213 is on its way.',
      'Your email?',
    ])
  })
  it('[HB3] says nothing where nothing is open', () => {
    expect(step(freshMemory, resumed('continue'))).toEqual({
      messages: [],
      handoff: null,
      withdraw: null,
      memory: freshMemory,
    })
  })
  it('[HB3] restarts, jumps to a block, or stays silent, as chosen', () => {
    const asking = after('hi', 'order')
    expect(heard(step(asking, resumed('restart')))).toEqual(['Welcome to Alder & Co.', menuSaid])
    expect(heard(step(asking, resumed({ at: 'email' })))).toEqual(['Your email?'])
    const silent = step(asking, resumed('silent'))
    expect(silent.messages).toEqual([])
    expect(silent.memory).toEqual(asking)
  })
  it('[HB3] goes on where it stood when the block to go on at is gone', () => {
    expect(heard(step(after('hi', 'order'), resumed({ at: 'constructor' })))).toEqual(['Which number?'])
  })
})

describe('a flow that was edited meanwhile', () => {
  it('restarts politely where its block is gone', () => {
    const lost = { position: { block: 'gone', misses: 0, early: [] }, variables: {}, wake: null }
    expect(heard(step(lost, say('48213')))[0]).toBe('Welcome to Alder & Co.')
    expect(step(lost, resumed('continue')).messages).toEqual([])
    const waiting = { ...lost, wake: { id: 'w', at: noon } }
    expect(heard(step(waiting, { kind: 'woke' }))[0]).toBe('Welcome to Alder & Co.')
  })
  it('runs on from a block that no longer waits', () => {
    const moved = { position: { block: 'hello' }, variables: {}, wake: null }
    expect(heard(step(moved, say('no')))).toEqual(['Welcome to Alder & Co.', 'Goodbye .'])
    expect(heard(step(moved, resumed('continue')))).toEqual(['Welcome to Alder & Co.', menuSaid])
  })
  it('reads a position of any shape', () => {
    for (const position of [
      7,
      'menu',
      [],
      {},
      { block: 3 },
      { block: 'constructor' },
      { block: '__proto__' },
    ]) {
      expect(heard(step({ ...freshMemory, position }, say('hi')))[0]).toBe('Welcome to Alder & Co.')
    }
  })
})

describe('what a flow remembers', () => {
  const diary = flowOf({
    start: 'ask',
    blocks: {
      ask: {
        kind: 'question',
        text: 'And?',
        variable: 'last',
        check: { kind: 'text' },
        retryText: 'Go on.',
        next: 'keep',
      },
      keep: { kind: 'set', assign: { copy: '{{last}}', n: 3 }, next: 'judge' },
      judge: {
        kind: 'condition',
        rules: [{ variable: 'n', is: 'greater', value: 2, go: 'ask' }],
        otherwise: 'done',
      },
      done: { kind: 'end' },
    },
  })
  it('keeps a value to 1,000 characters and never half a character', () => {
    const asked = step(freshMemory, say('hi'), noon, diary).memory
    const { memory } = step(asked, say(`${'x'.repeat(999)}😀 and more`), noon, diary)
    expect(memory.variables).toEqual({ last: 'x'.repeat(999), copy: 'x'.repeat(999), n: 3 })
  })
  it('stays under 16 kB by dropping the oldest', () => {
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`v${n}`, 'é'.repeat(1000)]))
    const { memory } = step({ ...freshMemory, variables: many }, say('hi'), noon, diary)
    expect(JSON.stringify(memory.variables).length).toBeLessThan(16_000)
    expect(Object.keys(memory.variables)).toEqual(['v33', 'v34', 'v35', 'v36', 'v37', 'v38', 'v39'])
  })
  it('stops a run at its cap instead of running on', () => {
    const chain = Object.fromEntries(
      Array.from({ length: 400 }, (_, n) => [`b${n}`, { kind: 'message', text: `${n}`, next: `b${n + 1}` }]),
    )
    const flow = flowOf({
      start: 'b0',
      triggers: [{ phrases: ['again'], go: 'b0' }],
      blocks: { ...chain, b400: { kind: 'end' } },
    })
    const { messages, memory } = step(
      freshMemory,
      say(...Array.from({ length: 50 }, () => 'again')),
      noon,
      flow,
    )
    expect(messages).toHaveLength(499)
    expect(memory.position).toBeNull()
  })
})
