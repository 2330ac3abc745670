// The application without a world around it: real flights, turns, voices, drafts and carriers of one or two servers
// on a log in memory, where every await of the world is a task of a scheduler. So any order of things can be tried.
import type {
  BotId,
  ChannelId,
  Command,
  ContactId,
  ConversationEvent,
  ConversationId,
  WorkspaceId,
} from '@baton/core'
import { newConversation } from '@baton/core'
import pino from 'pino'
import { createAlertLinks } from '../app/alert-links.ts'
import type { AlertStore } from '../app/alert-store.ts'
import type { BotKind } from '../app/bot-port.ts'
import type { ChannelStore } from '../app/channel-store.ts'
import type { ContactStore } from '../app/contacts.ts'
import type { AppOptions } from '../app/create-app.ts'
import { createApp } from '../app/create-app.ts'
import type { Egress } from '../app/egress.ts'
import type { KnowledgeStore } from '../app/knowledge.ts'
import { createKnowledge } from '../app/knowledge.ts'
import { createMedia } from '../app/media.ts'
import { createMediaLinks } from '../app/media-links.ts'
import type { MediaRows, MediaStore } from '../app/media-store.ts'
import type { OutreachStore } from '../app/outreach-store.ts'
import type {
  ConversationKey,
  ConversationStore,
  EncodedEvent,
  FlightDeck,
  Loaded,
  Outbox,
  SettingsStore,
  SignIn,
  WorkspaceRecord,
} from '../app/ports.ts'
import { createSeals } from '../app/seals.ts'
import type { TellingOptions } from '../app/telling.ts'
import { createTurnTokens } from '../app/turn-tokens.ts'
import type { VisitorTokens } from '../app/visitor-tokens.ts'

/** Resolves when the scheduler says so. */
export type Pass = (label: string) => Promise<void>

const workspaceId = '01900000-0000-7000-8000-000000000001' as WorkspaceId
const conversationId = '01900000-0000-7000-8000-000000000002' as ConversationId
const contactId = '01900000-0000-7000-8000-000000000003' as ContactId
const channelId = '01900000-0000-7000-8000-000000000004' as ChannelId
export const botId = '01900000-0000-7000-8000-000000000005' as BotId
export const key: ConversationKey = { workspaceId, conversationId }
export const customer = { kind: 'contact', id: contactId } as const

const nobody = () => Promise.resolve(null)
const silent = pino({ level: 'silent' })

function recordOf(kind: string, settings: Record<string, unknown>): WorkspaceRecord {
  return {
    id: workspaceId,
    name: 'Shop',
    completion: { topics: [], outcomes: [], topicRequired: false, outcomeRequired: false },
    statuses: [],
    brief_bot_id: null,
    rules: [],
    agents: [],
    teams: [],
    bots: [{ id: botId, name: 'Oli', kind, settings }],
    channels: [
      { id: channelId, name: 'Web', kind: 'web', bot_id: botId, while_requesting: 'answers', settings: {} },
    ],
  } as unknown as WorkspaceRecord
}

interface Shared {
  loaded: Loaded
  readonly log: EncodedEvent[]
  /** The row's lock: one flight of any server at a time. */
  lock: Promise<void>
  clockMs: number
}

function storeOn(shared: Shared, pass: Pass): ConversationStore {
  const now = () => new Date(shared.clockMs).toISOString()
  return {
    async fly(_requests, work) {
      let unlock: () => void = () => undefined
      const before = shared.lock
      shared.lock = new Promise(resolve => {
        unlock = resolve
      })
      await before
      try {
        await pass('lock')
        shared.clockMs += 10
        const loaded = new Map([[conversationId, shared.loaded]])
        const deck: FlightDeck = { at: now(), loaded, missing: new Set() }
        const [write] = await work(deck)
        await pass('commit')
        if (!write) return
        shared.loaded = write.loaded
        shared.log.push(...write.events)
      } finally {
        unlock()
      }
    },
    async read() {
      await pass('read')
      return shared.loaded
    },
    async events(_key, after, limit) {
      await pass('events')
      return shared.log.filter(({ event }) => event.seq > after).slice(0, limit)
    },
    now,
    create: () => Promise.reject(new Error('nothing is created here')),
    list: async () => [],
    count: async () => ({ active: 0, requesting: 0, intervened: 0, held: new Map(), teams: [] }),
  }
}

const outbox: Outbox = {
  claim: async () => [],
  drop: async () => undefined,
  heartbeat: async () => undefined,
  aloneNow: async () => undefined,
  leave: async () => undefined,
}

export interface Shown {
  /** Events of whose commit this server had heard when it was pushed. */
  readonly after: number
  readonly frame: { readonly type: string; readonly [name: string]: unknown }
}

export interface Interleaved {
  readonly log: readonly ConversationEvent[]
  /** What a visitor on the first server was shown, in order. */
  readonly shown: readonly Shown[]
  /** On the first server, or on another one of the same log. */
  handle(command: Command, node?: number): Promise<void>
  /** What a poll does: takes up a turn that is open and that nobody has in hand. */
  poll(): Promise<void>
}

function knowsNothing(egress: Egress) {
  const store = {} as KnowledgeStore
  return createKnowledge({ store, egress, meaning: null, textOfHtml: html => html })
}

/** Nobody asks for these here; what is made of them is made all the same. */
const unasked = { lab: {}, writing: {}, finding: {}, team: {}, routing: {} } as Pick<
  AppOptions,
  'lab' | 'writing' | 'finding' | 'team' | 'routing'
>

const noModel = {
  briefStore: { readBrief: async () => null, keepBrief: async () => undefined },
  briefModel: { write: async () => [] },
  ruleStore: {} as AppOptions['ruleStore'],
  promptModel: { judge: async () => [] },
}

const noMedia = () =>
  createMedia({
    store: {} as MediaStore,
    rows: {} as MediaRows,
    sniff: async () => null,
    links: createMediaLinks(new Uint8Array(32)),
    maxBytes: 0,
  })

const nothingOwed = { fanOut: async () => 0, toClimb: async () => [], dueChannels: async () => [] }
const tellsNobody = nothingOwed as Partial<AlertStore> as AlertStore

/** `nodes`: how many servers there are; the bot runs on the first. */
export async function openInterleaved(
  kind: BotKind,
  settings: Record<string, unknown>,
  pass: Pass,
  nodes = 1,
): Promise<Interleaved> {
  const founding = { conversationId, contactId, channelId, botId }
  const startMs = Date.parse('2026-03-02T09:00:00.000Z')
  const at = new Date(startMs).toISOString()
  const shared: Shared = {
    loaded: {
      workspaceId,
      state: newConversation(founding),
      contact: { id: contactId, name: 'Carla', email: null, version: 1 },
      channelId,
      lastMessage: null,
      hearing: null,
      movedAt: at,
      createdAt: at,
    },
    log: [],
    lock: Promise.resolve(),
    clockMs: startMs,
  }
  const record = recordOf(kind.kind, settings)
  const settingsStore = { readWorkspace: async () => record } as unknown as SettingsStore
  const visitorTokens = { read: nobody } as unknown as VisitorTokens
  const turnTokens = createTurnTokens(new Uint8Array(32))
  const egress: Egress = {
    fetch: () => Promise.reject(new Error('nobody is called')),
    refusal: () => null,
  }
  const servers = Array.from({ length: nodes }, () =>
    createApp({
      store: storeOn(shared, pass),
      channels: {} as ChannelStore,
      outreach: {} as OutreachStore,
      channelKinds: [],
      alertStore: tellsNobody,
      alertKinds: [],
      alertLinks: createAlertLinks(new Uint8Array(32)),
      publicUrl: () => '',
      contacts: {} as ContactStore,
      outbox,
      settings: settingsStore,
      signIn: { identify: nobody } as unknown as SignIn,
      visitorTokens,
      turnTokens,
      seals: createSeals(new Uint8Array(32)),
      egress,
      flowCalls: { perform: async () => ({ kind: 'failed', problem: 'nobody is called' }) },
      knowledge: knowsNothing(egress),
      media: noMedia(),
      ...noModel,
      ...unasked,
      webhookPorts: {} as TellingOptions['webhookPorts'],
      botKinds: [kind],
      log: silent,
    }),
  )
  let heard = 0
  for (const [n, server] of servers.entries()) {
    server.join({
      announce(keys) {
        if (n === 0) heard = shared.log.length
        for (const [m, other] of servers.entries())
          if (m !== n) void pass('news').then(() => other.listener.onConversations(keys))
      },
      announceSettings: () => undefined,
      signal: () => undefined,
      close: async () => undefined,
    })
    await server.app.directory.of(workspaceId)
  }
  const shown: Shown[] = []
  const [first] = servers
  first?.app.feed.follow(
    {
      view: 'visitor',
      push: message => shown.push({ after: heard, frame: JSON.parse(message) }),
    },
    key,
    0,
  )
  return {
    get log() {
      return shared.log.map(({ event }) => event)
    },
    shown,
    async handle(command, node = 0) {
      await servers[node]?.app.flights.handle({ ...key, command })
    },
    async poll() {
      await first?.carrier.poll()
    },
  }
}
