// Blocks that need another system, a model or the team, out of unknown JSON. Where a call goes is the builder's
// word alone: no variable stands in a scheme or a host.
import type { Json } from '../ids.ts'
import type { AiModel, FlowSecret, RequestHeader } from './call-block.ts'
import { requestMethods } from './call-block.ts'
import type { Block } from './definition.ts'
import { isPath } from './json-path.ts'
import { nameMax, writtenVariable } from './parse-variable.ts'
import type { Reading } from './reading.ts'
import {
  fieldOf,
  given,
  isFields,
  note,
  objectIn,
  objectsOf,
  onlyKnown,
  optionalFlag,
  optionalNumber,
  optionalOneOf,
  optionalText,
  requiredText,
} from './reading.ts'
import { valueMax } from './remember.ts'
import { textMax } from './template.ts'

const urlMax = 2_000
const headersMax = 20
const savesMax = 50
const bodyMaxChars = 16_000
const bodyDepthMax = 20
const requestMaxMs = 30_000
const aiMaxMs = 60_000
const askMaxMs = 7 * 24 * 3_600_000
const askUsualMs = 10 * 60_000
/** Of a sealed secret: longer than what it seals. */
const sealedMax = 4_000

export const fieldsOfCall = {
  request: ['method', 'url', 'headers', 'body', 'save', 'sideEffect', 'timeoutMs', 'otherwise', 'next'],
  ai: ['prompt', 'bot', 'model', 'variable', 'handoff', 'timeoutMs', 'otherwise', 'next'],
  ask_team: ['question', 'variable', 'withinMs', 'otherwise', 'next'],
} as const

export type CallKind = keyof typeof fieldsOfCall

/** Said by whoever makes the connection, or by Baton. */
const headersTaken = [
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'upgrade',
  'idempotency-key',
]

function urlFault(url: string, template: boolean): string | null {
  const fixed = /^https?:\/\/[^\s{}/?#@\\]+(?=[/?#]|$)/iu.exec(url)
  if (!fixed) return 'must begin with https:// (or http://) and a host, without variables or a password'
  const rest = url.slice(fixed[0].length)
  const sound = template ? !/[\s\\]/u.test(rest.replace(/\{\{[^{}]*\}\}/gu, '')) : !/[\s{}\\]/u.test(rest)
  return sound ? null : 'holds spaces or other characters that no address has: write %20 for a space'
}

function addressIn(reading: Reading, key: string, template: boolean): string {
  const url = requiredText(reading, key, urlMax)
  const wrong = url === '' ? null : urlFault(url, template)
  if (wrong !== null) note(reading, key, wrong)
  return url
}

function secretIn(reading: Reading, key: string): FlowSecret | undefined {
  const value = fieldOf(reading, key)
  if (!isFields(value)) return optionalText(reading, key, valueMax)
  const own = objectIn(reading, key)
  if (own === null) return undefined
  onlyKnown(own, ['sealed'])
  return { sealed: requiredText(own, 'sealed', sealedMax) }
}

function headersOf(reading: Reading): readonly RequestHeader[] {
  if (fieldOf(reading, 'headers') === undefined) return []
  return objectsOf(reading, 'headers', 0, headersMax).map(header => {
    onlyKnown(header, ['name', 'value', 'secret'])
    const name = requiredText(header, 'name', nameMax)
    if (name !== '' && !/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name))
      note(header, 'name', 'is no name for a header: use letters, digits and -')
    if (headersTaken.includes(name.toLowerCase())) note(header, 'name', 'is set by Baton: remove it')
    const value = optionalText(header, 'value', valueMax)
    const secret = secretIn(header, 'secret')
    if ((fieldOf(header, 'value') === undefined) === (fieldOf(header, 'secret') === undefined))
      note(header, 'value', 'must stand alone: give either value or secret')
    return given({ name, value, secret })
  })
}

function isSoundJson(value: unknown, depth = 0): value is Json {
  if (depth > bodyDepthMax) return false
  if (value === null || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value === 'string') return !/\p{Surrogate}|\0/u.test(value)
  if (Array.isArray(value)) return value.every(item => isSoundJson(item, depth + 1))
  return (
    isFields(value) &&
    Object.entries(value).every(([key, item]) => isSoundJson(key) && isSoundJson(item, depth + 1))
  )
}

function bodyOf(reading: Reading): Json | undefined {
  const body = fieldOf(reading, 'body')
  if (body === undefined) return undefined
  if (isSoundJson(body) && JSON.stringify(body).length <= bodyMaxChars) return body
  note(reading, 'body', `must be JSON of at most ${bodyMaxChars} characters, ${bodyDepthMax} levels deep`)
  return undefined
}

function savesOf(reading: Reading) {
  if (fieldOf(reading, 'save') === undefined) return []
  return objectsOf(reading, 'save', 0, savesMax).map(save => {
    onlyKnown(save, ['variable', 'path'])
    const path = requiredText(save, 'path', 200)
    if (path !== '' && !isPath(path)) note(save, 'path', 'must be a path such as order.items[0].name')
    if (fieldOf(save, 'variable') === undefined) note(save, 'variable', 'is missing: name a variable')
    return { variable: writtenVariable(save, 'variable') ?? '', path }
  })
}

function otherwiseIn(reading: Reading, when: string): string {
  const otherwise = optionalText(reading, 'otherwise', nameMax)
  if (fieldOf(reading, 'otherwise') === undefined)
    note(reading, 'otherwise', `is missing: name the block to go to when ${when}`)
  return otherwise ?? ''
}

function requestOf(reading: Reading): Block {
  const method = optionalOneOf(reading, 'method', requestMethods) ?? 'GET'
  if (method === 'GET' && fieldOf(reading, 'body') !== undefined)
    note(reading, 'body', 'is not sent with GET: remove it, or choose POST')
  return given({
    kind: 'request' as const,
    label: optionalText(reading, 'label', nameMax),
    method,
    url: addressIn(reading, 'url', true),
    headers: headersOf(reading),
    body: bodyOf(reading),
    save: savesOf(reading),
    sideEffect: optionalFlag(reading, 'sideEffect'),
    timeoutMs: optionalNumber(reading, 'timeoutMs', { from: 500, to: requestMaxMs }),
    otherwise: otherwiseIn(reading, 'the call fails'),
    next: optionalText(reading, 'next', nameMax),
  })
}

function modelOf(reading: Reading): AiModel | undefined {
  if (fieldOf(reading, 'model') === undefined) return undefined
  const own = objectIn(reading, 'model')
  if (own === null) return undefined
  onlyKnown(own, ['baseUrl', 'name', 'apiKey'])
  return given({
    baseUrl: addressIn(own, 'baseUrl', false),
    name: requiredText(own, 'name', 200),
    apiKey: secretIn(own, 'apiKey'),
  })
}

function aiOf(reading: Reading): Block {
  const model = modelOf(reading)
  if ((fieldOf(reading, 'bot') === undefined) === (fieldOf(reading, 'model') === undefined))
    note(reading, 'bot', 'must stand alone: choose an AI agent, or give a model of the block’s own')
  return given({
    kind: 'ai' as const,
    label: optionalText(reading, 'label', nameMax),
    prompt: requiredText(reading, 'prompt', textMax),
    bot: optionalText(reading, 'bot', nameMax),
    model,
    variable: writtenVariable(reading, 'variable'),
    handoff: optionalFlag(reading, 'handoff'),
    timeoutMs: optionalNumber(reading, 'timeoutMs', { from: 500, to: aiMaxMs }),
    otherwise: otherwiseIn(reading, 'the model fails'),
    next: optionalText(reading, 'next', nameMax),
  })
}

export function callBlock(reading: Reading, kind: CallKind): Block {
  switch (kind) {
    case 'request':
      return requestOf(reading)
    case 'ai':
      return aiOf(reading)
    case 'ask_team':
      if (fieldOf(reading, 'variable') === undefined)
        note(reading, 'variable', 'is missing: name the variable that keeps the answer')
      return given({
        kind,
        label: optionalText(reading, 'label', nameMax),
        question: requiredText(reading, 'question', valueMax),
        variable: writtenVariable(reading, 'variable') ?? '',
        withinMs: optionalNumber(reading, 'withinMs', { from: 1_000, to: askMaxMs }) ?? askUsualMs,
        otherwise: otherwiseIn(reading, 'nobody answers in time'),
        next: optionalText(reading, 'next', nameMax),
      })
  }
}
