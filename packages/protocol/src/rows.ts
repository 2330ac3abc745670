// What the API gives back. Shapes only: the server builds them from typed values, and the contract test holds
// real answers against them.
import { heardKinds, priorities } from '@baton/core'
import { z } from 'zod'
import { instant, seq } from './primitives.ts'
import { presence, routingSettings } from './team-settings.ts'

const id = z.uuid()

export const agentRef = z.object({ id, name: z.string() })

export const actor = z.object({
  kind: z.enum(['contact', 'bot', 'agent', 'system']),
  id: z.string().optional(),
  name: z.string().optional(),
})

export const eventRow = z
  .object({
    seq,
    epoch: z.int(),
    type: z.string(),
    at: instant,
    actor,
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Event', description: 'One line of a conversation’s log; `epoch` is the one after it.' })

export const visitorItem = z
  .object({
    seq,
    type: z.string(),
    at: instant,
    actor: z.object({ kind: z.string(), name: z.string().nullable() }).optional(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'VisitorItem' })

const requestReason = z.object({
  cause: z.enum([
    'customer_asked',
    'bot_handed_off',
    'bot_failed',
    'bot_promised',
    'rule',
    'agent_asked',
    'no_bot',
    'returned',
  ]),
  text: z.string(),
  by: actor,
  at: instant,
})

/** In UTF-16 units; `to` is behind the last one. */
export const stretch = z.object({ from: z.int(), to: z.int() })

export const heardSignal = z.object({
  kind: z.enum(heardKinds),
  score: z.number(),
  why: z.object({
    /** Why it was given, by kind: `repeats`, `legal`, … */
    code: z.string(),
    /** Places in the message. */
    words: z.array(stretch),
    /** Earlier messages that count. */
    messages: z.array(seq),
  }),
})

export const conversationRow = z
  .object({
    id,
    state: z.enum(['active', 'requesting', 'intervened']),
    epoch: z.int(),
    seq,
    owner: agentRef.nullable(),
    /** When the owner took it; null while the bot holds it. */
    heldSince: instant.nullable(),
    /** `version` grows with every change of the contact. */
    contact: z.object({ id, name: z.string(), email: z.string().nullable(), version: z.int() }),
    channelId: id,
    channel: z.object({ id, name: z.string(), kind: z.string() }),
    bot: z.object({ id, name: z.string() }).nullable(),
    teamId: id.nullable(),
    request: z
      .object({
        since: instant,
        priority: z.enum(priorities),
        reasons: z.array(requestReason),
        summary: z.string().nullable(),
        botMay: z.enum(['answers', 'holds', 'silent']),
      })
      .nullable(),
    lastMessage: z
      .object({
        seq,
        from: z.enum(['contact', 'bot', 'agent', 'system']),
        name: z.string().nullable(),
        text: z.string(),
        at: instant,
      })
      .nullable(),
    tags: z.array(z.string()),
    status: z.string().nullable(),
    /** Of the last completion. */
    topic: z.string().nullable(),
    /** That is in force: of the request, while somebody waits or a person has it, else the conversation's own. */
    priority: z.enum(priorities),
    /** Routing asks this agent to take it, until then. */
    offer: z.object({ agent: agentRef, until: instant }).nullable(),
    /** BT5: what the bot asks the team, while nobody has answered. */
    question: z.object({ id: z.string(), question: z.string(), askedAt: instant, until: instant }).nullable(),
    /** What the customer's last message told beyond its words; null: nothing was heard yet. */
    signals: z.object({ seq, items: z.array(heardSignal) }).nullable(),
    /** How much it needs a look, 0 to 100: of late, fading with each message that tells nothing. */
    heat: z.int(),
    deliveredThrough: seq,
    readThrough: seq,
    composerWhileBot: z.enum(['takes_over', 'locked']),
    movedAt: instant,
    createdAt: instant,
  })
  .meta({ id: 'Conversation' })

export const agentRow = z.object({
  id,
  name: z.string(),
  email: z.string(),
  role: z.enum(['admin', 'lead', 'agent']),
  active: z.boolean(),
  presence,
  /** Conversations held now. */
  held: z.int(),
  languages: z.array(z.string()),
  skills: z.array(z.string()),
  capacity: z.int(),
})
/** An agent as signing in gives them. */
export const agentSelf = agentRow.pick({ id: true, name: true, email: true, role: true })
export const teamRow = z.object({
  id,
  name: z.string(),
  members: z.array(id),
  routing: routingSettings,
})
export const botRow = z.object({
  id,
  name: z.string(),
  kind: z.string(),
  settings: z.record(z.string(), z.unknown()),
})
export const counts = z.object({
  /** Counted to 10,000: that many or more. */
  active: z.int(),
  requesting: z.int(),
  intervened: z.int(),
  /** Intervened by the agent who asks. */
  mine: z.int(),
  /** Teams for which somebody waits or is held. */
  teams: z.array(z.object({ teamId: id, requesting: z.int(), intervened: z.int() })),
})

export const completionSettings = z.object({
  topics: z.array(z.string()),
  outcomes: z.array(z.string()),
  topicRequired: z.boolean(),
  outcomeRequired: z.boolean(),
  /** A tag that the conversation has already will do. */
  tagRequired: z.boolean(),
  noteRequired: z.boolean(),
  /** HB3: how the bot goes on unless the agent says otherwise. */
  botResume: z.enum(['continue', 'restart', 'silent']),
})

export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
  })
  .catchall(z.unknown())
  .meta({
    id: 'Problem',
    description: 'RFC 9457 problem details; `code` is stable, `detail` says what to do.',
  })

export type AgentRow = z.output<typeof agentRow>
export type TeamRow = z.output<typeof teamRow>
export type BotRow = z.output<typeof botRow>
export type ConversationRow = z.output<typeof conversationRow>
export type Counts = z.output<typeof counts>
export type CompletionSettings = z.output<typeof completionSettings>
export type Problem = z.output<typeof problem>
