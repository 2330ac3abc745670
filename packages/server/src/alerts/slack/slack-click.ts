// A click in Slack: signed, fresh, and no more than a wish. Whether it may is decided by whoever asks for it.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { AlertClick, AlertHook } from '../../app/alert-port.ts'
import { ClickRefused } from '../../app/alert-port.ts'
import { interveneAction } from './slack-blocks.ts'

const windowSeconds = 5 * 60

/** Throws ClickRefused unless Slack signed it, within the last five minutes. */
export function verifySlack(secret: string, { headers, body, nowMs }: AlertHook): void {
  const stamp = headers['x-slack-request-timestamp'] ?? ''
  const given = Buffer.from(headers['x-slack-signature'] ?? '')
  const age = Math.floor(nowMs / 1_000) - Number(stamp)
  if (!/^\d{9,11}$/.test(stamp) || Math.abs(age) > windowSeconds)
    throw new ClickRefused('The request is not of the last five minutes. Check this server’s clock.')
  const mac = createHmac('sha256', secret).update(`v0:${stamp}:`).update(body).digest('hex')
  const due = Buffer.from(`v0=${mac}`)
  if (given.length !== due.length || !timingSafeEqual(given, due))
    throw new ClickRefused('The signature does not fit. Check the signing secret of this alert channel.')
}

const payloadForm = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id: z.string().max(40) }),
  response_url: z.string().max(2_000).optional(),
  actions: z.array(z.object({ action_id: z.string(), value: z.string().optional() })).min(1),
})

/** Null: another button, or nothing of ours. */
export function clickIn(body: Buffer): AlertClick | null {
  let given: unknown
  try {
    given = JSON.parse(new URLSearchParams(body.toString('utf8')).get('payload') ?? '')
  } catch {
    return null
  }
  const parsed = payloadForm.safeParse(given)
  if (!parsed.success) return null
  const { user, response_url: replyUrl = null, actions } = parsed.data
  const alertId = actions.find(({ action_id: id }) => id === interveneAction)?.value
  return alertId && /^[0-9a-f-]{36}$/.test(alertId) ? { memberId: user.id, alertId, replyUrl } : null
}
