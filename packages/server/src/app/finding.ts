// Finding: messages by their words, and the views that agents keep. What it asks of the store is here, too.
import type { AgentId, Instant, Term, WorkspaceId } from '@baton/core'
import { leads, marksIn, searchTerms, snippetOf } from '@baton/core'
import type { ConversationRow, SearchHit, ViewFilter, ViewRow } from '@baton/protocol'
import type { AgentCaller } from './access.ts'
import type { Directory } from './directory.ts'
import { newId } from './new-id.ts'
import type { EncodedEvent, Loaded } from './ports.ts'
import { conversationRow } from './rows.ts'
import type { Workspace } from './workspace.ts'

/** A message or a note, with the conversation it is part of. */
export interface Found {
  readonly loaded: Loaded
  readonly event: EncodedEvent['event']
}

export interface MessageSearch {
  readonly workspaceId: WorkspaceId
  /** At least one. */
  readonly terms: readonly Term[]
  /** Exclusive: where the page before ended. */
  readonly after: FoundCursor | null
  readonly limit: number
}

export interface FoundCursor {
  readonly at: Instant
  readonly conversationId: string
  readonly seq: number
}

export interface StoredView {
  readonly id: string
  readonly name: string
  readonly filter: ViewFilter
  /** Null: shared with the workspace. */
  readonly ownerId: AgentId | null
}

export interface FindingStore {
  /** The latest first. */
  search(search: MessageSearch): Promise<readonly Found[]>
  /** The agent's own and the shared ones, in their order. */
  views(workspaceId: WorkspaceId, agentId: AgentId): Promise<readonly StoredView[]>
  /** False: the agent has, or the workspace shares, as many as can be. */
  addView(workspaceId: WorkspaceId, view: StoredView): Promise<boolean>
  /** Null for `position` leaves it where it is. */
  changeView(workspaceId: WorkspaceId, view: StoredView, position: number | null): Promise<void>
  deleteView(workspaceId: WorkspaceId, id: string): Promise<void>
  /** Does what indexing put off, so that it is never done while a message waits. */
  tidy(): Promise<void>
}

export interface FoundPage {
  readonly items: readonly { readonly conversation: ConversationRow; readonly hit: SearchHit }[]
  readonly next: FoundCursor | null
}

interface ViewChange {
  readonly name?: string | undefined
  readonly filter?: ViewFilter | undefined
  readonly shared?: boolean | undefined
  readonly position?: number | undefined
}

export type ViewRefusal = 'unknown' | 'needs_lead' | 'too_many'

export interface Finding {
  search(
    workspaceId: WorkspaceId,
    query: string,
    after: FoundCursor | null,
    limit: number,
  ): Promise<FoundPage>
  views(caller: AgentCaller): Promise<readonly ViewRow[]>
  addView(
    caller: AgentCaller,
    view: { readonly name: string; readonly filter: ViewFilter; readonly shared: boolean },
  ): Promise<ViewRow | ViewRefusal>
  changeView(caller: AgentCaller, id: string, change: ViewChange): Promise<ViewRow | ViewRefusal>
  deleteView(caller: AgentCaller, id: string): Promise<ViewRefusal | null>
  tidy(): Promise<void>
}

function hitOf({ event }: Found, terms: readonly Term[]): SearchHit {
  const { seq, at, type, actor, data } = event
  const text = 'text' in data ? data.text : ''
  const from = type === 'MessageSent' ? data.from : type === 'MessageReceived' ? 'contact' : actor.kind
  return {
    seq,
    at,
    kind: type === 'NoteAdded' ? 'note' : 'message',
    from,
    name: 'name' in actor ? (actor.name ?? null) : null,
    ...marked(text, terms),
  }
}

function marked(text: string, terms: readonly Term[]): Pick<SearchHit, 'text' | 'marks'> {
  const snippet = snippetOf(text, marksIn(text, terms))
  return { text: snippet.text, marks: snippet.marks.map(mark => ({ ...mark })) }
}

/** What a view names that is not there any more; it opens all the same. */
function goneOf({ owner, team, channel, bot, topic }: ViewFilter, workspace: Workspace): ViewRow['gone'] {
  const gone: ViewRow['gone'] = []
  if (owner && owner !== 'me' && owner !== 'none' && !workspace.agents.get(owner)?.active) gone.push('owner')
  if (team && team !== 'none' && !workspace.teams.has(team)) gone.push('team')
  if (channel && !workspace.channels.has(channel)) gone.push('channel')
  if (bot && !workspace.bots.has(bot)) gone.push('bot')
  if (topic && !workspace.completion.topics.includes(topic)) gone.push('topic')
  return gone
}

function viewRow({ id, name, filter, ownerId }: StoredView, workspace: Workspace): ViewRow {
  const owner = ownerId ? workspace.agents.get(ownerId) : undefined
  return {
    id,
    name,
    filter,
    shared: ownerId === null,
    owner: owner ? { id: owner.id, name: owner.name } : null,
    gone: goneOf(filter, workspace),
  }
}

export function createFinding(store: FindingStore, directory: Directory): Finding {
  /** The view, when this caller may change it. */
  async function ownView(caller: AgentCaller, id: string): Promise<StoredView | ViewRefusal> {
    const views = await store.views(caller.workspaceId, caller.agent.id)
    const view = views.find(each => each.id === id)
    if (!view) return 'unknown'
    return view.ownerId === null && !leads(caller.agent) ? 'needs_lead' : view
  }

  return {
    tidy: () => store.tidy(),
    async search(workspaceId, query, after, limit) {
      const terms = searchTerms(query)
      if (terms.length === 0) return { items: [], next: null }
      const found = await store.search({ workspaceId, terms, after, limit: limit + 1 })
      const page = found.slice(0, limit)
      const workspace = await directory.of(workspaceId)
      const last = page.at(-1)
      return {
        items: page.map(each => ({
          conversation: conversationRow(each.loaded, workspace),
          hit: hitOf(each, terms),
        })),
        next:
          found.length > limit && last
            ? {
                at: last.event.at,
                conversationId: last.loaded.state.conversationId,
                seq: last.event.seq,
              }
            : null,
      }
    },
    async views({ workspaceId, agent }) {
      const workspace = await directory.of(workspaceId)
      return (await store.views(workspaceId, agent.id)).map(view => viewRow(view, workspace))
    },
    async addView({ workspaceId, agent }, { name, filter, shared }) {
      if (shared && !leads(agent)) return 'needs_lead'
      const view: StoredView = { id: newId(), name, filter, ownerId: shared ? null : agent.id }
      if (!(await store.addView(workspaceId, view))) return 'too_many'
      return viewRow(view, await directory.of(workspaceId))
    },
    async changeView(caller, id, { name, filter, shared, position = null }) {
      const view = await ownView(caller, id)
      if (typeof view === 'string') return view
      if (shared && !leads(caller.agent)) return 'needs_lead'
      const ownerId = shared === undefined ? view.ownerId : shared ? null : caller.agent.id
      const changed = { id, name: name ?? view.name, filter: filter ?? view.filter, ownerId }
      await store.changeView(caller.workspaceId, changed, position)
      return viewRow(changed, await directory.of(caller.workspaceId))
    },
    async deleteView(caller, id) {
      const view = await ownView(caller, id)
      if (typeof view === 'string') return view
      await store.deleteView(caller.workspaceId, id)
      return null
    },
  }
}
