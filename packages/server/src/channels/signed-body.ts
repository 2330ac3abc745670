// The signature of Standard Webhooks over bytes: what is signed may be no text, and need not be JSON.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { HookRefused } from '../app/channel-port.ts'

const toleranceSeconds = 5 * 60

function keyOf(secret: string): Buffer {
  return Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
}

/** `v1,` and base64, as the header `webhook-signature` has it. */
export function signatureOf(secret: string, id: string, timestamp: string, body: Buffer): string {
  const mac = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.`).update(body)
  return `v1,${mac.digest('base64')}`
}

/** @throws HookRefused 401 */
export function verifySignedBody(
  secret: string | null,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
  now: number,
): void {
  if (secret === null)
    throw new HookRefused(401, 'This channel has no secret. Make one in its settings, and sign with it.')
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers
  if (!id || !timestamp || !signatures)
    throw new HookRefused(
      401,
      'Send webhook-id, webhook-timestamp and webhook-signature, as Standard Webhooks says.',
    )
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now / 1_000 - Number(timestamp)) > toleranceSeconds)
    throw new HookRefused(401, 'webhook-timestamp is more than five minutes off. Check the clocks.')
  const expected = Buffer.from(signatureOf(secret, id, timestamp, body))
  const fits = signatures.split(' ').some(signature => {
    const given = Buffer.from(signature)
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
  if (!fits)
    throw new HookRefused(401, 'The signature does not fit. Sign the raw body with the channel’s secret.')
}
