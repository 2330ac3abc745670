import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BotMemory } from '../conversation/turn.ts'
import { freshMemory } from '../conversation/turn.ts'
import type { Json } from '../ids.ts'
import { textParts } from '../message/content.ts'
import { advance, pendingCall } from './advance.ts'
import { parseFlow } from './parse-flow.ts'
import { stepsMax } from './run.ts'
import type { FlowCallResult, FlowInput, FlowStep } from './step.ts'

const ids = ['a', 'b', 'c', 'd', 'e', 'f']
const id = fc.constantFrom(...ids)
const words = fc.constantFrom(
  'yes',
  'no',
  'human',
  'never mind',
  '12345',
  'ana@shop.example',
  '{{x}}',
  '',
  '😀',
  '?',
)
const text = fc.constantFrom('Hello {{x}}', '{{said}}', '{{y}} and {{x}}', 'Plain')
const variable = fc.constantFrom('x', 'y')
const check = fc.constantFrom(
  { kind: 'text' },
  { kind: 'email' },
  { kind: 'phone' },
  { kind: 'number', min: 3 },
  { kind: 'one_of', values: ['yes', 'no'] },
  { kind: 'pattern', pattern: '#{3,5}' },
)
const option = (n: number) =>
  fc.record({ id: fc.constant(`o${n}`), label: words.filter(w => w !== ''), next: id })

const block = fc.oneof(
  fc.record({ kind: fc.constant('message'), text, next: id }),
  fc.record({
    kind: fc.constant('choices'),
    text,
    options: fc.tuple(option(1), option(2)),
    variable,
    closing: fc.boolean(),
    otherwise: fc.oneof(id, fc.constant('repeat')),
  }),
  fc.record({
    kind: fc.constant('question'),
    text,
    variable,
    check,
    retryText: text,
    otherwise: id,
    next: id,
  }),
  fc.record({
    kind: fc.constant('condition'),
    rules: fc.tuple(
      fc.record({
        variable,
        is: fc.constantFrom('equals', 'contains', 'greater', 'less'),
        value: words,
        go: id,
      }),
    ),
    otherwise: id,
  }),
  fc.record({ kind: fc.constant('set'), assign: fc.dictionary(variable, text, { minKeys: 1 }), next: id }),
  fc.record({ kind: fc.constant('wait'), forMs: fc.integer({ min: 1, max: 5000 }), next: id }),
  fc.record({ kind: fc.constant('tag'), add: fc.constant(['vip']), next: id }),
  fc.record({ kind: fc.constant('queue'), team: fc.constant('Returns'), next: id }),
  fc.record({ kind: fc.constant('feedback'), text, commentText: text, variable, next: id }),
  fc.record({
    kind: fc.constant('request'),
    method: fc.constantFrom('GET', 'DELETE'),
    url: fc.constantFrom('https://x.example/{{x}}', 'https://x.example/a?b={{y}}&c={{said}}'),
    save: fc.constant([{ variable: 'x', path: 'a.b[0]' }]),
    otherwise: id,
    next: id,
  }),
  fc.record({
    kind: fc.constant('ai'),
    prompt: text,
    bot: fc.constant('b'),
    handoff: fc.boolean(),
    otherwise: id,
    next: id,
  }),
  fc.record({ kind: fc.constant('ask_team'), question: text, variable, otherwise: id, next: id }),
  fc.record({ kind: fc.constant('handoff'), reason: text }),
  fc.record({ kind: fc.constant('end'), text }),
)

const flow = fc
  .record({
    start: id,
    triggers: fc.tuple(
      fc.record({ phrases: fc.constant(['human']), go: id }),
      fc.record({ phrases: fc.constant(['never mind']), withdraw: fc.constant(true) }),
    ),
    blocks: fc
      .tuple(...ids.map(() => block))
      .map(blocks => Object.fromEntries(ids.map((name, n) => [name, blocks[n]]))),
  })
  .map(json => parseFlow({ name: 'Any', ...json }))
  .filter(parsed => parsed.ok)
  .map(parsed => parsed.flow)

const inputs = fc.array(
  words.map(said => ({ seq: 1, text: said, parts: textParts(said), at: '2026-03-02T12:00:00.000Z' })),
  { maxLength: 4 },
)
const ordinary: fc.Arbitrary<FlowInput> = fc.oneof(
  fc.record({ kind: fc.constant('said' as const), inputs }),
  fc.record({ kind: fc.constant('woke' as const) }),
  fc.record({
    kind: fc.constant('resumed' as const),
    resume: fc.oneof(
      fc.constantFrom('continue' as const, 'restart' as const, 'silent' as const),
      fc.record({ at: id }),
    ),
    inputs,
  }),
)
const result: fc.Arbitrary<FlowCallResult> = fc.oneof(
  fc.record({
    kind: fc.constant('response' as const),
    status: fc.constantFrom(200, 204, 404, 500),
    body: fc.oneof(fc.constant({ a: { b: ['deep'] } }), fc.jsonValue() as fc.Arbitrary<Json>),
  }),
  fc.record({
    kind: fc.constant('said' as const),
    text: words,
    handoff: fc.constantFrom(null, { reason: 'r', summary: null, priority: 'normal' as const }),
  }),
  fc.record({ kind: fc.constant('failed' as const), problem: fc.constant('no answer') }),
)
const input: fc.Arbitrary<FlowInput> = fc.oneof(
  ordinary,
  fc.record({ kind: fc.constant('called' as const), result, inputs }),
  fc.record({ kind: fc.constant('answered' as const), text: fc.option(words), inputs }),
)
const turns = fc.array(fc.record({ input, minute: fc.integer({ min: 0, max: 59 }) }), { maxLength: 6 })

type Turns = readonly { readonly input: FlowInput; readonly minute: number }[]

function play(parsed: Parameters<typeof advance>[0], from: BotMemory, history: Turns): readonly FlowStep[] {
  const steps: FlowStep[] = []
  let memory = from
  for (const [n, turn] of history.entries()) {
    const at = `2026-03-02T12:${String(turn.minute).padStart(2, '0')}:00.000Z`
    const step = advance(parsed, memory, turn.input, { at, wakeId: `w${n}` })
    steps.push(step)
    memory = step.memory
  }
  return steps
}

describe('any flow, any history', () => {
  it('gives the same steps twice, and leaves memory that survives a trip through JSON', () => {
    fc.assert(
      fc.property(flow, turns, (parsed, history) => {
        const steps = play(parsed, freshMemory, history)
        expect(play(parsed, freshMemory, history)).toEqual(steps)
        for (const { memory } of steps) expect(JSON.parse(JSON.stringify(memory))).toEqual(memory)
      }),
      { numRuns: 120 },
    )
  })
  it('[RQ5] never hands off and withdraws at once, never sends a blank, and pauses only with a time to go on', () => {
    fc.assert(
      fc.property(flow, turns, (parsed, history) => {
        for (const { messages, handoff, withdraw, memory } of play(parsed, freshMemory, history)) {
          expect(handoff === null || withdraw === null).toBe(true)
          if (handoff !== null) expect(memory.position).toBeNull()
          if (memory.wake !== null) expect(memory.position).not.toBeNull()
          expect(messages.length).toBeLessThanOrEqual(stepsMax + 10)
          expect(messages.every(parts => parts.length > 0)).toBe(true)
        }
      }),
      { numRuns: 120 },
    )
  })
  it('a call is owed under the id of its pause for as long as the flow stands there, whatever is said', () => {
    fc.assert(
      fc.property(flow, turns, ordinary, (parsed, history, next) => {
        for (const { memory } of play(parsed, freshMemory, history)) {
          const call = pendingCall(parsed, memory, next)
          expect(pendingCall(parsed, memory, next)).toEqual(call)
          const context = { at: '2026-03-02T13:00:00.000Z', wakeId: 'fresh' }
          const stays = advance(parsed, memory, next, context).memory
          if (call === null) continue
          expect(call.id).toBe(memory.wake?.id)
          expect(stays.wake).toEqual(memory.wake)
          expect(JSON.stringify(call)).not.toMatch(/[\n\r]/)
          const inputs = next.inputs ?? []
          const failed = { kind: 'failed', problem: 'no' } as const
          const after = advance(parsed, memory, { kind: 'called', result: failed, inputs }, context)
          expect(after.memory.wake?.id).not.toBe(call.id)
        }
      }),
      { numRuns: 150 },
    )
  })
  it('[BT5] asks the team only where it then stands, and never beside a hand-off', () => {
    fc.assert(
      fc.property(flow, turns, (parsed, history) => {
        for (const { ask, handoff, memory } of play(parsed, freshMemory, history)) {
          if (!ask) continue
          expect(handoff).toBeNull()
          expect(parsed.blocks[(memory.position as { block: string }).block]?.kind).toBe('ask_team')
        }
      }),
      { numRuns: 120 },
    )
  })
  it('copes with a memory that another flow left behind', () => {
    const memory = fc.record({
      position: fc.oneof(
        fc.jsonValue(),
        fc.record({ block: id, misses: fc.jsonValue(), early: fc.jsonValue() }),
      ),
      variables: fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 4 }),
      wake: fc.constantFrom(null, { id: 'w', at: '2026-03-02T12:30:00.000Z' }),
    })
    fc.assert(
      fc.property(flow, memory as fc.Arbitrary<BotMemory>, turns, (parsed, from, history) => {
        play(parsed, from, history)
      }),
      { numRuns: 120 },
    )
  })
})
