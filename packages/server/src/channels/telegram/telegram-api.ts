// Calls to the Bot API, through the egress; what its errors mean for a message is said here. The token stands in the
// address, so no address is ever shown.
import { z } from 'zod'
import type { Line } from '../../app/channel-port.ts'
import { SendFault } from '../../app/channel-port.ts'
import type { Egress } from '../../app/egress.ts'
import { fetchThrough } from '../egress-fetch.ts'
import { neededSecret } from '../needed-secret.ts'
import { faultOfEgress } from '../send-faults.ts'

const limits = { timeoutMs: 25_000, maxBytes: 2 * 1_024 * 1_024 }
/** Uploads of 50 MB take their time. */
const uploadLimits = { ...limits, timeoutMs: 100_000 }

const answer = z.looseObject({
  ok: z.boolean(),
  result: z.unknown().optional(),
  error_code: z.number().nullish(),
  description: z.string().nullish(),
  parameters: z.looseObject({ retry_after: z.number().nullish() }).nullish(),
})
type Answer = z.output<typeof answer>

function faultOfTelegram(status: number, told: Answer | null): SendFault {
  const code = told?.error_code ?? status
  const reason = told?.description?.slice(0, 200) ?? `HTTP ${status}`
  const words = reason.toLowerCase()
  if (code === 429) {
    const seconds = told?.parameters?.retry_after ?? 1
    return new SendFault('not_sent', 'throttled', { reason, retryAfterMs: seconds * 1_000 })
  }
  if (code === 401 || code === 404)
    return new SendFault('not_sent', 'channel_account', { reason, stopsLine: true })
  if (code === 403) {
    const isBlocked = words.includes('blocked')
    return new SendFault('refused', isBlocked ? 'opted_out' : 'not_reachable', { reason })
  }
  if (code === 413 || words.includes('too long') || words.includes('too big'))
    return new SendFault('refused', 'too_large', { reason })
  if (code === 502 || code === 504) return new SendFault('unknown', 'no_answer', { reason })
  if (code >= 500) return new SendFault('not_sent', 'channel_down', { reason })
  if (words.includes('chat not found') || words.includes('user not found'))
    return new SendFault('refused', 'not_reachable', { reason })
  return new SendFault('refused', 'rejected_content', { reason })
}

export const tokenOf = (line: Line): string => neededSecret(line, 'token', 'token')

export function apiUrlOf(line: Line): string {
  const { apiUrl } = line.settings
  return typeof apiUrl === 'string' ? apiUrl.replace(/\/+$/, '') : 'https://api.telegram.org'
}

/** `result` of a good answer. @throws SendFault */
export async function askTelegram(
  egress: Egress,
  line: Line,
  method: string,
  body: Readonly<Record<string, unknown>> | FormData,
  signal: AbortSignal,
): Promise<unknown> {
  const isForm = body instanceof FormData
  const call = fetchThrough(egress, isForm ? uploadLimits : limits, signal)
  const init: RequestInit = isForm
    ? { method: 'POST', body }
    : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const url = `${apiUrlOf(line)}/bot${tokenOf(line)}/${method}`
  let response: Response
  let text: string
  try {
    response = await call(url, init)
    text = await response.text()
  } catch (error) {
    throw faultOfEgress(error)
  }
  const told = answer.safeParse(jsonOf(text))
  if (told.success && told.data.ok) return told.data.result
  if (response.ok && !told.success)
    throw new SendFault('unknown', 'no_answer', { reason: 'no usable answer' })
  throw faultOfTelegram(response.status, told.success ? told.data : null)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
