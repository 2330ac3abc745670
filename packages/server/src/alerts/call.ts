// One HTTP call of an alert, and what its answer means for a further try.
import { AlertFault } from '../app/alert-port.ts'
import type { Egress } from '../app/egress.ts'
import { EgressFault } from '../app/egress.ts'
import { retryAfterOf } from '../app/webhook-schedule.ts'

const limits = { timeoutMs: 15_000, maxBytes: 1_024 * 1_024 }

export interface AlertAnswer {
  readonly status: number
  readonly text: string
  readonly retryAfterMs: number | null
}

/** Any answer at all. @throws AlertFault when there was none. */
export async function callOut(egress: Egress, url: string, init: RequestInit): Promise<AlertAnswer> {
  try {
    const answer = await egress.fetch(url, init, limits)
    const retryAfterMs = retryAfterOf(answer.headers.get('retry-after'), Date.now())
    return { status: answer.status, text: await answer.text().catch(() => ''), retryAfterMs }
  } catch (error) {
    if (!(error instanceof EgressFault)) throw error
    throw new AlertFault('later', error.message, { cause: error })
  }
}

/** @throws AlertFault unless it was taken. */
export function taken(answer: AlertAnswer, who: string): void {
  const { status, retryAfterMs } = answer
  if (status >= 200 && status < 300) return
  if (status === 429) {
    throw new AlertFault('later', `${who} asks to wait (429).`, { status, retryAfterMs })
  }
  throw new AlertFault('later', `${who} answered ${status}.`, { status, retryAfterMs })
}
