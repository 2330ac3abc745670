// Calls to Twilio by the Chat SDK's client, through the egress; what its errors mean for a message is said here.

import type { SmsSettings } from '@baton/protocol'
import { callTwilioApi, encodeTwilioForm, TwilioApiError } from '@chat-adapter/twilio/api'
import { z } from 'zod'
import type { Line } from '../../app/channel-port.ts'
import { SendFault } from '../../app/channel-port.ts'
import type { Egress } from '../../app/egress.ts'
import { fetchThrough } from '../egress-fetch.ts'
import { neededSecret } from '../needed-secret.ts'
import { faultOfEgress } from '../send-faults.ts'
import { problemOfCode } from './read-sms.ts'

const limits = { timeoutMs: 20_000, maxBytes: 4 * 1_024 * 1_024 }
export const usualApiUrl = 'https://api.twilio.com'

// The store has checked the form; the secrets in it are sealed by now.
export const settingsOf = (line: Line) => line.settings as unknown as SmsSettings

export const authTokenOf = (line: Line): string => neededSecret(line, 'authToken', 'auth token')

const errorBody = z.object({ code: z.number().nullish(), message: z.string().nullish() })

function faultOfTwilio({ status, body }: TwilioApiError): SendFault {
  const told = errorBody.safeParse(body)
  const code = told.success ? (told.data.code ?? null) : null
  // Twilio's sentence may repeat the text; its code says the same.
  const reason = code === null ? `HTTP ${status}` : `Twilio error ${code}`
  if (status === 429 || code === 20429)
    return new SendFault('not_sent', 'throttled', { reason, retryAfterMs: 2_000 })
  if (status === 401 || status === 403 || status === 404)
    return new SendFault('not_sent', 'channel_account', { reason, stopsLine: true })
  if (status === 502 || status === 504) return new SendFault('unknown', 'no_answer', { reason })
  if (status >= 500) return new SendFault('not_sent', 'channel_down', { reason })
  const problem = problemOfCode(code)
  const isAccount = problem === 'channel_account'
  return new SendFault('refused', problem === 'other' ? 'rejected_content' : problem, {
    reason,
    stopsLine: isAccount,
  })
}

export interface TwilioCall {
  readonly method: 'GET' | 'POST'
  /** Below the account, such as `/Messages.json`. */
  readonly path: string
  readonly fields?: Readonly<Record<string, string | readonly string[]>>
}

/** The JSON of a good answer. @throws SendFault */
export async function askTwilio(
  egress: Egress,
  line: Line,
  { method, path, fields = {} }: TwilioCall,
  signal: AbortSignal,
): Promise<unknown> {
  const { accountSid, apiUrl } = settingsOf(line)
  const authToken = authTokenOf(line)
  try {
    const form = encodeTwilioForm(fields)
    const answer = await callTwilioApi({
      path: `/2010-04-01/Accounts/${accountSid}${path}`,
      method,
      credentials: { accountSid, authToken },
      apiUrl: apiUrl ?? usualApiUrl,
      fetch: fetchThrough(egress, limits, signal),
      ...(method === 'GET' ? { search: form } : { body: form }),
    })
    return answer.body
  } catch (error) {
    throw error instanceof TwilioApiError ? faultOfTwilio(error) : faultOfEgress(error)
  }
}
