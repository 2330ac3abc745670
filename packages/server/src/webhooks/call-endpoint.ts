// One call of a webhook: signed as Standard Webhooks says, by every secret that is in force, through the one way out.
import { Webhook } from 'standardwebhooks'
import type { Egress } from '../app/egress.ts'
import { EgressFault } from '../app/egress.ts'
import { retryAfterOf } from '../app/webhook-schedule.ts'
import type { Called, WebhookCaller } from '../app/webhook-store.ts'

const limits = { timeoutMs: 15_000, maxBytes: 64 * 1_024 }
/** For the answer's head: who sends it slowly does not hold the call. */
const readWithinMs = 5_000
const headBytes = 1_024

/** The first kilobyte, as far as it comes in time; the rest is not wanted. */
async function headOf(answer: Response): Promise<string> {
  const reader = answer.body?.getReader()
  if (!reader) return ''
  const late = setTimeout(() => void reader.cancel().catch(() => undefined), readWithinMs)
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    while (length < headBytes) {
      const { done, value } = await reader.read()
      if (done) break
      chunks.push(value)
      length += value.length
    }
  } catch {
    // What was read is enough: the status was heard.
  } finally {
    clearTimeout(late)
    await reader.cancel().catch(() => undefined)
  }
  const text = new TextDecoder().decode(Buffer.concat(chunks).subarray(0, headBytes))
  return text.replaceAll('\u0000', '\ufffd')
}

function problemOf(status: number): string | null {
  if (status >= 200 && status < 300) return null
  return status === 410
    ? 'The endpoint says that it is gone for good (410).'
    : `The endpoint answered ${status}.`
}

export function createWebhookCaller(egress: Egress): WebhookCaller {
  return {
    async call({ url, id, secrets, body, signal }): Promise<Called> {
      const at = new Date()
      const headers = {
        'content-type': 'application/json',
        'user-agent': 'Baton',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
        'webhook-signature': secrets.map(secret => new Webhook(secret).sign(id, at, body)).join(' '),
      }
      try {
        const answer = await egress.fetch(url, { method: 'POST', headers, body, signal }, limits)
        const { status } = answer
        const retryAfterMs = retryAfterOf(answer.headers.get('retry-after'), at.getTime())
        return { status, response: await headOf(answer), problem: problemOf(status), retryAfterMs }
      } catch (error) {
        if (!(error instanceof EgressFault)) throw error
        return { status: null, response: '', problem: error.message, retryAfterMs: null }
      }
    },
  }
}
