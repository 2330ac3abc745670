import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BotId, ChannelId, TeamId } from '../ids.ts'
import type { RuleFacts } from './evaluate.ts'
import { evaluateCondition, listenerOf } from './evaluate.ts'
import { parseRule } from './parse-rule.ts'
import type { Condition } from './rule.ts'

const sales = 'sales' as TeamId
const facts: RuleFacts = {
  at: '2026-03-02T09:05:00.000Z',
  message: { seq: 7, by: 'contact', text: 'I want a Réfund, NOW. Order AB-1234' },
  heard: {
    seq: 7,
    signals: [
      {
        kind: 'frustration',
        score: 0.8,
        why: { code: 'repeats', words: [{ from: 0, to: 6 }], messages: [3, 5] },
      },
    ],
  },
  state: 'requesting',
  teamId: sales,
  channelId: 'web' as ChannelId,
  botId: 'oli' as BotId,
  tags: ['vip'],
  status: 'Open',
  priority: 'normal',
  contact: { email: 'ana@shop.example', language: 'pt-BR', attributes: { plan: 'Gold' } },
  requestedSince: '2026-03-02T09:00:00.000Z',
  unansweredSince: null,
  botFailures: 1,
  botFallbacks: 2,
  contactMessages: 4,
  isOpen: teamId => teamId === null,
  judged: prompt => (prompt === 'leaves' ? { holds: true, seq: 7 } : null),
}
const ask = (condition: Condition, over: Partial<RuleFacts> = {}) =>
  evaluateCondition(condition, listenerOf({ ...facts, ...over }))

const truths: readonly (readonly [Condition, Condition])[] = [
  [
    { kind: 'signal', signal: 'frustration', atLeast: 0.8 },
    { kind: 'signal', signal: 'frustration', atLeast: 0.81 },
  ],
  [
    { kind: 'words', anyOf: ['money', 'refund now'], by: 'contact' },
    { kind: 'words', anyOf: ['fund'], by: 'contact' },
  ],
  [
    { kind: 'pattern', pattern: '\\bab-\\d{4}\\b', by: 'contact' },
    { kind: 'pattern', pattern: '\\bab-\\d{4}\\b', by: 'bot' },
  ],
  [
    { kind: 'attribute', name: 'plan', how: 'is', value: 'gold' },
    { kind: 'attribute', name: 'constructor', how: 'given', value: null },
  ],
  [
    { kind: 'attribute', name: 'plan', how: 'contains', value: 'OL' },
    { kind: 'attribute', name: 'plan', how: 'is', value: 'ol' },
  ],
  [
    { kind: 'tag', anyOf: ['x', 'vip'] },
    { kind: 'tag', anyOf: ['x'] },
  ],
  [
    { kind: 'status', anyOf: ['Open'] },
    { kind: 'status', anyOf: ['Paid'] },
  ],
  [
    { kind: 'language', anyOf: ['pt'] },
    { kind: 'language', anyOf: ['p', 'es'] },
  ],
  [
    { kind: 'emailDomain', anyOf: ['example'] },
    { kind: 'emailDomain', anyOf: ['hop.example'] },
  ],
  [
    { kind: 'channel', anyOf: ['web' as ChannelId] },
    { kind: 'channel', anyOf: ['gone' as ChannelId] },
  ],
  [
    { kind: 'bot', anyOf: ['oli' as BotId] },
    { kind: 'bot', anyOf: ['gone' as BotId] },
  ],
  [
    { kind: 'team', anyOf: [null, sales] },
    { kind: 'team', anyOf: [null] },
  ],
  [
    { kind: 'state', anyOf: ['requesting'] },
    { kind: 'state', anyOf: ['active', 'intervened'] },
  ],
  [
    { kind: 'hours', is: 'outside', teamId: sales },
    { kind: 'hours', is: 'outside', teamId: null },
  ],
  [
    { kind: 'waiting', for: 'person', longerThanMs: 300_000 },
    { kind: 'waiting', for: 'person', longerThanMs: 300_001 },
  ],
  [
    { kind: 'botFailures', atLeast: 1 },
    { kind: 'botFailures', atLeast: 2 },
  ],
  [
    { kind: 'botFallbacks', atLeast: 2 },
    { kind: 'botFallbacks', atLeast: 3 },
  ],
  [
    { kind: 'messages', atLeast: 4 },
    { kind: 'messages', atLeast: 5 },
  ],
  [
    { kind: 'prompt', text: 'leaves' },
    { kind: 'signal', signal: 'high_risk', atLeast: 0 },
  ],
]

describe('conditions', () => {
  test.each(truths)('[RU3] %j holds, %j does not', (holds, not) => {
    expect(ask(holds).truth).toBe('holds')
    expect(ask(not)).toEqual({ truth: 'fails', because: [] })
  })

  test('[RU3] an answer that is waited for counts from the words that have none', () => {
    const waits: Condition = { kind: 'waiting', for: 'answer', longerThanMs: 60_000 }
    expect(ask(waits).truth).toBe('fails')
    expect(ask(waits, { unansweredSince: '2026-03-02T09:04:00.000Z' }).truth).toBe('holds')
  })

  test('[RU3] it says in which message, by which words, and where in the rule', () => {
    const tree: Condition = {
      kind: 'all',
      of: [
        { kind: 'words', anyOf: ['refund now'], by: 'contact' },
        {
          kind: 'any',
          of: [
            { kind: 'tag', anyOf: ['x'] },
            { kind: 'signal', signal: 'frustration', atLeast: 0.5 },
          ],
        },
      ],
    }
    const { because } = ask(tree)
    expect(because).toMatchObject([
      { path: 'when.of[0]', messageSeq: 7, words: [{ from: 9, to: 20 }], detail: 'refund now' },
      { path: 'when.of[1].of[1]', messageSeq: 7, messages: [3, 5], detail: 'repeats' },
    ])
  })

  test('[RU3] what a model has still to judge is unknown, and matters only where the rest leaves it open', () => {
    const open: Condition = { kind: 'prompt', text: 'is a lawyer' }
    const [yes, no] = truths[0] ?? [open, open]
    expect(ask(open).truth).toBe('unknown')
    expect(ask({ kind: 'not', of: open }).truth).toBe('unknown')
    expect(ask({ kind: 'all', of: [yes, open] }).truth).toBe('unknown')
    expect(ask({ kind: 'all', of: [open, no] }).truth).toBe('fails')
    expect(ask({ kind: 'any', of: [open, yes] }).truth).toBe('holds')
    expect(ask({ kind: 'any', of: [open, no] }).truth).toBe('unknown')
  })

  test('[RU3] a message of 10,000 characters is read as far as is bounded, in any script', () => {
    const text = `${'ß你 '.repeat(3_400)}refund`
    expect(
      ask({ kind: 'words', anyOf: ['refund'], by: 'contact' }, { message: { seq: 1, by: 'contact', text } })
        .truth,
    ).toBe('fails')
    const words = { kind: 'words', anyOf: ['你'], by: 'contact' } as const
    const { because } = ask(words, { message: { seq: 1, by: 'contact', text } })
    expect(because[0]?.words.length).toBeLessThanOrEqual(10)
  })

  test('[RU3] laws of logic hold for any tree', () => {
    const leaf = fc.constantFrom(...truths.flat(), { kind: 'prompt', text: 'open' } as Condition)
    const { tree } = fc.letrec<{ tree: Condition }>(tie => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.record({ kind: fc.constant('not' as const), of: tie('tree') }),
        fc.record({
          kind: fc.constantFrom('all' as const, 'any' as const),
          of: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
        }),
      ),
    }))
    const turned = { holds: 'fails', fails: 'holds', unknown: 'unknown' } as const
    fc.assert(
      fc.property(fc.array(tree, { minLength: 1, maxLength: 3 }), of => {
        const all = ask({ kind: 'all', of }).truth
        const nots = of.map((one): Condition => ({ kind: 'not', of: one }))
        expect(ask({ kind: 'any', of: nots }).truth).toBe(turned[all])
        expect(ask({ kind: 'not', of: { kind: 'all', of } }).truth).toBe(turned[all])
      }),
    )
  })
})

const rule = (over: object = {}) => ({
  name: 'Angry',
  on: true,
  stop: false,
  when: { kind: 'signal', signal: 'frustration', atLeast: 0.6 },
  actions: [{ do: 'alert' }],
  ...over,
})
function faultsOf(json: unknown): readonly string[] {
  const parsed = parseRule(json)
  return parsed.ok ? [] : parsed.faults.map(({ path, message }) => `${path}: ${message}`)
}

describe('a rule that is read', () => {
  test('[RU3] comes out as it went in', () => {
    for (const [when] of truths) {
      const parsed = parseRule(JSON.parse(JSON.stringify(rule({ when }))))
      expect(parsed).toEqual({ ok: true, rule: rule({ when }) })
    }
  })

  test.each([
    [null, ': a rule must be a JSON object'],
    [rule({ name: ' ' }), 'name: must not be empty'],
    [rule({ actions: [] }), 'actions: has 0 entries: at least 1 are needed'],
    [rule({ when: { kind: 'all', of: [] } }), 'when.of: has 0 entries'],
    [rule({ when: { kind: 'any', of: [{ kind: 'moon' }] } }), 'when.of[0].kind: must be one of'],
    [
      rule({ when: { kind: 'not', of: { kind: 'pattern', pattern: '(a)\\1' } } }),
      'when.of.pattern: refers back',
    ],
    [rule({ when: { kind: 'words', anyOf: ['ok', '!!'] } }), 'when.anyOf[1]: needs a letter or a digit'],
    [rule({ when: { kind: 'signal', signal: 'love', atLeast: 0.5 } }), 'when.signal: must be one of'],
    [
      rule({ when: { kind: 'signal', signal: 'frustration', atLeast: 5 } }),
      'when.atLeast: must be a number from 0',
    ],
    [rule({ when: { kind: 'state', anyOf: ['asleep'] } }), 'when.anyOf[0]: must be one of active'],
    [rule({ actions: [{ do: 'alert' }, { do: 'alert' }] }), 'actions[1]: says alert twice'],
    [rule({ actions: [{ do: 'request', priority: 'high' }] }), 'actions[0].teamId: is missing'],
    [rule({ colour: 'red' }), 'colour: is not known here'],
    [
      rule({
        when: {
          kind: 'all',
          of: [
            { kind: 'prompt', text: 'a' },
            { kind: 'prompt', text: 'b' },
          ],
        },
      }),
      'when.of[1]: is a second prompt',
    ],
  ])('[RU3] %j is refused, and the place is named', (json, expected) => {
    expect(faultsOf(json).join('\n')).toContain(expected)
  })

  test('[RU3] no JSON makes reading or asking throw', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (when, actions) => {
        const parsed = parseRule({ name: 'Any', when, actions })
        if (parsed.ok) evaluateCondition(parsed.rule.when, listenerOf(facts))
      }),
    )
  })
})
