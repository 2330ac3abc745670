// Blocks that note something about a conversation, out of unknown JSON.
import { priorities } from '../conversation/request.ts'
import type { Block } from './definition.ts'
import { nameMax, writtenVariable } from './parse-variable.ts'
import type { Reading } from './reading.ts'
import { fieldOf, given, note, optionalOneOf, optionalText, requiredText, textsOf } from './reading.ts'
import { textMax } from './template.ts'

const tagsMax = 50
const tagMax = 60
const statusMax = 60
const teamMax = 120
const labelMax = 40

export const fieldsOfMark = {
  tag: ['add', 'remove', 'next'],
  priority: ['priority', 'next'],
  status: ['status', 'next'],
  queue: ['team', 'next'],
  feedback: ['text', 'labels', 'retryText', 'commentText', 'variable', 'otherwise', 'next'],
} as const

export type MarkKind = keyof typeof fieldsOfMark

function tagsIn(reading: Reading, key: string): readonly string[] {
  return fieldOf(reading, key) === undefined ? [] : textsOf(reading, key, tagsMax, tagMax)
}

function labelsOf(reading: Reading): readonly string[] | undefined {
  if (fieldOf(reading, 'labels') === undefined) return undefined
  const labels = textsOf(reading, 'labels', 5, labelMax)
  if (labels.length !== 5 || new Set(labels).size !== 5)
    note(reading, 'labels', 'must be five different texts, from 1 to 5')
  return labels
}

function priorityOf(reading: Reading) {
  if (fieldOf(reading, 'priority') === undefined)
    note(reading, 'priority', `is missing: one of ${priorities.join(', ')}`)
  return optionalOneOf(reading, 'priority', priorities) ?? 'normal'
}

export function markBlock(reading: Reading, kind: MarkKind): Block {
  const label = optionalText(reading, 'label', nameMax)
  const next = optionalText(reading, 'next', nameMax)
  switch (kind) {
    case 'tag': {
      const add = tagsIn(reading, 'add')
      const remove = tagsIn(reading, 'remove')
      if (fieldOf(reading, 'add') === undefined && fieldOf(reading, 'remove') === undefined)
        note(reading, 'add', 'is missing: name the tags to add, or those to remove')
      return given({ kind, label, add, remove, next })
    }
    case 'priority':
      return given({ kind, label, priority: priorityOf(reading), next })
    case 'status':
      return given({ kind, label, status: requiredText(reading, 'status', statusMax), next })
    case 'queue':
      return given({ kind, label, team: requiredText(reading, 'team', teamMax), next })
    case 'feedback':
      return given({
        kind,
        label,
        text: requiredText(reading, 'text', textMax),
        labels: labelsOf(reading),
        retryText: optionalText(reading, 'retryText', textMax),
        commentText: optionalText(reading, 'commentText', textMax),
        variable: writtenVariable(reading, 'variable'),
        otherwise: optionalText(reading, 'otherwise', nameMax),
        next,
      })
  }
}
