import { describe, expect, it } from 'vitest'
import type { BotMemory, TurnInput } from '../conversation/turn.ts'
import { freshMemory } from '../conversation/turn.ts'
import { plainText, textParts } from '../message/content.ts'
import { advance, pendingCall } from './advance.ts'
import type { Flow } from './definition.ts'
import { parseFlow } from './parse-flow.ts'
import type { FlowCallResult, FlowInput, FlowStep } from './step.ts'

const at = '2026-03-02T12:00:00.000Z'

function flowOf(json: object): Flow {
  const parsed = parseFlow({ name: 'Test', ...json })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
  return parsed.flow
}

const shop = flowOf({
  start: 'ask',
  triggers: [{ phrases: ['human'], go: 'person' }],
  blocks: {
    ask: {
      kind: 'question',
      text: 'Which number?',
      variable: 'order',
      check: { kind: 'text' },
      retryText: 'Again?',
      next: 'wait_a_bit',
    },
    wait_a_bit: { kind: 'message', text: 'I look it up.', next: 'look' },
    look: {
      kind: 'request',
      method: 'POST',
      url: 'https://shop.example/orders/{{order}}/state?q={{said}}',
      headers: [
        { name: 'X-Order', value: 'no {{order}}' },
        { name: 'Authorization', secret: { sealed: 'v1.abc' } },
      ],
      body: { order: '{{order}}', count: '{{count}}', note: 'from {{order}}', list: ['{{order}}', 1] },
      save: [
        { variable: 'state', path: 'order.state' },
        { variable: 'first', path: 'order.items[0].name' },
      ],
      otherwise: 'sorry',
      next: 'found',
    },
    found: { kind: 'message', text: '{{first}} is {{state}}.', next: 'more' },
    more: {
      kind: 'question',
      text: 'More?',
      variable: 'more',
      check: { kind: 'text' },
      retryText: 'Again?',
      next: 'model',
    },
    model: {
      kind: 'ai',
      prompt: 'Answer {{said}} about {{order}}',
      model: { baseUrl: 'https://model.example/v1', name: 'm', apiKey: 'k' },
      handoff: true,
      otherwise: 'sorry',
      next: 'team',
    },
    team: {
      kind: 'ask_team',
      question: 'May {{order}} be refunded?',
      variable: 'verdict',
      withinMs: 60_000,
      otherwise: 'sorry',
      next: 'verdict',
    },
    verdict: { kind: 'end', text: 'The team says: {{verdict}}' },
    sorry: { kind: 'end', text: 'That did not work.' },
    person: { kind: 'handoff', reason: 'asked', text: 'A person comes.' },
  },
})

function words(...said: string[]): readonly TurnInput[] {
  return said.map(text => ({ seq: 1, text, parts: textParts(text), at }))
}
const saying = (...said: string[]): FlowInput => ({ kind: 'said', inputs: words(...said) })
const texts = (step: FlowStep) => step.messages.map(plainText)

function play(memory: BotMemory, input: FlowInput, wakeId = 'w'): FlowStep {
  return advance(shop, memory, input, { at, wakeId })
}
const calling = (() => {
  const asked = play(freshMemory, saying('hello'))
  return play(asked.memory, saying('a/b ..'), 'call-1')
})()
const found: FlowCallResult = {
  kind: 'response',
  status: 200,
  body: { order: { state: 'packed', items: [{ name: 'Olive' }] } },
}

describe('a request block', () => {
  it('ends the step at once, with what was said before, and is owed under the id of the pause', () => {
    expect(texts(calling)).toEqual(['I look it up.'])
    expect(calling.memory.wake).toEqual({ id: 'call-1', at })
    expect(pendingCall(shop, calling.memory, { kind: 'woke' })).toEqual({
      kind: 'request',
      id: 'call-1',
      block: 'look',
      timeoutMs: 10_000,
      method: 'POST',
      url: 'https://shop.example/orders/a%2Fb%20../state?q=a%2Fb%20..',
      headers: [
        { name: 'X-Order', value: 'no a/b ..' },
        { name: 'Authorization', secret: { sealed: 'v1.abc' } },
      ],
      body: { order: 'a/b ..', count: null, note: 'from a/b ..', list: ['a/b ..', 1] },
      sideEffect: true,
    })
  })
  it('keeps parts of the answer by their paths and goes on', () => {
    const step = play(calling.memory, { kind: 'called', result: found })
    expect(texts(step)).toEqual(['Olive is packed.', 'More?'])
    expect(step.memory).toMatchObject({ variables: { state: 'packed', first: 'Olive' }, wake: null })
  })
  it('keeps nothing that a store refuses, however deep it stands', () => {
    const deep = JSON.parse(`${'['.repeat(60)}${']'.repeat(60)}`)
    const name = { 'a\u0000': ['b\ud800', deep] }
    const result = {
      kind: 'response',
      status: 200,
      body: { order: { state: 'x\u0000', items: [{ name }] } },
    } as const
    const { variables } = play(calling.memory, { kind: 'called', result }).memory
    expect(variables).toMatchObject({
      state: 'x\ufffd',
      first: { 'a\ufffd': ['b\ufffd', expect.anything()] },
    })
    expect(JSON.stringify(variables)).not.toContain('\\u0000')
    expect(JSON.stringify(variables.first).length).toBeLessThan(80)
  })
  it('goes the other way when the call failed, or the answer is none of 2xx', () => {
    for (const result of [
      { kind: 'failed', problem: 'no answer' },
      { ...found, status: 404 },
    ] as const) {
      expect(texts(play(calling.memory, { kind: 'called', result }))).toEqual(['That did not work.'])
    }
  })
  it('keeps what the customer says meanwhile for the next question', () => {
    const input = saying('only the state')
    expect(pendingCall(shop, calling.memory, input)?.id).toBe('call-1')
    const step = play(
      calling.memory,
      { kind: 'called', result: found, inputs: words('only the state') },
      'w2',
    )
    expect(step.memory).toMatchObject({ position: { block: 'model' }, wake: { id: 'w2' } })
  })
  it('is dropped by a trigger, by a restart and by a silent hand-back', () => {
    expect(pendingCall(shop, calling.memory, saying('a human please'))).toBeNull()
    const late = play(calling.memory, { kind: 'called', result: found, inputs: words('human') })
    expect(late).toMatchObject({ handoff: { reason: 'asked' }, memory: { position: null } })
    const restart = { kind: 'resumed', resume: 'restart', inputs: [] } as const
    expect(pendingCall(shop, calling.memory, restart)).toBeNull()
    const silenced = { ...calling.memory, wake: null }
    expect(pendingCall(shop, silenced, saying('hello?'))).toBeNull()
    expect(play(silenced, saying('hello?'), 'w3').memory.wake).toEqual({ id: 'w3', at })
  })
  it('[HB3] is still owed when the bot goes on where it stood', () => {
    const resumed = { kind: 'resumed', resume: 'continue', inputs: [] } as const
    expect(pendingCall(shop, calling.memory, resumed)?.id).toBe('call-1')
  })
  it('lets no words of the customer climb out of a folder', () => {
    const flow = flowOf({
      start: 'a',
      blocks: {
        a: {
          kind: 'request',
          method: 'GET',
          url: 'https://x.example/orders/{{n}}/{{m}}?a={{n}}',
          otherwise: 'b',
        },
        b: { kind: 'end' },
      },
    })
    const variables = { n: '..', m: '%2e%2E' }
    const memory = { position: { block: 'a' }, variables, wake: { id: 'w', at } }
    const call = pendingCall(flow, memory, { kind: 'woke' })
    expect(call).toMatchObject({ url: 'https://x.example/orders//%252e%252E?a=..', sideEffect: false })
  })
})

describe('an AI block', () => {
  const asking = play(
    play(calling.memory, { kind: 'called', result: found }).memory,
    saying('when will it come?'),
  )
  it('has the customer’s last words and the variables in its prompt', () => {
    expect(pendingCall(shop, asking.memory, { kind: 'woke' })).toMatchObject({
      kind: 'ai',
      prompt: 'Answer when will it come? about a/b ..',
      says: true,
      handoff: true,
      timeoutMs: 30_000,
    })
  })
  it('says what the model said, and hands off when it may', () => {
    const said = play(asking.memory, {
      kind: 'called',
      result: { kind: 'said', text: 'Soon.', handoff: null },
    })
    expect(texts(said)).toEqual(['Soon.'])
    const handoff = { reason: 'angry', summary: null, priority: 'high' } as const
    const off = play(asking.memory, { kind: 'called', result: { kind: 'said', text: '', handoff } })
    expect(off).toMatchObject({ handoff, messages: [], memory: { position: null, wake: null } })
  })
  it('goes the other way when the model says nothing', () => {
    const result = { kind: 'said', text: ' ', handoff: null } as const
    expect(texts(play(asking.memory, { kind: 'called', result }))).toEqual(['That did not work.'])
  })
})

describe('an ask_team block', () => {
  const memory = { position: { block: 'team' }, variables: { order: '7' }, wake: { id: 'w', at } }
  const asked = play(memory, { kind: 'resumed', resume: 'continue', inputs: [] })
  it('[BT5] asks the team and keeps the answer', () => {
    expect(asked.ask).toEqual({ question: 'May 7 be refunded?', withinMs: 60_000 })
    const step = play(asked.memory, { kind: 'answered', text: 'Yes, once.' })
    expect(texts(step)).toEqual(['The team says: Yes, once.'])
  })
  it('[BT5] goes the other way when nobody answered, or when the question was lost', () => {
    expect(texts(play(asked.memory, { kind: 'answered', text: null }))).toEqual(['That did not work.'])
    expect(texts(play(asked.memory, { kind: 'woke' }))).toEqual(['That did not work.'])
  })
  it('does not take an answer to a question that the flow has left', () => {
    const left = play(asked.memory, saying('human'))
    expect(play(left.memory, { kind: 'answered', text: 'Yes' }).messages).toEqual([])
  })
})
