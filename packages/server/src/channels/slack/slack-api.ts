// Calls to Slack by the Chat SDK's client, through the egress; what its errors mean for a message is said here.
import { callSlackApi, SlackApiError } from '@chat-adapter/slack/api'
import type { Line } from '../../app/channel-port.ts'
import { SendFault } from '../../app/channel-port.ts'
import type { Egress } from '../../app/egress.ts'
import { fetchThrough } from '../egress-fetch.ts'
import { neededSecret } from '../needed-secret.ts'
import { faultOfAnswer, faultOfEgress } from '../send-faults.ts'

const limits = { timeoutMs: 25_000, maxBytes: 4 * 1_024 * 1_024 }

export interface SlackAnswer {
  readonly [field: string]: unknown
}

const account = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'missing_scope',
  'no_permission',
  'org_login_required',
  'ekm_access_denied',
])
const unreachable = new Set([
  'channel_not_found',
  'is_archived',
  'not_in_channel',
  'user_not_found',
  'user_disabled',
  'cannot_dm_bot',
  'messages_tab_disabled',
  'restricted_action',
  'restricted_action_thread_locked',
  'thread_not_found',
])

export function faultOfSlack(error: string): SendFault {
  const reason = `Slack says ${error}`
  if (error === 'ratelimited' || error === 'rate_limited')
    return new SendFault('not_sent', 'throttled', { reason, retryAfterMs: 1_000 })
  if (account.has(error)) return new SendFault('not_sent', 'channel_account', { reason, stopsLine: true })
  if (unreachable.has(error)) return new SendFault('refused', 'not_reachable', { reason })
  if (error.includes('too_long') || error.includes('too_large'))
    return new SendFault('refused', 'too_large', { reason })
  if (error === 'service_unavailable' || error === 'team_added_to_org')
    return new SendFault('not_sent', 'channel_down', { reason })
  // Slack says of these that some of it may have been done.
  if (error === 'fatal_error' || error === 'internal_error')
    return new SendFault('unknown', 'no_answer', { reason })
  return new SendFault('refused', 'rejected_content', { reason })
}

export const tokenOf = (line: Line): string => neededSecret(line, 'token', 'token')

export function apiUrlOf(line: Line): string {
  const { apiUrl } = line.settings
  return typeof apiUrl === 'string' ? `${apiUrl.replace(/\/+$/, '')}/` : 'https://slack.com/api/'
}

/** What the SDK's functions take; an answer that is no success is a SendFault. */
export function slackOptions(egress: Egress, line: Line, signal: AbortSignal) {
  const through = fetchThrough(egress, limits, signal)
  const checked: typeof fetch = async (to, init) => {
    const answer = await through(to, init)
    if (!answer.ok) throw await faultOfAnswer(answer)
    return answer
  }
  return { token: tokenOf(line), apiUrl: apiUrlOf(line), fetch: checked }
}

/** Of whatever the SDK threw. */
export function faultOf(error: unknown): SendFault {
  if (error instanceof SlackApiError) return faultOfSlack(error.response?.error ?? 'unknown_error')
  return faultOfEgress(error)
}

/** A good answer. @throws SendFault */
export async function askSlack(
  egress: Egress,
  line: Line,
  method: string,
  body: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<SlackAnswer> {
  try {
    const answer = await callSlackApi(method, { ...body }, slackOptions(egress, line, signal))
    if (!answer.ok) throw faultOfSlack(answer.error ?? 'unknown_error')
    return answer
  } catch (error) {
    throw faultOf(error)
  }
}
