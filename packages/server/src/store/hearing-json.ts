// A conversation's hearing as its row keeps it: small, for a row that outgrows a page's quarter costs every message.
import type { HeardSignal } from '@baton/core'
import { signalKinds } from '@baton/detection'
import type { Hearing } from '../app/hearing.ts'
import { silence } from '../app/hearing.ts'

/** Names are short because there is one of these in every row; what is as it was at first is left out. */
export interface HearingJson {
  /** `seq` of the customer's latest messages, and what each was about: 32-bit numbers in base 64. */
  readonly a?: readonly (readonly [number, string])[]
  readonly b?: readonly number[]
  /** Levels, in the order of `signalKinds`. */
  readonly l?: readonly number[]
  readonly s?: readonly [number, readonly HeardSignal[]]
  readonly i?: number
  readonly m?: number
  readonly e?: number
  readonly u?: string
  readonly f?: Hearing['fired']
  readonly v?: Hearing['verdicts']
  readonly n?: string
}

function numbersIn(text: string): readonly number[] {
  const bytes = Buffer.from(text, 'base64')
  return Array.from({ length: bytes.length >> 2 }, (_, at) => bytes.readUInt32LE(at * 4))
}

// All but the last of them were written with the message before.
const texts = new WeakMap<readonly number[], string>()

function textOf(numbers: readonly number[]): string {
  const known = texts.get(numbers)
  if (known !== undefined) return known
  const bytes = Buffer.allocUnsafe(numbers.length * 4)
  for (const [at, number] of numbers.entries()) bytes.writeUInt32LE(number, at * 4)
  const text = bytes.toString('base64')
  texts.set(numbers, text)
  return text
}

const isEmpty = (value: object) => Object.keys(value).length === 0

export function hearingJson(hearing: Hearing): string {
  const { running, last } = hearing
  const { asked, fallbacks, levels } = running
  const json: HearingJson = {
    ...(asked.length > 0 ? { a: asked.map(({ seq, key }) => [seq, textOf(key)] as const) } : {}),
    ...(fallbacks.length > 0 ? { b: fallbacks } : {}),
    ...(signalKinds.some(kind => levels[kind] > 0) ? { l: signalKinds.map(kind => levels[kind]) } : {}),
    ...(last ? { s: [last.seq, last.signals] as const } : {}),
    ...(hearing.since > 0 ? { i: hearing.since } : {}),
    ...(hearing.messages > 0 ? { m: hearing.messages } : {}),
    ...(hearing.failures > 0 ? { e: hearing.failures } : {}),
    ...(hearing.unansweredSince ? { u: hearing.unansweredSince } : {}),
    ...(isEmpty(hearing.fired) ? {} : { f: hearing.fired }),
    ...(isEmpty(hearing.verdicts) ? {} : { v: hearing.verdicts }),
    ...(hearing.nextCheck ? { n: hearing.nextCheck } : {}),
  }
  return JSON.stringify(json)
}

export function hearingFrom(json: HearingJson | null): Hearing | null {
  if (json === null) return null
  const { a = [], b = [], l = [], s } = json
  const levels = { ...silence.running.levels }
  for (const [at, kind] of signalKinds.entries()) levels[kind] = l[at] ?? 0
  return {
    running: { asked: a.map(([seq, key]) => ({ seq, key: numbersIn(key) })), fallbacks: b, levels },
    last: s ? { seq: s[0], signals: s[1] } : null,
    since: json.i ?? 0,
    messages: json.m ?? 0,
    failures: json.e ?? 0,
    unansweredSince: json.u ?? null,
    fired: json.f ?? {},
    verdicts: json.v ?? {},
    nextCheck: json.n ?? null,
  }
}
