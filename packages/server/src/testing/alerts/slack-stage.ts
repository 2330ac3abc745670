// A workspace of Slack: takes messages in the form that Slack asks for, lets them be changed and found, and knows members.
import { createHmac, randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { AlertStage } from './alert-stage.ts'
import type { LocalAnswer, LocalCall } from './local-server.ts'
import { startLocalServer } from './local-server.ts'

const slackToken = 'xoxb-a-test-token'
const slackSigningSecret = '8f742231b10e8888abcd99yyyzzz85a5'

const mrkdwn = z.strictObject({ type: z.literal('mrkdwn'), text: z.string().min(1).max(3_000) })
const button = z.strictObject({
  type: z.literal('button'),
  action_id: z.string().max(255),
  text: z.strictObject({ type: z.literal('plain_text'), text: z.string().max(75) }),
  url: z.url().max(3_000).optional(),
  value: z.string().max(2_000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
})
const block = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('section'), text: mrkdwn }),
  z.strictObject({ type: z.literal('context'), elements: z.array(mrkdwn).min(1).max(10) }),
  z.strictObject({ type: z.literal('actions'), elements: z.array(button).min(1).max(25) }),
])
const message = z.looseObject({
  channel: z.string(),
  text: z.string().min(1).max(4_000),
  blocks: z.array(block).min(1).max(50),
  ts: z.string().optional(),
  metadata: z
    .strictObject({ event_type: z.string(), event_payload: z.record(z.string(), z.string()) })
    .optional(),
})

export interface SlackMessage {
  readonly ts: string
  text: string
  blocks: z.output<typeof block>[]
  readonly delivery: string
}

/** A click as Slack would post it. */
export interface SlackClick {
  readonly headers: Record<string, string>
  readonly body: string
}

export interface SlackStage extends AlertStage {
  readonly messages: readonly SlackMessage[]
  /** Ephemeral answers to clicks. */
  readonly replies: readonly string[]
  /** The button of the message. */
  click(memberId: string, message: SlackMessage, more?: { secret?: string; ageSeconds?: number }): SlackClick
  /** users.info knows them. */
  knows(memberId: string, email: string, confirmed?: boolean): void
}

const textIn = ({ blocks }: SlackMessage) =>
  blocks
    .flatMap(one =>
      one.type === 'section' ? [one.text.text] : one.type === 'context' ? one.elements.map(e => e.text) : [],
    )
    .join('\n')

const buttonsOf = ({ blocks }: SlackMessage) =>
  blocks.flatMap(one => (one.type === 'actions' ? one.elements : []))

/** Signed as Slack signs. */
function clickOn(
  url: string,
  memberId: string,
  of: SlackMessage,
  { secret = slackSigningSecret, ageSeconds = 0 }: { secret?: string; ageSeconds?: number } = {},
): SlackClick {
  const button = buttonsOf(of).find(({ action_id: id }) => id === 'intervene')
  if (!button) throw new Error('this message has no button')
  const payload = {
    type: 'block_actions',
    user: { id: memberId, username: 'somebody' },
    trigger_id: randomUUID(),
    response_url: `${url}/respond/${randomUUID()}`,
    message: { ts: of.ts },
    actions: [{ type: 'button', action_id: button.action_id, value: button.value, block_id: 'a' }],
  }
  const body = `payload=${encodeURIComponent(JSON.stringify(payload))}`
  const stamp = String(Math.floor(Date.now() / 1_000) - ageSeconds)
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${stamp}:${body}`).digest('hex')}`
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': stamp,
    'x-slack-signature': signature,
  }
  return { headers, body }
}

export async function openSlackStage(): Promise<SlackStage> {
  const messages: SlackMessage[] = []
  const replies: string[] = []
  const closings: string[] = []
  const faults: string[] = []
  const emails = new Map<string, { email: string; confirmed: boolean }>()

  const ok = (json: object): LocalAnswer => ({ status: 200, json: { ok: true, ...json } })
  const wrong = (error: string): LocalAnswer => {
    faults.push(error)
    return { status: 200, json: { ok: false, error } }
  }

  function posted(body: unknown): LocalAnswer {
    const parsed = message.safeParse(body)
    if (!parsed.success) return wrong(`invalid_blocks ${z.prettifyError(parsed.error)}`)
    const { channel, text, blocks, metadata } = parsed.data
    const ts = `${Math.floor(Date.now() / 1_000)}.${String(messages.length).padStart(6, '0')}`
    messages.push({ ts, text, blocks, delivery: metadata?.event_payload.delivery ?? randomUUID() })
    return ok({ channel, ts })
  }

  function changed(body: unknown): LocalAnswer {
    const parsed = message.safeParse(body)
    const found = messages.find(({ ts }) => ts === parsed.data?.ts)
    if (!parsed.success || !found) return wrong('message_not_found')
    Object.assign(found, { text: parsed.data.text, blocks: parsed.data.blocks })
    closings.push(textIn(found))
    return ok({ channel: parsed.data.channel, ts: found.ts })
  }

  function api({ path, headers, body }: LocalCall): LocalAnswer {
    if (path.startsWith('/respond')) {
      const { text, response_type: kind } = JSON.parse(body.toString()) as Record<string, string>
      if (kind !== 'ephemeral') faults.push('an answer that everybody sees')
      replies.push(text ?? '')
      return { status: 200, json: {} }
    }
    if (headers.authorization !== `Bearer ${slackToken}`) return wrong('invalid_auth')
    const form = new URLSearchParams(body.toString())
    switch (path) {
      case '/api/chat.postMessage':
        return posted(JSON.parse(body.toString()))
      case '/api/chat.update':
        return changed(JSON.parse(body.toString()))
      case '/api/conversations.history':
        return ok({
          messages: messages.map(({ ts, delivery }) => ({
            ts,
            metadata: { event_type: 'baton_alert', event_payload: { delivery } },
          })),
        })
      case '/api/users.info': {
        const known = emails.get(form.get('user') ?? '')
        if (!known) return { status: 200, json: { ok: false, error: 'user_not_found' } }
        const { email, confirmed } = known
        return ok({ user: { deleted: false, is_email_confirmed: confirmed, profile: { email } } })
      }
      default:
        return wrong(`unknown_method ${path}`)
    }
  }

  const server = await startLocalServer(api, ({ path }) => path !== '/api/chat.postMessage')
  return {
    kind: 'slack',
    settings: {
      by: 'bot',
      token: slackToken,
      channel: 'C0ALERTS',
      signingSecret: slackSigningSecret,
      apiUrl: `${server.url}/api`,
      members: [],
    },
    updates: true,
    afterLostAnswer: 'once',
    messages,
    replies,
    told: () =>
      messages.map(one => ({
        id: one.delivery,
        text: textIn(one),
        url: buttonsOf(one).find(({ url }) => url)?.url ?? '',
      })),
    closings: () => closings,
    faults: () => faults,
    mishap: server.mishap,
    knows: (memberId, email, confirmed = true) => void emails.set(memberId, { email, confirmed }),
    click: (memberId, of, more) => clickOn(server.url, memberId, of, more),
    close: server.close,
  }
}
