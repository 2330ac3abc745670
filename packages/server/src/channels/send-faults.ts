// What a failed call to a channel means for the message: was it certainly not taken, or does nobody know?
import { SendFault } from '../app/channel-port.ts'
import { EgressFault } from '../app/egress.ts'

/** Errors of a connection that never stood: nothing was sent on it. */
const neverStood = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** The codes along the causes of an error. */
export function codesOf(error: unknown): readonly string[] {
  const codes: string[] = []
  for (let at: unknown = error; at instanceof Error && codes.length < 10; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') codes.push(at.code)
    if (at instanceof AggregateError) codes.push(...at.errors.flatMap(codesOf))
  }
  return codes
}

/** Whether the call failed before anything could have been taken. */
export function isCertainlyNotSent(error: unknown): boolean {
  return codesOf(error).some(code => neverStood.has(code))
}

/** A call that brought no answer. */
export function faultOfEgress(error: unknown): SendFault {
  if (error instanceof SendFault) return error
  if (error instanceof EgressFault && error.code === 'refused')
    return new SendFault('not_sent', 'channel_account', {
      reason: error.message,
      stopsLine: true,
      cause: error,
    })
  if (isCertainlyNotSent(error)) return new SendFault('not_sent', 'channel_down', { cause: error })
  return new SendFault('unknown', 'no_answer', { cause: error })
}

export function retryAfterMsOf(headers: Headers, nowMs = Date.now()): number | null {
  const given = headers.get('retry-after')
  if (!given) return null
  const seconds = Number(given)
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000)
  const at = Date.parse(given)
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs)
}

/** An answer that is no success: an answer means that the message was judged, and not taken. */
export async function faultOfAnswer(response: Response): Promise<SendFault> {
  const { status, headers } = response
  await response.body?.cancel().catch(() => {})
  const reason = `HTTP ${status}`
  const retryAfterMs = retryAfterMsOf(headers)
  if (status === 429)
    return new SendFault('not_sent', 'throttled', { reason, retryAfterMs: retryAfterMs ?? 1_000 })
  if (status === 401 || status === 403)
    return new SendFault('refused', 'channel_account', { reason, stopsLine: true })
  if (status === 413) return new SendFault('refused', 'too_large', { reason })
  // A gateway in between does not know whether its server took it.
  if (status === 502 || status === 504) return new SendFault('unknown', 'no_answer', { reason })
  if (status >= 500) return new SendFault('not_sent', 'channel_down', { reason, retryAfterMs })
  return new SendFault('refused', 'rejected_content', { reason })
}
