// One block out of unknown JSON. That its names lead somewhere is looked at later, over the whole flow.
import { priorities } from '../conversation/request.ts'
import type { Block, BlockKind, ChoiceOption, ConditionRule, FlowPart, FlowValue } from './definition.ts'
import { comparisons } from './definition.ts'
import { callBlock, fieldsOfCall } from './parse-call-block.ts'
import { parseCheck } from './parse-check.ts'
import { fieldsOfMark, markBlock } from './parse-mark-block.ts'
import { flowValue, nameMax, valuesOf, writtenVariable } from './parse-variable.ts'
import type { Reading } from './reading.ts'
import {
  fieldOf,
  given,
  note,
  objectIn,
  objectsOf,
  onlyKnown,
  optionalFlag,
  optionalNumber,
  optionalOneOf,
  optionalText,
  requiredText,
  textsOf,
} from './reading.ts'
import { valueMax } from './remember.ts'
import { textMax } from './template.ts'

const optionsMax = 20
const rulesMax = 50
const assignsMax = 50
const partsMax = 10
const attemptsMax = 20
const waitMaxMs = 30 * 24 * 3_600_000

const fieldsOfKind: { readonly [kind in BlockKind]: readonly string[] } = {
  message: ['text', 'parts', 'closing', 'next'],
  choices: ['text', 'options', 'variable', 'retryText', 'otherwise', 'closing', 'next'],
  question: ['text', 'variable', 'check', 'retryText', 'attempts', 'otherwise', 'next'],
  condition: ['rules', 'otherwise'],
  set: ['assign', 'next'],
  wait: ['forMs', 'next'],
  handoff: ['reason', 'text', 'summary', 'priority'],
  end: ['text'],
  ...fieldsOfMark,
  ...fieldsOfCall,
}
const kinds = Object.keys(fieldsOfKind) as BlockKind[]

function partOf(reading: Reading): FlowPart | null {
  const kind = optionalOneOf(reading, 'kind', ['text', 'media', 'location'])
  const limit = { from: -180, to: 180, fractions: true }
  switch (kind) {
    case 'text':
      onlyKnown(reading, ['kind', 'text'])
      return { kind, text: requiredText(reading, 'text', textMax) }
    case 'media':
      onlyKnown(reading, ['kind', 'mediaId', 'mimeType', 'name', 'sizeBytes', 'caption'])
      return given({
        kind,
        mediaId: requiredText(reading, 'mediaId', 200),
        mimeType: requiredText(reading, 'mimeType', 200),
        name: requiredText(reading, 'name', 200),
        sizeBytes: optionalNumber(reading, 'sizeBytes', { from: 0, to: 2 ** 40 }) ?? 0,
        caption: optionalText(reading, 'caption', textMax),
      })
    case 'location':
      onlyKnown(reading, ['kind', 'latitude', 'longitude', 'name'])
      return given({
        kind,
        latitude: optionalNumber(reading, 'latitude', { ...limit, from: -90, to: 90 }) ?? 0,
        longitude: optionalNumber(reading, 'longitude', limit) ?? 0,
        name: optionalText(reading, 'name', 200),
      })
    case undefined:
      if (fieldOf(reading, 'kind') === undefined) note(reading, 'kind', 'is missing: text, media or location')
      return null
  }
}

function messageParts(reading: Reading): readonly FlowPart[] {
  const text = optionalText(reading, 'text', textMax)
  if (fieldOf(reading, 'parts') === undefined) {
    if (fieldOf(reading, 'text') === undefined) note(reading, 'text', 'is missing: add text, or parts')
    return [{ kind: 'text', text: text ?? '' }]
  }
  if (text !== undefined) note(reading, 'text', 'stands beside parts: keep one of the two')
  return objectsOf(reading, 'parts', 1, partsMax).flatMap(part => partOf(part) ?? [])
}

function optionsOf(reading: Reading): readonly ChoiceOption[] {
  const options = objectsOf(reading, 'options', 1, optionsMax).map(option => {
    onlyKnown(option, ['id', 'label', 'synonyms', 'next'])
    const synonyms =
      fieldOf(option, 'synonyms') === undefined ? undefined : textsOf(option, 'synonyms', 50, 100)
    return given({
      id: requiredText(option, 'id', nameMax),
      label: requiredText(option, 'label', nameMax),
      synonyms,
      next: optionalText(option, 'next', nameMax),
    })
  })
  const ids = options.map(option => option.id)
  const twice = ids.find((id, at) => id !== '' && ids.indexOf(id) !== at)
  if (twice !== undefined) note(reading, 'options', `has the id "${twice}" twice: give each option its own`)
  return options
}

function rulesOf(reading: Reading): readonly ConditionRule[] {
  return objectsOf(reading, 'rules', 1, rulesMax).map(rule => {
    onlyKnown(rule, ['variable', 'is', 'value', 'go'])
    const is = optionalOneOf(rule, 'is', comparisons)
    if (fieldOf(rule, 'is') === undefined) note(rule, 'is', `is missing: one of ${comparisons.join(', ')}`)
    const bare = is === 'set' || is === 'not_set'
    if (bare && fieldOf(rule, 'value') !== undefined)
      note(rule, 'value', `is not used with "${is}": remove it`)
    return given({
      variable: requiredText(rule, 'variable', nameMax),
      is: is ?? 'set',
      value: bare ? undefined : flowValue(rule, 'value'),
      go: requiredText(rule, 'go', nameMax),
    })
  })
}

function assignOf(reading: Reading): { readonly [name: string]: FlowValue } {
  const assign = objectIn(reading, 'assign')
  return assign === null ? {} : valuesOf(assign, assignsMax)
}

function askingFields(reading: Reading) {
  return {
    text: requiredText(reading, 'text', textMax),
    otherwise: optionalText(reading, 'otherwise', nameMax),
    next: optionalText(reading, 'next', nameMax),
  }
}

function questionOf(reading: Reading): Block {
  const attempts = optionalNumber(reading, 'attempts', { from: 1, to: attemptsMax })
  const asking = askingFields(reading)
  if (attempts !== undefined && fieldOf(reading, 'otherwise') === undefined) {
    note(reading, 'attempts', 'leads nowhere: add "otherwise", the block to go to after the last attempt')
  }
  if (fieldOf(reading, 'variable') === undefined) {
    note(reading, 'variable', 'is missing: name the variable that keeps the answer')
  }
  return given({
    kind: 'question' as const,
    label: optionalText(reading, 'label', nameMax),
    ...asking,
    variable: writtenVariable(reading, 'variable') ?? '',
    check: parseCheck(reading),
    retryText: requiredText(reading, 'retryText', textMax),
    attempts,
  })
}

function handoffOf(reading: Reading): Block {
  return given({
    kind: 'handoff' as const,
    label: optionalText(reading, 'label', nameMax),
    reason: requiredText(reading, 'reason', valueMax),
    text: optionalText(reading, 'text', textMax),
    summary: optionalText(reading, 'summary', textMax),
    priority: optionalOneOf(reading, 'priority', priorities),
  })
}

function waitMs(reading: Reading): number {
  if (fieldOf(reading, 'forMs') === undefined)
    note(reading, 'forMs', 'is missing: add the milliseconds to wait')
  return optionalNumber(reading, 'forMs', { from: 1, to: waitMaxMs }) ?? 1
}

function blockOfKind(reading: Reading, kind: BlockKind): Block {
  const label = optionalText(reading, 'label', nameMax)
  const closing = optionalFlag(reading, 'closing')
  switch (kind) {
    case 'message': {
      const next = optionalText(reading, 'next', nameMax)
      return given({ kind, label, parts: messageParts(reading), closing, next })
    }
    case 'choices': {
      const variable = writtenVariable(reading, 'variable')
      const retryText = optionalText(reading, 'retryText', textMax)
      return given({
        kind,
        label,
        ...askingFields(reading),
        options: optionsOf(reading),
        variable,
        retryText,
        closing,
      })
    }
    case 'question':
      return questionOf(reading)
    case 'condition':
      return given({
        kind,
        label,
        rules: rulesOf(reading),
        otherwise: requiredText(reading, 'otherwise', nameMax),
      })
    case 'set':
      return given({ kind, label, assign: assignOf(reading), next: optionalText(reading, 'next', nameMax) })
    case 'wait':
      return given({ kind, label, forMs: waitMs(reading), next: optionalText(reading, 'next', nameMax) })
    case 'handoff':
      return handoffOf(reading)
    case 'end':
      return given({ kind, label, text: optionalText(reading, 'text', textMax) })
    case 'request':
    case 'ai':
    case 'ask_team':
      return callBlock(reading, kind)
    case 'tag':
    case 'priority':
    case 'status':
    case 'queue':
    case 'feedback':
      return markBlock(reading, kind)
  }
}

/** The block, or null, with a fault, when not even its kind is known. */
export function parseBlock(reading: Reading): Block | null {
  if (fieldOf(reading, 'kind') === undefined) {
    note(reading, 'kind', `is missing: one of ${kinds.join(', ')}`)
    return null
  }
  const kind = optionalOneOf(reading, 'kind', kinds)
  if (kind === undefined) return null
  const misplaced = fieldOf(reading, 'closing') !== undefined && !fieldsOfKind[kind].includes('closing')
  if (misplaced) note(reading, 'closing', 'is for message and choices blocks only: remove it')
  onlyKnown(reading, ['kind', 'label', ...fieldsOfKind[kind], ...(misplaced ? ['closing'] : [])])
  return blockOfKind(reading, kind)
}
