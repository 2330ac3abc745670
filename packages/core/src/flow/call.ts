// What a flow that stands at a call block wants done, with its variables filled in. The same memory gives the same
// call, under the same id: whoever performs it again can say that it is the same.
import type { Json } from '../ids.ts'
import type { AiBlock, AiModel, FlowSecret, RequestBlock, RequestMethod } from './call-block.ts'
import type { BlockId } from './definition.ts'
import { valueMax } from './remember.ts'
import type { Lookup } from './template.ts'
import { filled, shown, textMax } from './template.ts'

interface Called {
  /** Of the pause in which the flow waits: the Idempotency-Key. */
  readonly id: string
  readonly block: BlockId
  readonly timeoutMs: number
}

export interface RequestCall extends Called {
  readonly kind: 'request'
  readonly method: RequestMethod
  readonly url: string
  readonly headers: readonly (
    | { readonly name: string; readonly value: string }
    | { readonly name: string; readonly secret: FlowSecret }
  )[]
  /** Undefined: none is sent. */
  readonly body: Json | undefined
  readonly sideEffect: boolean
}

export interface AiCall extends Called {
  readonly kind: 'ai'
  readonly prompt: string
  readonly bot: string | null
  readonly model: AiModel | null
  /** The answer is said to the customer as it comes; else the flow keeps it. */
  readonly says: boolean
  readonly handoff: boolean
}

export type FlowCall = RequestCall | AiCall

const requestUsualMs = 10_000
const aiUsualMs = 30_000

function encoded(value: Json | undefined): string {
  return encodeURIComponent(shown(value).replace(/\p{Surrogate}/gu, '\ufffd'))
}

/** No value may climb to another folder: a segment of dots is emptied. */
function withoutClimbing(url: string): string {
  const [, front = '', path = '', rest = ''] = /^([a-z]+:\/\/[^/?#]*)([^?#]*)(.*)$/isu.exec(url) ?? []
  const segments = path.split('/').map(segment => (/^(?:\.|%2e){1,2}$/i.test(segment) ? '' : segment))
  return `${front}${segments.join('/')}${rest}`
}

function urlOf(template: string, lookup: Lookup): string {
  const url = template.replace(/\{\{\s*([\p{L}_][\p{L}\p{N}_]*)\s*\}\}/gu, (_, name: string) =>
    encoded(lookup(name)),
  )
  return withoutClimbing(url)
}

function bodyOf(template: Json, lookup: Lookup): Json {
  if (typeof template === 'string') {
    const only = /^\{\{\s*([\p{L}_][\p{L}\p{N}_]*)\s*\}\}$/u.exec(template)
    return only?.[1] === undefined ? filled(template, lookup) : (lookup(only[1]) ?? null)
  }
  if (Array.isArray(template)) {
    const list: readonly Json[] = template
    return list.map(item => bodyOf(item, lookup))
  }
  if (template === null || typeof template !== 'object') return template
  return Object.fromEntries(Object.entries(template).map(([key, item]) => [key, bodyOf(item, lookup)]))
}

function headersOf(block: RequestBlock, lookup: Lookup): RequestCall['headers'] {
  return block.headers.map(({ name, value = '', secret }) => {
    if (secret !== undefined) return { name, secret }
    // A line break would begin another header.
    return {
      name,
      value: filled(value, lookup, valueMax)
        .replaceAll(/[^\x20-\x7e\u00a0-\u00ff]/g, ' ')
        .trim(),
    }
  })
}

export function callOf(block: RequestBlock | AiBlock, id: BlockId, callId: string, lookup: Lookup): FlowCall {
  if (block.kind === 'request') {
    const { kind, method, timeoutMs = requestUsualMs, sideEffect = method !== 'GET' } = block
    return {
      kind,
      id: callId,
      block: id,
      timeoutMs,
      method,
      url: urlOf(block.url, lookup),
      headers: headersOf(block, lookup),
      body: block.body === undefined ? undefined : bodyOf(block.body, lookup),
      sideEffect,
    }
  }
  const { kind, bot = null, model = null, timeoutMs = aiUsualMs, handoff = false } = block
  const prompt = filled(block.prompt, lookup, textMax)
  return {
    kind,
    id: callId,
    block: id,
    timeoutMs,
    prompt,
    bot,
    model,
    says: block.variable === undefined,
    handoff,
  }
}
