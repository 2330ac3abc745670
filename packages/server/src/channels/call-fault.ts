// What a call that ended without an answer means for the message in it: certainly not sent, or nobody knows. Whatever
// cannot be told apart counts as unknown, which is never sent again unasked (DL3).

import { SendFault } from '../app/channel-port.ts'
import { EgressFault } from '../app/egress.ts'

/** Codes of Node and undici for a line that never stood. */
const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
])
const badCertificate = /^(?:CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|UNABLE_TO_|SELF_SIGNED_|EPROTO)/

function causes(error: unknown, deep = 0): readonly Error[] {
  if (!(error instanceof Error) || deep > 8) return []
  const inner = error instanceof AggregateError ? error.errors : []
  return [error, ...[error.cause, ...inner].flatMap(one => causes(one, deep + 1))]
}

function isBeforeConnection(error: unknown): boolean {
  return causes(error).some(one => {
    const { code, syscall } = one as { code?: unknown; syscall?: unknown }
    if (syscall === 'connect' || syscall === 'getaddrinfo') return true
    return typeof code === 'string' && (neverConnected.has(code) || badCertificate.test(code))
  })
}

/** Of whatever a call by the egress threw. */
export function faultOfCall(error: unknown): SendFault {
  if (error instanceof SendFault) return error
  if (error instanceof EgressFault && error.code === 'refused')
    return new SendFault('refused', 'channel_gone', { reason: error.message, stopsLine: true, cause: error })
  if (isBeforeConnection(error)) return new SendFault('not_sent', 'channel_down', { cause: error })
  return new SendFault('unknown', 'no_answer', { cause: error })
}
