// Meta's error codes by what they mean for us. One table for sends that were refused and for statuses that say "failed".
import type { DeliveryProblem } from '@baton/core'
import { SendFault } from '../../app/channel-port.ts'
import type { Raw } from './reading.ts'
import { number, record, text } from './reading.ts'

type ErrorClass =
  | 'auth'
  | 'throttled'
  | 'window'
  | 'recipient'
  | 'opted_out'
  | 'transient'
  | 'by_choice'
  | 'account'
  | 'payload'
  | 'template'
  | 'unlisted'

const classes: readonly (readonly [ErrorClass, readonly number[]])[] = [
  ['auth', [0, 3, 10, 190, 131005]],
  ['throttled', [4, 80007, 130429, 131048, 131056, 133016]],
  ['window', [131047]],
  ['recipient', [131026, 131021, 131030]],
  ['opted_out', [131050]],
  ['transient', [1, 2, 131000, 131016, 131057]],
  ['by_choice', [130472, 131049]],
  ['account', [368, 131031, 131042, 131045]],
  ['payload', [100, 131008, 131009, 131051, 131052, 131053]],
  ['template', [132000, 132001, 132005, 132007, 132012, 132015, 132016]],
]
const classByCode = new Map(classes.flatMap(([name, codes]) => codes.map(code => [code, name] as const)))

function classOf(code: number | null): ErrorClass {
  if (code === null) return 'unlisted'
  // Meta keeps these hundred for rights that a token lacks.
  if (code >= 200 && code <= 299) return 'auth'
  return classByCode.get(code) ?? 'unlisted'
}

interface Meaning {
  readonly problem: DeliveryProblem
  readonly outcome: 'not_sent' | 'refused'
  readonly stopsLine?: true
}

const meanings: Record<ErrorClass, Meaning> = {
  auth: { problem: 'channel_account', outcome: 'not_sent', stopsLine: true },
  throttled: { problem: 'throttled', outcome: 'not_sent' },
  window: { problem: 'window_closed', outcome: 'refused' },
  recipient: { problem: 'not_reachable', outcome: 'refused' },
  opted_out: { problem: 'opted_out', outcome: 'refused' },
  transient: { problem: 'channel_down', outcome: 'not_sent' },
  by_choice: { problem: 'not_delivered_by_choice', outcome: 'refused' },
  account: { problem: 'channel_account', outcome: 'refused', stopsLine: true },
  payload: { problem: 'rejected_content', outcome: 'refused' },
  template: { problem: 'template', outcome: 'refused' },
  unlisted: { problem: 'other', outcome: 'refused' },
}

const reasonMax = 300
/** Too many messages to one customer. */
const pairLimit = 131_056
/** So long Meta asks to leave a number alone that is suspected of spam. */
const spamPauseMs = 60_000
const pairPauseMaxMs = 60 * 60 * 1_000

/** In Meta's words, with the code, by which its documentation finds it. */
function reasonOf(error: Raw): string | null {
  const title = text(error.title) ?? text(error.message)
  const details = text(record(error.error_data).details)
  const code = number(error.code)
  const words = [title, details === title ? null : details].filter(part => part !== null).join(': ')
  const whole = code === null ? words : `${words || 'Error'} (${code})`
  return whole === '' ? null : whole.slice(0, reasonMax)
}

/** Of a status that says "failed". */
export function problemOf(error: Raw): { readonly problem: DeliveryProblem; readonly reason: string | null } {
  return { problem: meanings[classOf(number(error.code))].problem, reason: reasonOf(error) }
}

/** 131056: 4^n seconds; other limits name their own time or none. */
function pauseOf(code: number | null, attempt: number, retryAfterMs: number | null): number | null {
  if (code === pairLimit) return Math.min(4 ** (attempt + 1) * 1_000, pairPauseMaxMs)
  return retryAfterMs ?? (code === 131048 ? spamPauseMs : null)
}

export interface GraphRefusal {
  /** HTTP. */
  readonly status: number
  /** As Meta wrote it; anything when the answer was not Meta's. */
  readonly body: unknown
  readonly retryAfterMs: number | null
  /** Tries of this message before this one. */
  readonly attempt: number
}

/** Of a send that was answered with an error. */
export function faultOfRefusal({ status, body, retryAfterMs, attempt }: GraphRefusal): SendFault {
  const error = record(record(body).error)
  const code = number(error.code)
  const reason = reasonOf(error)
  const kind = classOf(code)
  if (kind === 'unlisted' && status === 429)
    return new SendFault('not_sent', 'throttled', { reason, retryAfterMs })
  if (kind === 'unlisted' && status === 401)
    return new SendFault('not_sent', 'channel_account', { reason, stopsLine: true })
  // What stands before Meta's servers may have failed after they took it.
  if (kind === 'unlisted' && status >= 500) return new SendFault('unknown', 'no_answer', { reason })
  const { problem, outcome, stopsLine = false } = meanings[kind]
  const pause = kind === 'throttled' ? pauseOf(code, attempt, retryAfterMs) : retryAfterMs
  return new SendFault(outcome, problem, {
    reason,
    stopsLine,
    retryAfterMs: pause,
    onlyHere: code === pairLimit,
  })
}
