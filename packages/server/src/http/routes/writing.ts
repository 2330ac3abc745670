// What helps to write: canned replies, drafts, mentions.
import type { AgentId, TeamId } from '@baton/core'
import type { RouteKey } from '@baton/protocol'
import type { AgentCaller } from '../../app/access.ts'
import type { App } from '../../app/app.ts'
import { mayChange, mayUse, usableBy } from '../../app/canned-replies.ts'
import { newId } from '../../app/new-id.ts'
import type { Workspace } from '../../app/workspace.ts'
import type { CannedReply, ReplyContent } from '../../app/writing-store.ts'
import type { Implementations } from '../call.ts'
import { keyOf } from '../outcomes.ts'
import { notFound, refuse } from '../problem.ts'
import { onlyLeads } from './bot-rules.ts'

type ReplyKey = Extract<RouteKey, `${string} /canned-replies${string}`>
type DraftKey = 'GET /me/drafts' | 'GET /conversations/{id}/writing' | 'PUT /conversations/{id}/drafts/{kind}'
type MentionKey = 'GET /me/mentions' | 'POST /me/mentions/read'

interface ReplyBody {
  readonly shortcut: string
  readonly title: string
  readonly text: string
  readonly language?: string | null | undefined
  readonly for: 'everyone' | 'me' | { readonly teamId: TeamId }
}

function answerOf(reply: CannedReply, { agent }: AgentCaller, workspace: Workspace) {
  const { id, shortcut, title, text, language, version, updatedAt, ownerId, teamId } = reply
  return {
    id,
    shortcut,
    title,
    text,
    language,
    for: ownerId !== null ? ('me' as const) : teamId === null ? ('everyone' as const) : { teamId },
    mine: mayChange(reply, agent),
    version,
    updatedBy: workspace.agents.get(reply.updatedBy)?.name ?? '',
    updatedAt,
  }
}

/** What the body says, if the caller may say it for those people. */
function contentOf(body: ReplyBody, { agent }: AgentCaller, workspace: Workspace): ReplyContent {
  const { shortcut, title, text, language = null } = body
  const ownerId = body.for === 'me' ? agent.id : null
  const teamId = typeof body.for === 'object' ? body.for.teamId : null
  if (teamId !== null && !workspace.teams.has(teamId)) notFound('team')
  const content = { shortcut, title, text, language, ownerId, teamId }
  return mayChange(content, agent) ? content : onlyLeads()
}

function taken(shortcut: string): never {
  return refuse(
    409,
    'shortcut_taken',
    `/${shortcut} is there already for the same people. Choose another one.`,
    {
      fields: ['shortcut'],
    },
  )
}

function replyRoutes(app: App): Implementations<ReplyKey> {
  const { replies } = app.writing

  /** One that the caller may change. What they may not even use is not there for them. */
  async function mine(caller: AgentCaller, id: string) {
    const workspace = await app.directory.of(caller.workspaceId)
    const reply = await replies.read(caller.workspaceId, id)
    if (!reply || !mayUse(reply, caller.agent, workspace)) return notFound('canned reply')
    return mayChange(reply, caller.agent) ? { reply, workspace } : onlyLeads()
  }

  return {
    'GET /canned-replies': async ({ caller }) => {
      const workspace = await app.directory.of(caller.workspaceId)
      const all = await replies.list(caller.workspaceId)
      const items = usableBy(all, caller.agent, workspace).map(reply => answerOf(reply, caller, workspace))
      return { items }
    },
    'POST /canned-replies': async ({ body, caller }) => {
      const workspace = await app.directory.of(caller.workspaceId)
      const content = contentOf(body, caller, workspace)
      const added = await replies.add(caller.workspaceId, newId(), caller.agent.id, content)
      return answerOf(added ?? taken(body.shortcut), caller, workspace)
    },
    'PUT /canned-replies/{id}': async ({ params, body, caller }) => {
      const { workspace } = await mine(caller, params.id)
      const content = contentOf(body, caller, workspace)
      const { workspaceId, agent } = caller
      const changed = await replies.change(workspaceId, params.id, agent.id, body.version, content)
      if (changed === 'taken') return taken(body.shortcut)
      if (changed !== 'changed') return answerOf(changed, caller, workspace)
      const now = (await replies.read(workspaceId, params.id)) ?? notFound('canned reply')
      const by = workspace.agents.get(now.updatedBy)?.name ?? 'Somebody else'
      return refuse(
        409,
        'reply_changed',
        `${by} has changed this reply since you opened it. Look at theirs, then save yours again.`,
        { reply: answerOf(now, caller, workspace) },
      )
    },
    'DELETE /canned-replies/{id}': async ({ params, caller }) => {
      await mine(caller, params.id)
      await replies.remove(caller.workspaceId, params.id)
      return {}
    },
    'POST /canned-replies/import': async ({ body, caller }) => {
      const workspace = await app.directory.of(caller.workspaceId)
      // The last of several with one shortcut for the same people is the one that counts.
      const once = new Map(
        body.items
          .map(item => contentOf(item, caller, workspace))
          .map(content => [`${content.shortcut} ${content.ownerId ?? content.teamId ?? ''}`, content]),
      )
      const all = [...once.values()].map(content => ({ ...content, id: newId() }))
      return replies.addAll(caller.workspaceId, caller.agent.id, all)
    },
  }
}

function draftRoutes(app: App): Implementations<DraftKey> {
  const { drafts } = app.writing
  return {
    'GET /me/drafts': async ({ caller }) => {
      const all = await drafts.list(caller.workspaceId, caller.agent.id)
      return { items: all.map(({ text: _, ...draft }) => draft) }
    },
    'GET /conversations/{id}/writing': async ({ params, caller }) => {
      const key = keyOf(caller, params.id)
      const [mine, attributes] = await Promise.all([drafts.of(key, caller.agent.id), drafts.attributes(key)])
      return { drafts: [...mine], attributes: { ...(attributes ?? notFound('conversation')) } }
    },
    'PUT /conversations/{id}/drafts/{kind}': async ({ params, body, caller }) => {
      const key = keyOf(caller, params.id)
      const kept = await app.agentDrafts.keep(caller, key, { kind: params.kind, ...body })
      if (kept === null) return notFound('conversation')
      if ('version' in kept) return kept
      return refuse(
        409,
        'draft_changed',
        'You wrote something else here on another device since. Use one of the two, then go on.',
        { draft: kept.other },
      )
    },
  }
}

function mentionRoutes(app: App): Implementations<MentionKey> {
  const { mentions } = app.writing
  const unreadOf = (list: readonly { readonly read: boolean }[]) => list.filter(({ read }) => !read).length
  return {
    'GET /me/mentions': async ({ caller }) => {
      const items = await mentions.list(caller.workspaceId, caller.agent.id)
      return { items: [...items], unread: unreadOf(items) }
    },
    'POST /me/mentions/read': async ({ body, caller }) => {
      const { conversationId, seq } = body
      const one = conversationId !== undefined && seq !== undefined ? { conversationId, seq } : null
      await mentions.markRead(caller.workspaceId, caller.agent.id, one)
      return { unread: unreadOf(await mentions.list(caller.workspaceId, caller.agent.id)) }
    },
  }
}

export function writingRoutes(app: App): Implementations<ReplyKey | DraftKey | MentionKey> {
  return { ...replyRoutes(app), ...draftRoutes(app), ...mentionRoutes(app) }
}

/** Whom a note names: agents who work here, by themselves or by their team. Its author needs no telling. */
export function mentionedBy(
  caller: AgentCaller,
  workspace: Workspace,
  agents: readonly AgentId[],
  teams: readonly TeamId[],
): readonly AgentId[] {
  const named = [...agents, ...teams.flatMap(id => workspace.teams.get(id)?.members ?? [])]
  return [...new Set(named)].filter(id => id !== caller.agent.id && workspace.agents.get(id)?.active)
}
