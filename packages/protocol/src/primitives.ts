// The smallest pieces of the wire. Branded ids are born here and nowhere else.
import type { AgentId, BotId, ChannelId, ContactId, ConversationId, TeamId } from '@baton/core'
import { z } from 'zod'

const idText = z.uuid({ error: 'must be an id as the API gave it (a UUID)' })

function idOf<Id extends string>() {
  return idText.transform(text => text.toLowerCase() as Id)
}

export const conversationId = idOf<ConversationId>()
export const contactId = idOf<ContactId>()
export const channelId = idOf<ChannelId>()
export const botId = idOf<BotId>()
export const agentId = idOf<AgentId>()
export const teamId = idOf<TeamId>()

/** Characters. WhatsApp's limit, so that what is written in the console can go out anywhere. */
export const messageTextMax = 4_096
export const noteTextMax = 10_000
export const nameMax = 120
export const listLimitMax = 100
export const eventsLimitMax = 1_000

/** Postgres' jsonb refuses these two, and a flight of many must not fail for one (see decision 0003). */
function isStorable(text: string): boolean {
  return !text.includes('\u0000') && !/\p{Surrogate}/u.test(text)
}

/** Text that can be stored: no NUL, no lone surrogate, `max` characters at most, not empty. */
export function storableText(max: number) {
  return z
    .string()
    .min(1, 'must not be empty')
    .max(max, `must have at most ${max} characters`)
    .refine(isStorable, 'must not hold NUL characters or lone surrogates')
}

export function optionalText(max: number) {
  return z
    .string()
    .max(max, `must have at most ${max} characters`)
    .refine(isStorable, 'must not hold NUL characters or lone surrogates')
}

export const messageText = storableText(messageTextMax).refine(
  text => text.trim() !== '',
  'must not be blank',
)
/** Files that one message may hold. */
export const mediaMax = 10
/** The text of a message that may be files alone, and the ids of these. */
export const spoken = {
  text: optionalText(messageTextMax).default(''),
  media: z.array(z.uuid()).max(mediaMax, `must be at most ${mediaMax} files`).optional(),
}
export const saysSomething = (said: {
  readonly text: string
  readonly media?: readonly string[] | undefined
}) => (said.media?.length ?? 0) > 0 || said.text.trim() !== ''
export const blank = { path: ['text'], error: 'must not be blank, unless files are sent' }
export const clientId = storableText(100)
export const name = storableText(nameMax).transform(text => text.trim())
export const seq = z.int().min(0)
export const instant = z.iso.datetime({ precision: 3 })
export const tag = storableText(60).transform(text => text.trim())
