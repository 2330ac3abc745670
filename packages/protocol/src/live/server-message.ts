// From the server to a reader. A frame is a JSON array of these: what one commit gave travels together.
import { z } from 'zod'
import { draftKind } from '../contract-writing.ts'
import { seq } from '../primitives.ts'
import { agentRef, conversationRow, counts, eventRow, problem, visitorItem } from '../rows.ts'
import { presence } from '../team-settings.ts'

const id = z.uuid()
const ref = z.string()

/** Signed in. `heartbeatMs`: nothing heard for twice as long means that the line is dead. */
const ready = z.object({ type: z.literal('ready'), as: z.enum(['agent', 'visitor']), heartbeatMs: z.int() })
/** Extends a reader at `after` to `cursor`; a reader that stands elsewhere follows again from its own cursor. */
const events = z.object({
  type: z.literal('events'),
  conversationId: id,
  after: seq,
  cursor: seq,
  items: z.array(eventRow),
})
/** The same for a visitor, who sees a part of the log: the cursor moves over what is left out. */
const visitorEvents = z.object({
  type: z.literal('visitor_events'),
  conversationId: id,
  after: seq,
  cursor: seq,
  items: z.array(visitorItem),
})
/** A list begins: everyone who waits, everyone who is held, the newest active ones. */
const list = z.object({ type: z.literal('list'), rows: z.array(conversationRow), counts })
/** A row of a list, whole. An older `seq` than the one held is to be ignored. */
const rows = z.object({ type: z.literal('rows'), rows: z.array(conversationRow) })
const countsChanged = z.object({ type: z.literal('counts'), counts })
const typing = z.object({
  type: z.literal('typing'),
  conversationId: id,
  from: z.enum(['contact', 'bot', 'agent']),
  name: z.string().nullable(),
  /** Which agent; told to agents only. */
  agentId: id.optional(),
})
/** The agents who look at a conversation that the reader follows, on whatever server; the reader among them. */
const viewing = z.object({ type: z.literal('viewing'), conversationId: id, agents: z.array(agentRef) })
/** A draft of the reader's own changed: `kept` false, it is gone. `device` is the page that did it. */
const draftKept = z.object({
  type: z.literal('draft_kept'),
  conversationId: id,
  kind: draftKind,
  version: z.int(),
  device: z.string(),
  kept: z.boolean(),
})
/** A colleague's note names the reader. */
const mentioned = z.object({
  type: z.literal('mentioned'),
  conversationId: id,
  seq,
  by: agentRef,
  contactName: z.string(),
})
/** Something changed about who was told that this customer waits: ask again. */
const alertChanged = z.object({ type: z.literal('alert_changed'), conversationId: id })
/** What a bot is writing: `text` stands at `at` of the draft; 0 begins it anew. Never part of the log. */
const draft = z.object({
  type: z.literal('draft'),
  conversationId: id,
  turnId: id,
  at: z.int(),
  text: z.string(),
})
/** Nothing more comes of this draft. The next items say what became of it. */
const draftOver = z.object({ type: z.literal('draft_over'), conversationId: id, turnId: id })
/** Everyone who is not offline; `held`: conversations in their hands. */
const presenceTold = z.object({
  type: z.literal('presence'),
  agents: z.array(z.object({ id, presence, held: z.int() })),
})
const accepted = z.object({ type: z.literal('accepted'), ref, seq })
const refused = z.object({ type: z.literal('refused'), ref: ref.nullable(), problem })
/** The reader fell too far behind, or its cursor is not ours: forget the conversation and follow from 0. */
const reload = z.object({ type: z.literal('reload'), conversationId: id.nullable(), reason: z.string() })
const heartbeat = z.object({ type: z.literal('heartbeat') })

export const serverMessage = z.discriminatedUnion('type', [
  ready,
  events,
  visitorEvents,
  list,
  rows,
  countsChanged,
  typing,
  viewing,
  draftKept,
  mentioned,
  alertChanged,
  draft,
  draftOver,
  presenceTold,
  accepted,
  refused,
  reload,
  heartbeat,
])
export type ServerMessage = z.output<typeof serverMessage>

/** Close codes of the socket: what a reader should do about it. */
export const closeCodes = {
  /** Sign in (again), then come back. */
  signedOut: 4401,
  /** Too slow: come back and reload. */
  tooSlow: 4408,
  /** The server is going down: come back shortly. */
  goingAway: 1001,
} as const
