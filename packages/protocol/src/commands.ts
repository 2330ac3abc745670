// Bodies of the commands on a conversation, as the wire has them.
import { priorities } from '@baton/core'
import { z } from 'zod'
import {
  agentId,
  blank,
  botId,
  clientId,
  noteTextMax,
  optionalText,
  saysSomething,
  seq,
  spoken,
  storableText,
  tag,
  teamId,
} from './primitives.ts'

/** A template with its variables filled in, in the order header, body. */
export const templateSend = z.object({
  name: storableText(512),
  locale: storableText(20),
  variables: z.array(storableText(1_024)).max(30).default([]),
})

const reason = optionalText(500)
const note = optionalText(noteTextMax)
const blockName = storableText(80)

export const requestBody = z
  .object({
    reason: reason.default(''),
    priority: z.enum(priorities).default('normal'),
    teamId: teamId.nullish(),
  })
  .prefault({})

export const dismissBody = z.object({ reason: reason.default('') }).prefault({})
export const interveneBody = z.object({ cancelBot: z.boolean().optional() }).prefault({})
export const messageBody = z
  .object({
    clientId: clientId.optional(),
    ...spoken,
    /** The last `seq` the writer had seen; the send is held back if a person spoke after it (OW6). */
    seenSeq: seq.optional(),
    /** `seq` of the message that it quotes. */
    replyTo: seq.optional(),
    /** In the place of text and files: what the channel has approved (DL5). */
    template: templateSend.optional(),
  })
  .refine(body => body.template !== undefined || saysSomething(body), blank)
  .refine(
    body => body.template === undefined || (body.text === '' && (body.media?.length ?? 0) === 0),
    'a template goes alone: leave out text and media',
  )
export const noteBody = z.object({
  text: storableText(noteTextMax),
  /** Whom the note is for: they are told. Who does not exist or no longer works here is left out. */
  mentions: z.array(agentId).max(200).default([]),
  /** Everybody in these teams. */
  teamMentions: z.array(teamId).max(50).default([]),
})
export const assignBody = z
  .object({ agentId: agentId.optional(), teamId: teamId.optional() })
  .refine(
    body => (body.agentId === undefined) !== (body.teamId === undefined),
    'name either agentId or teamId',
  )
export const returnBody = z.object({ reason: reason.default('') }).prefault({})
export const cancelBody = z.object({}).prefault({})
export const resolveBody = z
  .object({
    topic: optionalText(120).nullish(),
    outcome: optionalText(120).nullish(),
    tags: z.array(tag).max(50).default([]),
    note: note.nullish(),
    guidance: note.nullish(),
    closingBlock: blockName.nullish(),
    /** HB3; left out: as the workspace has it. */
    botResume: z.union([z.enum(['continue', 'restart', 'silent']), z.object({ at: blockName })]).optional(),
    /** HB5: where the channel leaves it to the agent. */
    askFeedback: z.boolean().optional(),
  })
  .prefault({})
export const tagsBody = z.object({
  add: z.array(tag).max(50).default([]),
  remove: z.array(tag).max(50).default([]),
})
export const guidanceBody = z.object({ text: storableText(noteTextMax) })
export const answerBody = z.object({ questionId: z.uuid(), text: storableText(noteTextMax) })
export const botBody = z.object({ botId: botId.nullable(), block: blockName.nullish() })
