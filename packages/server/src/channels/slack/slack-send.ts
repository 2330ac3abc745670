// A message of ours in Slack: text with buttons, or a file; and where it is when nobody knows whether it went.
import type { Part } from '@baton/core'
import { plainOfMarkdown, plainText } from '@baton/core'
import { uploadSlackFiles } from '@chat-adapter/slack/api'
import { z } from 'zod'
import type { Found, Letter, Line } from '../../app/channel-port.ts'
import { MediaFault, SendFault } from '../../app/channel-port.ts'
import type { Egress } from '../../app/egress.ts'
import { splitText } from '../split-text.ts'
import { choicePrefix, idOf, placeOf } from './read-slack.ts'
import { askSlack, faultOf, slackOptions } from './slack-api.ts'
import { mrkdwnOf } from './slack-text.ts'

/** Slack cuts longer texts. */
export const textChars = 4_000
export const fileMaxBytes = 100 * 1_024 * 1_024
const sectionMost = 2_900
const labelMost = 75
const buttonsMost = 25
const eventType = 'baton_message'
/** So long after a send its message stands in the history, if it came there. */
const listedAfterMs = 5_000

function textOf(part: Part): string {
  if (part.kind === 'location') {
    const { latitude, longitude, name } = part
    return `${name ? `${name}\n` : ''}https://maps.google.com/?q=${latitude},${longitude}`
  }
  return part.kind === 'text' ? part.text : plainText([part])
}

const texts = (text: string) =>
  splitText(text, textChars).map((piece): readonly Part[] => [{ kind: 'text', text: piece }])

export function stepsOf(parts: readonly Part[]): readonly (readonly Part[])[] {
  return parts.flatMap((part): (readonly Part[])[] => {
    if (part.kind === 'media') return [[part]]
    if (part.kind !== 'choices') return texts(textOf(part))
    if (part.options.length > buttonsMost || part.options.some(({ label }) => label.length > labelMost))
      return texts(plainText([part]))
    const isLong = part.text.length > sectionMost / 2
    return isLong ? [...texts(part.text), [{ ...part, text: '' }]] : [[part]]
  })
}

function blocksOf(part: Extract<Part, { kind: 'choices' }>) {
  const text =
    part.text === '' ? [] : [{ type: 'section', text: { type: 'mrkdwn', text: mrkdwnOf(part.text) } }]
  const elements = part.options.map(({ id, label }, n) => ({
    type: 'button',
    action_id: `${choicePrefix}_${n}`,
    value: id,
    text: { type: 'plain_text', text: label },
  }))
  return [...text, { type: 'actions', elements }]
}

async function bytesOf(letter: Letter, mediaId: string) {
  try {
    const media = await letter.media(mediaId)
    if (media.sizeBytes > fileMaxBytes) throw new SendFault('refused', 'too_large')
    const chunks: Uint8Array[] = []
    for await (const chunk of await media.open()) chunks.push(chunk)
    return { name: media.name, data: Buffer.concat(chunks) }
  } catch (error) {
    if (error instanceof MediaFault) throw new SendFault('refused', 'other', { reason: 'the file is gone' })
    throw error
  }
}

/** Nobody sees a file before it is completed: what breaks earlier certainly did not go. */
async function sendFile(egress: Egress, line: Line, letter: Letter, part: Part, signal: AbortSignal) {
  if (part.kind !== 'media') return
  const { channel, thread } = placeOf(letter.to.address)
  const { name, data } = await bytesOf(letter, part.mediaId)
  const options = slackOptions(egress, line, signal)
  let isCompleting = false
  const watched: typeof fetch = (to, init) => {
    isCompleting ||= String(to).includes('files.completeUploadExternal')
    return options.fetch(to, init)
  }
  try {
    await uploadSlackFiles([{ filename: name, data }], {
      ...options,
      fetch: watched,
      channelId: channel,
      ...(thread ? { threadTs: thread } : {}),
      ...(part.caption ? { initialComment: mrkdwnOf(part.caption) } : {}),
    })
  } catch (error) {
    const fault = faultOf(error)
    if (isCompleting || fault.outcome !== 'unknown') throw fault
    throw new SendFault('not_sent', 'channel_down', { reason: fault.reason, cause: fault })
  }
}

const posted = z.looseObject({ ts: z.string(), channel: z.string().nullish() })

export async function sendToSlack(egress: Egress, line: Line, letter: Letter, signal: AbortSignal) {
  const [part] = letter.parts
  if (!part) throw new SendFault('refused', 'rejected_content', { reason: 'there is nothing in it' })
  if (part.kind === 'media') {
    await sendFile(egress, line, letter, part, signal)
    return { externalId: null }
  }
  const { channel, thread } = placeOf(letter.to.address)
  const isChoice = part.kind === 'choices'
  const body = {
    channel,
    text: isChoice ? plainOfMarkdown(plainText([part])) : mrkdwnOf(textOf(part)),
    ...(isChoice ? { blocks: blocksOf(part) } : {}),
    ...(thread ? { thread_ts: thread } : {}),
    metadata: { event_type: eventType, event_payload: { id: letter.messageId, step: letter.step } },
  }
  const answer = posted.safeParse(await askSlack(egress, line, 'chat.postMessage', body, signal))
  return { externalId: answer.success ? idOf(answer.data.channel ?? channel, answer.data.ts) : null }
}

const history = z.looseObject({
  messages: z.array(
    z.looseObject({
      ts: z.string(),
      bot_id: z.string().nullish(),
      files: z.array(z.looseObject({ name: z.string().nullish() })).nullish(),
      metadata: z
        .looseObject({
          event_payload: z
            .looseObject({ id: z.unknown().optional(), step: z.unknown().optional() })
            .nullish(),
        })
        .nullish(),
    }),
  ),
  has_more: z.boolean().nullish(),
})

export async function seekInSlack(
  egress: Egress,
  line: Line,
  letter: Letter,
  claimedAt: string,
  signal: AbortSignal,
): Promise<Found> {
  const { channel, thread } = placeOf(letter.to.address)
  const claimedMs = Date.parse(claimedAt)
  const query = {
    channel,
    limit: 200,
    include_all_metadata: true,
    oldest: String(claimedMs / 1_000 - 60),
    ...(thread ? { ts: thread } : {}),
  }
  const method = thread ? 'conversations.replies' : 'conversations.history'
  const told = history.parse(await askSlack(egress, line, method, query, signal))
  const [part] = letter.parts
  const name = part?.kind === 'media' ? (await letter.media(part.mediaId)).name : null
  const found = told.messages.find(message => {
    // Files carry no metadata; a second of the same name within this time is not ours to tell apart.
    if (name !== null)
      return (
        message.bot_id &&
        Number(message.ts) * 1_000 >= claimedMs &&
        message.files?.some(one => one.name === name)
      )
    const payload = message.metadata?.event_payload
    return payload?.id === letter.messageId && payload.step === letter.step
  })
  if (found) return { found: true, externalId: idOf(channel, found.ts) }
  const isTimeUp = Date.now() - claimedMs > listedAfterMs
  return { found: isTimeUp && !told.has_more ? false : 'unknown' }
}
