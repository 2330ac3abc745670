// A rule comes from people: whatever is wrong with it is told all at once, with its place and what to do.
import { priorities } from '../conversation/request.ts'
import { foldedWords } from '../flow/phrase.ts'
import type { Reading } from '../flow/reading.ts'
import {
  fieldOf,
  isFields,
  note,
  objectIn,
  objectsOf,
  onlyKnown,
  optionalFlag,
  optionalNumber,
  optionalOneOf,
  requiredText,
  textsOf,
} from '../flow/reading.ts'
import type { BotId, ChannelId, TeamId } from '../ids.ts'
import { parseExpression } from './expression.ts'
import type { Condition, ConditionKind, RuleAction, RuleDraft, SpokenBy } from './rule.ts'
import { conditionsOf, ruleLimits } from './rule.ts'
import { heardKinds } from './signal.ts'

export interface RuleFault {
  /** As in `when.of[1].anyOf[0]`; empty for the rule as a whole. */
  readonly path: string
  /** What is wrong and what to do. */
  readonly message: string
}

export type ParsedRule =
  | { readonly ok: true; readonly rule: RuleDraft }
  | { readonly ok: false; readonly faults: readonly RuleFault[] }

export const conditionKinds = [
  'all',
  'any',
  'not',
  'signal',
  'words',
  'pattern',
  'attribute',
  'tag',
  'status',
  'language',
  'emailDomain',
  'channel',
  'bot',
  'team',
  'state',
  'hours',
  'waiting',
  'botFailures',
  'botFallbacks',
  'messages',
  'prompt',
] as const satisfies readonly ConditionKind[]
export const actionKinds = ['request', 'alert', 'tag', 'priority', 'team', 'tell'] as const

const speakers: readonly SpokenBy[] = ['contact', 'bot']
const states = ['active', 'requesting', 'intervened'] as const
const shortest = 1_000
const longest = 30 * 24 * 60 * 60 * 1_000

function required<T>(reading: Reading, key: string, value: T | undefined, instead: T): T {
  if (value === undefined && fieldOf(reading, key) === undefined) note(reading, key, 'is missing: add it')
  return value ?? instead
}

function oneOf<Word extends string>(reading: Reading, key: string, words: readonly [Word, ...Word[]]): Word {
  return required(reading, key, optionalOneOf(reading, key, words), words[0])
}

function number(reading: Reading, key: string, from: number, to: number, fractions = false): number {
  return required(reading, key, optionalNumber(reading, key, { from, to, fractions }), from)
}

/** An id, or null. */
function idOrNull<Id extends string>(reading: Reading, key: string): Id | null {
  const value = fieldOf(reading, key)
  if (value === null) return null
  if (typeof value === 'string' && value.length > 0 && value.length <= 64) return value.toLowerCase() as Id
  note(
    reading,
    key,
    value === undefined ? 'is missing: name one, or null for none' : 'must be an id, or null',
  )
  return null
}

function texts(reading: Reading, max: number = ruleLimits.phrase): readonly string[] {
  return textsOf(reading, 'anyOf', ruleLimits.anyOf, max).map(text => text.trim())
}

function phrases(reading: Reading): readonly string[] {
  const all = texts(reading)
  for (const [at, phrase] of all.entries())
    if (phrase !== '' && foldedWords(phrase) === '')
      note(reading, `anyOf[${at}]`, 'needs a letter or a digit')
  return all
}

function speaker(reading: Reading): SpokenBy {
  return optionalOneOf(reading, 'by', speakers) ?? 'contact'
}

function pattern(reading: Reading): string {
  const source = requiredText(reading, 'pattern', ruleLimits.pattern)
  const parsed = source === '' ? null : parseExpression(source)
  if (parsed && 'fault' in parsed) note(reading, 'pattern', `${parsed.fault} (at character ${parsed.at + 1})`)
  return source
}

function attribute(reading: Reading): Condition {
  const how = oneOf(reading, 'how', ['is', 'contains', 'given'])
  const name = requiredText(reading, 'name', 80)
  if (how === 'given') return { kind: 'attribute', name, how, value: null }
  return { kind: 'attribute', name, how, value: requiredText(reading, 'value', 500) }
}

/** Ids, or null for nobody's. */
function teamList(reading: Reading): readonly (TeamId | null)[] {
  const value = fieldOf(reading, 'anyOf')
  const list: readonly unknown[] = Array.isArray(value) ? value : []
  const none = list.indexOf(null)
  if (none < 0) return texts(reading).map(id => id.toLowerCase() as TeamId)
  const named = list.filter(one => one !== null)
  if (named.length === 0) return [null]
  const ids = texts({ ...reading, fields: { ...reading.fields, anyOf: named } })
  return ids.map(id => id.toLowerCase() as TeamId | null).toSpliced(none, 0, null)
}

const fieldsOf: Readonly<Record<ConditionKind, readonly string[]>> = {
  all: ['of'],
  any: ['of'],
  not: ['of'],
  signal: ['signal', 'atLeast'],
  words: ['anyOf', 'by'],
  pattern: ['pattern', 'by'],
  attribute: ['name', 'how', 'value'],
  tag: ['anyOf'],
  status: ['anyOf'],
  language: ['anyOf'],
  emailDomain: ['anyOf'],
  channel: ['anyOf'],
  bot: ['anyOf'],
  team: ['anyOf'],
  state: ['anyOf'],
  hours: ['is', 'teamId'],
  waiting: ['for', 'longerThanMs'],
  botFailures: ['atLeast'],
  botFallbacks: ['atLeast'],
  messages: ['atLeast'],
  prompt: ['text'],
}

const never: Condition = { kind: 'any', of: [] }

function group(reading: Reading, kind: 'all' | 'any', depth: number): Condition {
  return { kind, of: objectsOf(reading, 'of', 1, 50).map(one => conditionOf(one, depth + 1)) }
}

function statesOf(reading: Reading): Condition {
  const named = texts(reading)
  for (const [at, one] of named.entries())
    if (!states.some(state => state === one))
      note(reading, `anyOf[${at}]`, `must be one of ${states.join(', ')}`)
  return { kind: 'state', anyOf: named.flatMap(one => states.find(state => state === one) ?? []) }
}

function conditionOf(reading: Reading, depth: number): Condition {
  const kind = optionalOneOf(reading, 'kind', conditionKinds)
  if (kind === undefined) {
    if (fieldOf(reading, 'kind') === undefined) note(reading, 'kind', 'is missing: say which condition it is')
    return never
  }
  if (depth > ruleLimits.depth) {
    note(reading, '', `is nested more than ${ruleLimits.depth} deep: make two rules of it`)
    return never
  }
  onlyKnown(reading, ['kind', ...fieldsOf[kind]])
  switch (kind) {
    case 'all':
    case 'any':
      return group(reading, kind, depth)
    case 'not': {
      const of = objectIn(reading, 'of')
      return { kind, of: of ? conditionOf(of, depth + 1) : never }
    }
    case 'signal':
      return {
        kind,
        signal: oneOf(reading, 'signal', heardKinds),
        atLeast: number(reading, 'atLeast', 0, 1, true),
      }
    case 'words':
      return { kind, anyOf: phrases(reading), by: speaker(reading) }
    case 'pattern':
      return { kind, pattern: pattern(reading), by: speaker(reading) }
    case 'attribute':
      return attribute(reading)
    case 'tag':
    case 'status':
      return { kind, anyOf: texts(reading) }
    case 'language':
    case 'emailDomain':
      return { kind, anyOf: texts(reading).map(text => text.toLowerCase().replace(/^@/, '')) }
    case 'channel':
      return { kind, anyOf: texts(reading).map(id => id.toLowerCase() as ChannelId) }
    case 'bot':
      return { kind, anyOf: texts(reading).map(id => id.toLowerCase() as BotId) }
    case 'team':
      return { kind, anyOf: teamList(reading) }
    case 'state':
      return statesOf(reading)
    case 'hours':
      return { kind, is: oneOf(reading, 'is', ['inside', 'outside']), teamId: idOrNull(reading, 'teamId') }
    case 'waiting':
      return {
        kind,
        for: oneOf(reading, 'for', ['person', 'answer']),
        longerThanMs: number(reading, 'longerThanMs', shortest, longest),
      }
    case 'botFailures':
    case 'botFallbacks':
      return { kind, atLeast: number(reading, 'atLeast', 1, 10) }
    case 'messages':
      return { kind, atLeast: number(reading, 'atLeast', 1, 1_000) }
    case 'prompt':
      return { kind, text: requiredText(reading, 'text', ruleLimits.prompt) }
  }
}

function actionOf(reading: Reading): readonly RuleAction[] {
  const kind = optionalOneOf(reading, 'do', actionKinds)
  switch (kind) {
    case undefined:
      if (fieldOf(reading, 'do') === undefined) note(reading, 'do', 'is missing: say what is to be done')
      return []
    case 'request':
      onlyKnown(reading, ['do', 'priority', 'teamId'])
      return [
        { do: kind, priority: oneOf(reading, 'priority', priorities), teamId: idOrNull(reading, 'teamId') },
      ]
    case 'alert':
      onlyKnown(reading, ['do'])
      return [{ do: kind }]
    case 'tag':
      onlyKnown(reading, ['do', 'tags'])
      return [{ do: kind, tags: textsOf(reading, 'tags', 20, ruleLimits.tag).map(tag => tag.trim()) }]
    case 'priority':
      onlyKnown(reading, ['do', 'priority'])
      return [{ do: kind, priority: oneOf(reading, 'priority', priorities) }]
    case 'team': {
      onlyKnown(reading, ['do', 'teamId'])
      const teamId = idOrNull<TeamId>(reading, 'teamId')
      if (fieldOf(reading, 'teamId') === null) note(reading, 'teamId', 'must name a team')
      return teamId === null ? [] : [{ do: kind, teamId }]
    }
    case 'tell':
      onlyKnown(reading, ['do', 'text'])
      return [{ do: kind, text: requiredText(reading, 'text', ruleLimits.tell) }]
  }
}

/** What has to be true of the rule as a whole. */
function judge(reading: Reading, { when, actions }: RuleDraft): void {
  const all = conditionsOf(when)
  if (all.length > ruleLimits.conditions)
    note(reading, 'when', `has ${all.length} conditions: keep ${ruleLimits.conditions} at most`)
  const prompts = all.filter(({ condition }) => condition.kind === 'prompt')
  for (const { path } of prompts.slice(1))
    note(reading, path, 'is a second prompt: ask the model one question a rule')
  for (const kind of actionKinds) {
    const [, second] = actions.flatMap((action, at) => (action.do === kind && kind !== 'tell' ? [at] : []))
    if (second !== undefined) note(reading, `actions[${second}]`, `says ${kind} twice: keep one`)
  }
}

/** The rule in the JSON, or everything that is wrong with it. Never throws. */
export function parseRule(json: unknown): ParsedRule {
  if (!isFields(json)) return { ok: false, faults: [{ path: '', message: 'a rule must be a JSON object' }] }
  const reading: Reading = { block: null, path: '', fields: json, faults: [] }
  onlyKnown(reading, ['name', 'on', 'stop', 'when', 'actions'])
  const name = requiredText(reading, 'name', ruleLimits.name).trim()
  const on = optionalFlag(reading, 'on') ?? true
  const stop = optionalFlag(reading, 'stop') ?? false
  const top = objectIn(reading, 'when')
  const when = top ? conditionOf(top, 0) : never
  const actions = objectsOf(reading, 'actions', 1, ruleLimits.actions).flatMap(actionOf)
  const rule = { name, on, stop, when, actions }
  judge(reading, rule)
  if (reading.faults.length === 0) return { ok: true, rule }
  return { ok: false, faults: reading.faults.map(({ path, message }) => ({ path, message })) }
}
