// Routes for those who build bots: what there is, drafts, versions, who may do what, and trying one out.
import { priorities } from '@baton/core'
import { z } from 'zod'
import { botKind, botSettings } from './bot-settings.ts'
import { botId, instant, messageText, name, optionalText, teamId } from './primitives.ts'
import type { Route } from './route.ts'
import { agentRef, botRow } from './rows.ts'

const ok = z.object({})
const byBot = z.object({ id: botId })
const version = z.int().min(1)
/** Grows with every change of a draft; given back with a change, so that nobody’s work is overwritten. */
const revision = z.int().min(1)

/** Each includes those before it. Admins and leads may publish every bot, and alone make, share and delete them. */
export const botRight = z.enum(['use', 'edit', 'publish'])
const note = optionalText(500)
const settings = z.record(z.string(), z.unknown())
const share = z.object({ teamId, right: botRight })

/** Settings never hold a secret: `{set: true}` stands for one, and given back it keeps it. */
export const botListRow = botRow.extend({
  kind: botKind,
  /** The published one; its settings are these. */
  version,
  /** The draft differs from it. */
  changed: z.boolean(),
  /** What the caller may do with it. */
  right: botRight,
  /** The channels that it answers. */
  channels: z.array(z.object({ id: z.uuid(), name: z.string() })),
  /** Where it can be sent in; the first is its beginning. Empty: it has no blocks. */
  entries: z.array(z.object({ block: z.string(), label: z.string() })),
})

const versionRow = z.object({ version, at: instant, by: agentRef.nullable(), note: z.string() })

export const botDetail = botListRow.omit({ settings: true }).extend({
  revision,
  /** The draft. */
  settings,
  /** The newest first, at most 100. */
  versions: z.array(versionRow),
  shares: z.array(z.object({ teamId: z.uuid(), right: botRight })),
})

const newBot = z.discriminatedUnion('kind', [
  z.object({ name, kind: z.literal('flow'), settings: botSettings.flow }),
  z.object({ name, kind: z.literal('ai'), settings: botSettings.ai }),
  z.object({ name, kind: z.literal('http'), settings: botSettings.http }),
  z.object({ name, kind: z.literal('rasa'), settings: botSettings.rasa }),
])

const tryCall = z.object({
  /** The draft, as the builder has it now. */
  flow: z.json(),
  call: z.object({
    /** The request or AI block to perform, with the variables that the flow has there. */
    block: z.string().max(80),
    variables: z.record(z.string().max(60), z.json()).default({}),
  }),
})
const tryTalk = z.object({
  settings,
  variables: z.record(z.string().max(60), z.json()).default({}),
})
const handoff = z.object({
  reason: z.string(),
  summary: z.string().nullable(),
  priority: z.enum(priorities),
})

/** What came of a flow’s call; the core’s `FlowCallResult`, fed to `advance` as it is. */
export const callResult = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('response'), status: z.int(), body: z.unknown() }),
  z.object({ kind: z.literal('said'), text: z.string(), handoff: handoff.nullable() }),
  z.object({ kind: z.literal('failed'), problem: z.string() }),
])

const tryAnswer = z.object({
  /** Of a call. */
  result: callResult.nullable(),
  /** Of a talk: everything that the bot said, a blank line between messages. */
  text: z.string(),
  handoff: handoff.nullable(),
  ask: z.string().nullable(),
  variables: z.record(z.string(), z.unknown()),
  /** Why the bot failed, for its builder; null when it did not. */
  problem: z.string().nullable(),
})

export const botRoutes = {
  'GET /bots': {
    summary: 'The bots that the caller may use',
    auth: 'agent',
    response: z.object({ items: z.array(botListRow) }),
  },
  'POST /bots': {
    summary: 'Adds a bot and publishes it; a flow’s definition is `settings.flow` and is checked whole',
    auth: 'agent',
    body: newBot,
    /** `secret`: of an HTTP bot for which none was given; shown once. */
    response: z.object({ id: botId, secret: z.string().optional() }),
    status: 201,
  },
  'GET /bots/{id}': {
    summary: 'A bot’s draft, its versions and its shares; needs the right to edit',
    auth: 'agent',
    params: byBot,
    response: botDetail,
  },
  'PUT /bots/{id}': {
    summary: 'Saves the draft; 409 draft_changed when somebody else saved since `revision`',
    auth: 'agent',
    params: byBot,
    body: z.object({ name: name.optional(), settings: settings.optional(), revision }),
    response: z.object({ revision, changed: z.boolean() }),
  },
  'POST /bots/{id}/publish': {
    summary: 'Publishes the draft; 422 invalid_flow with `faults` when it is not sound',
    auth: 'agent',
    params: byBot,
    body: z.object({ note: note.default(''), revision: revision.optional() }).prefault({}),
    response: z.object({ version }),
  },
  'GET /bots/{id}/versions/{version}': {
    summary: 'A version as it was published',
    auth: 'agent',
    params: z.object({ id: botId, version: z.coerce.number().pipe(version) }),
    response: versionRow.extend({ settings }),
  },
  'POST /bots/{id}/versions/{version}/restore': {
    summary: 'Puts a version back into the draft; it is not published by this',
    auth: 'agent',
    params: z.object({ id: botId, version: z.coerce.number().pipe(version) }),
    body: z.object({ revision: revision.optional() }).prefault({}),
    response: z.object({ revision, changed: z.boolean() }),
  },
  'DELETE /bots/{id}': {
    summary: 'Deletes a bot; 409 bot_in_use names the `channels` and `bots` that need it',
    auth: 'agent',
    params: byBot,
    response: ok,
  },
  'PUT /bots/{id}/shares': {
    summary: 'Which teams may use, edit or publish it; shared with none, every agent may use it',
    auth: 'agent',
    params: byBot,
    body: z.object({ shares: z.array(share).max(200) }),
    response: ok,
  },
  'POST /bots/{id}/try': {
    summary: 'The builder’s test chat: performs one call of a flow, or lets a bot answer; nothing is stored',
    auth: 'agent',
    params: byBot,
    body: z
      .object({
        /** What was said in the test chat, oldest first. */
        messages: z
          .array(z.object({ from: z.enum(['contact', 'bot']), text: messageText }))
          .max(100)
          .default([]),
      })
      .and(z.union([tryCall, tryTalk])),
    response: tryAnswer,
  },
} as const satisfies Record<string, Route>

export type BotRight = z.output<typeof botRight>
export type BotListRow = z.output<typeof botListRow>
export type BotDetail = z.output<typeof botDetail>
export type CallResult = z.output<typeof callResult>
