// What Baton tells a bot, checked by shape before the bot's code sees it. By hand: a bot needs no schema library.
// What is not known is let through, so that a newer Baton does not break an older bot.
import type { BotNewsMessage, TurnRequested } from '@baton/protocol'

export type Told =
  | { readonly kind: 'turn'; readonly turn: TurnRequested }
  | { readonly kind: 'news'; readonly news: BotNewsMessage }
  /** Of a kind that came later than this code. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'malformed'; readonly problem: string }

type Fields = Readonly<Record<string, unknown>>
type Check = (value: unknown) => boolean

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText: Check = value => typeof value === 'string'
const isNumber: Check = value => typeof value === 'number' && Number.isFinite(value)
const isInstant: Check = value => typeof value === 'string' && !Number.isNaN(Date.parse(value))
const orNull = (check: Check): Check => {
  return value => value === null || check(value)
}
const listOf = (check: Check): Check => {
  return value => Array.isArray(value) && value.every(check)
}
const fieldsOf = (checks: Readonly<Record<string, Check>>): Check => {
  return value => isFields(value) && Object.entries(checks).every(([name, check]) => check(value[name]))
}

const turnParts: Readonly<Record<string, Check>> = {
  turn: fieldsOf({
    id: isText,
    token: isText,
    attempt: isNumber,
    deadline: isInstant,
    cause: isText,
    url: value => typeof value === 'string' && URL.canParse(value),
  }),
  conversation: fieldsOf({ id: isText, channel: isFields }),
  contact: fieldsOf({ id: isText, name: isText }),
  messages: listOf(fieldsOf({ seq: isNumber, role: isText, text: isText, parts: listOf(isFields) })),
  input: listOf(isNumber),
  control: fieldsOf({ state: isText, returned: orNull(isFields) }),
  guidance: listOf(fieldsOf({ text: isText })),
  answer: orNull(fieldsOf({ question: isText, text: orNull(isText) })),
  variables: isFields,
}

const newsParts: Readonly<Record<string, Check>> = {
  conversation: fieldsOf({ id: isText }),
  turn: orNull(fieldsOf({ id: isText })),
  seq: isNumber,
}

function faultyPart(told: Fields, parts: Readonly<Record<string, Check>>): string | null {
  return Object.keys(parts).find(name => !parts[name]?.(told[name])) ?? null
}

function malformed(problem: string): Told {
  return { kind: 'malformed', problem }
}

export function readTold(body: string): Told {
  let told: unknown
  try {
    told = JSON.parse(body)
  } catch {
    return malformed('The body is not JSON.')
  }
  if (!isFields(told) || typeof told.type !== 'string') return malformed('The body has no `type`.')
  const isTurn = told.type === 'turn.requested'
  if (!isTurn && !['control.taken', 'control.returned', 'turn.cancelled'].includes(told.type)) {
    return { kind: 'unknown' }
  }
  const faulty = faultyPart(told, isTurn ? turnParts : newsParts)
  if (faulty !== null) return malformed(`\`${faulty}\` of ${told.type} is not as the contract says.`)
  // The one place where the checks above become the contract's types.
  return isTurn
    ? { kind: 'turn', turn: told as unknown as TurnRequested }
    : { kind: 'news', news: told as unknown as BotNewsMessage }
}
