// One attempt at one delivery: its body, the call, and what is written down of it.
import type { Seals } from './seals.ts'
import { verdictOn } from './webhook-schedule.ts'
import type { Attempt, Called, Delivery, Verdict, WebhookCaller, WebhookStore } from './webhook-store.ts'
import { webhookPlace } from './webhooks.ts'

export interface TellOptions {
  readonly store: WebhookStore
  readonly caller: WebhookCaller
  readonly seals: Seals
  /** An endpoint was switched off: the settings of its workspace are others now. */
  readonly onSwitchedOff: (delivery: Delivery) => void
}

/** The same over all attempts: an event never changes. Null: it is no more. */
function bodyOf({ type, event, data: told, conversationId, createdAt }: Delivery): string | null {
  if (told !== null) return `{"type":"${type}","timestamp":"${createdAt}","data":${told}}`
  if (event === null) return null
  const { seq, epoch, at, actor, data, channelId, contactId } = event
  const ids = `"conversationId":"${conversationId}","channelId":"${channelId}","contactId":"${contactId}"`
  const line = `{"seq":${seq},"epoch":${epoch},"type":"${event.type}","at":"${at}","actor":${actor},"data":${data}}`
  return `{"type":"${type}","timestamp":"${at}","data":{${ids},"event":${line}}}`
}

const refused = (problem: string): Called => ({ status: null, response: '', problem, retryAfterMs: null })
const over: Verdict = { state: 'failed', afterMs: 0, isGone: false }

/** `retries`: it may be told again later, and says something about the endpoint's health. */
export type Tell = (delivery: Delivery, retries: boolean) => Promise<void>

/** Rejects when `signal` ended the call, or when it could not be written down. */
export function createTell({ store, caller, seals, onSwitchedOff }: TellOptions, signal: AbortSignal): Tell {
  async function call(delivery: Delivery, body: string): Promise<Called> {
    const { id, url, webhookId } = delivery
    let secrets: readonly string[]
    try {
      secrets = delivery.secrets.map(sealed => seals.open(sealed, webhookPlace(webhookId)))
    } catch {
      return refused('The secret cannot be opened: the secret of this Baton was changed. Make a new one.')
    }
    return caller.call({ id, url, secrets, body, signal: signal })
  }

  return async (delivery, retries) => {
    const body = bodyOf(delivery)
    const [at, began] = [new Date().toISOString(), performance.now()]
    const { retryAfterMs, ...told } =
      body === null ? refused('The conversation was erased.') : await call(delivery, body)
    const attempt: Attempt = { at, durationMs: Math.round(performance.now() - began), ...told }
    const verdict = verdictOn({ ...told, retryAfterMs }, delivery.tries, Math.random())
    const isOver = body === null || (!retries && verdict.state === 'waiting')
    const counts = retries && body !== null
    if (await store.settle(delivery, attempt, isOver ? over : verdict, counts)) onSwitchedOff(delivery)
  }
}
