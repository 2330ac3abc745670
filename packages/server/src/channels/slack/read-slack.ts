// What Slack says, as items. A direct message is one conversation; in a channel every thread is one. Bots' messages,
// ours among them, are nobody's.
import { defaultEmojiResolver } from 'chat'
import { z } from 'zod'
import type { InboundItem, InboundPart, Sender } from '../../app/channel-port.ts'
import { storableText } from '../storable-text.ts'
import { textOfMrkdwn } from './slack-text.ts'

const file = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  title: z.string().nullish(),
  mimetype: z.string().nullish(),
  size: z.number().nullish(),
  mode: z.string().nullish(),
  subtype: z.string().nullish(),
})
const message = z.looseObject({
  type: z.string(),
  subtype: z.string().nullish(),
  channel: z.string().nullish(),
  user: z.string().nullish(),
  bot_id: z.string().nullish(),
  text: z.string().nullish(),
  ts: z.string().nullish(),
  thread_ts: z.string().nullish(),
  files: z.array(file).nullish(),
})
type SlackMessage = z.output<typeof message>
const messageEvent = message.extend({
  message: message.partial({ type: true }).nullish(),
  previous_message: message.partial({ type: true }).nullish(),
  deleted_ts: z.string().nullish(),
})
const reactionEvent = z.looseObject({
  type: z.enum(['reaction_added', 'reaction_removed']),
  user: z.string(),
  reaction: z.string(),
  item: z.looseObject({ type: z.string(), channel: z.string().nullish(), ts: z.string().nullish() }),
})
const callback = z.looseObject({
  type: z.literal('event_callback'),
  event_id: z.string(),
  event: z.looseObject({ type: z.string() }),
})
const actions = z.looseObject({
  type: z.literal('block_actions'),
  user: z.looseObject({ id: z.string() }),
  channel: z.looseObject({ id: z.string() }),
  message: z.looseObject({ ts: z.string(), thread_ts: z.string().nullish() }),
  actions: z.array(
    z.looseObject({
      action_id: z.string(),
      action_ts: z.string(),
      value: z.string().nullish(),
      text: z.looseObject({ text: z.string() }).nullish(),
    }),
  ),
})

/** Slack is asked for what its calls leave out. */
export interface SlackLookups {
  /** Null: nobody knows now. */
  person(userId: string): Promise<Omit<Sender, 'address'> | null>
  /** The thread of a message in a channel; its own `ts` where it begins one; null: nobody knows now. */
  threadOf(channel: string, ts: string): Promise<string | null>
}

/** Buttons of ours; others may stand in the same app. */
export const choicePrefix = 'baton_choice'
export const idOf = (channel: string, ts: string) => `${channel}:${ts}`
const isDirect = (channel: string) => channel.startsWith('D')

export const addressOf = (channel: string, threadTs: string) =>
  isDirect(channel) ? channel : `${channel}:${threadTs}`

/** From an address back to where to write. */
export function placeOf(address: string): { readonly channel: string; readonly thread: string | null } {
  const [channel = '', thread = null] = address.split(':')
  return { channel, thread }
}

function filesOf({ files }: SlackMessage): readonly InboundPart[] {
  return (files ?? []).map((one): InboundPart => {
    if (one.mode === 'tombstone' || one.mode === 'hidden_by_limit')
      return { kind: 'unknown', label: 'deleted file' }
    return {
      kind: 'media',
      name: one.name ?? one.title ?? one.id,
      mimeType: one.mimetype ?? 'application/octet-stream',
      sizeBytes: one.size ?? 0,
      ref: one.id,
      ...(one.subtype === 'slack_audio' ? { shape: 'voice' as const } : {}),
    }
  })
}

function partsOf(given: SlackMessage): readonly InboundPart[] {
  const text = storableText(textOfMrkdwn(given.text ?? ''), 40_000)
  const parts: InboundPart[] = [...filesOf(given)]
  if (text.trim() !== '') parts.unshift({ kind: 'text', text })
  return parts.length > 0 ? parts : [{ kind: 'unknown', label: given.subtype ?? 'message' }]
}

const said = new Set([undefined, null, 'file_share', 'thread_broadcast', 'me_message'])

async function senderOf(look: SlackLookups, user: string, address: string): Promise<Sender> {
  return { ...(await look.person(user)), address }
}

async function readMessage(event: z.output<typeof messageEvent>, eventId: string, look: SlackLookups) {
  const { channel, subtype } = event
  if (!channel) return []
  if (subtype === 'message_changed' || subtype === 'message_deleted') {
    const now = subtype === 'message_changed' ? event.message : event.previous_message
    const ts = now?.ts ?? event.deleted_ts
    if (!now?.user || now.bot_id || !ts) return []
    const address = addressOf(channel, now.thread_ts ?? ts)
    const about = { eventId, externalId: idOf(channel, ts), sender: await senderOf(look, now.user, address) }
    if (subtype === 'message_deleted') return [{ type: 'revoke', ...about }] satisfies InboundItem[]
    // A preview that was added below is no edit.
    if (now.text === event.previous_message?.text) return []
    return [{ type: 'edit', ...about, parts: partsOf({ ...now, type: 'message' }) }] satisfies InboundItem[]
  }
  if (!said.has(subtype) || event.bot_id || !event.user || !event.ts) return []
  const address = addressOf(channel, event.thread_ts ?? event.ts)
  return [
    {
      type: 'message',
      externalId: idOf(channel, event.ts),
      sender: await senderOf(look, event.user, address),
      parts: partsOf(event),
    },
  ] satisfies InboundItem[]
}

function emojiOf(name: string): string {
  const [base = name] = name.split('::')
  const shown = defaultEmojiResolver.toGChat(defaultEmojiResolver.fromSlack(base))
  return shown === base ? `:${base}:` : shown
}

async function readReaction(event: z.output<typeof reactionEvent>, eventId: string, look: SlackLookups) {
  const { channel, ts, type } = event.item
  if (type !== 'message' || !channel || !ts) return []
  const thread = isDirect(channel) ? ts : await look.threadOf(channel, ts)
  if (thread === null)
    return [{ type: 'notice', code: 'reaction_nowhere', raw: event }] satisfies InboundItem[]
  return [
    {
      type: 'reaction',
      eventId,
      externalId: idOf(channel, ts),
      sender: await senderOf(look, event.user, addressOf(channel, thread)),
      emoji: event.type === 'reaction_added' ? emojiOf(event.reaction) : null,
    },
  ] satisfies InboundItem[]
}

/** Of the Events API's body. */
export async function readEvent(body: unknown, look: SlackLookups): Promise<readonly InboundItem[]> {
  const outer = callback.safeParse(body)
  if (!outer.success) return []
  const { event, event_id: eventId } = outer.data
  const reaction = reactionEvent.safeParse(event)
  if (reaction.success) return readReaction(reaction.data, eventId, look)
  if (event.type !== 'message' && event.type !== 'app_mention') return []
  const parsed = messageEvent.safeParse(event)
  if (!parsed.success) return [{ type: 'notice', code: 'message_unreadable', raw: event }]
  return readMessage(parsed.data, eventId, look)
}

/** Of the `payload` of a tapped button: what the customer would have written. */
export async function readActions(body: unknown, look: SlackLookups): Promise<readonly InboundItem[]> {
  const parsed = actions.safeParse(body)
  if (!parsed.success) return []
  const { channel, message: at, user, actions: taps } = parsed.data
  const address = addressOf(channel.id, at.thread_ts ?? at.ts)
  const sender = await senderOf(look, user.id, address)
  return taps
    .filter(tap => tap.action_id.startsWith(choicePrefix))
    .map(tap => ({
      type: 'message',
      externalId: `${idOf(channel.id, at.ts)}:${tap.action_ts}`,
      sender,
      parts: [
        {
          kind: 'text',
          text: storableText(tap.text?.text ?? tap.value ?? tap.action_id, 400),
          ...(tap.value ? { choiceId: tap.value } : {}),
        },
      ],
      replyTo: idOf(channel.id, at.ts),
    }))
}
