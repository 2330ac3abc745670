// The application's core on a real database, without a server around it: a workspace with one channel, and
// flights that can be held back.
import type { ChannelId, ContactId, ConversationId, WorkspaceId } from '@baton/core'
import { newConversation, textParts, toSnapshot } from '@baton/core'
import type pg from 'pg'
import { v7 } from 'uuid'
import { createDirectory } from '../app/directory.ts'
import type { Errand } from '../app/errand.ts'
import { createFlights } from '../app/flights.ts'
import type { Committed } from '../app/ports.ts'
import { PortFault } from '../app/ports.ts'
import { workspaceFrom } from '../app/read-workspace.ts'
import { createConversationStore } from '../store/conversations.ts'
import { createPool } from '../store/pool.ts'
import { createSettingsStore } from '../store/settings.ts'
import type { TestDatabase } from './postgres.ts'
import { createTestDatabase } from './postgres.ts'

const completion = { topics: ['Other'], outcomes: ['Done'], topicRequired: false, outcomeRequired: false }

export interface TestConversation {
  readonly workspaceId: WorkspaceId
  readonly conversationId: ConversationId
  readonly contactId: ContactId
}

/** What a customer says, on its way. */
export function saying(to: TestConversation, text: string, clientId: string | null = v7()): Errand {
  const actor = { kind: 'contact', id: to.contactId } as const
  return { ...to, command: { type: 'ReceiveMessage', actor, clientId, parts: textParts(text) } }
}

export interface FlightsOptions {
  /** Instead of one on the run's own Postgres; migrated, and dropped by whoever gave it. */
  readonly database?: Pick<TestDatabase, 'connection' | 'drop'>
  /** Instead of the test database's own address: a way to it that can be cut. */
  readonly through?: (connection: pg.ClientConfig) => pg.ClientConfig | Promise<pg.ClientConfig>
}

/** Where flights stop inside their transaction. */
function createGate() {
  let gate: { readonly opened: Promise<void>; readonly reached: () => void } | null = null
  return {
    async pass(): Promise<void> {
      gate?.reached()
      await gate?.opened
    },
    close(): { release(): void; readonly reached: Promise<void> } {
      let open: () => void = () => undefined
      let reach: () => void = () => undefined
      const opened = new Promise<void>(resolve => {
        open = resolve
      })
      const reached = new Promise<void>(resolve => {
        reach = resolve
      })
      gate = { opened, reached: reach }
      const release = () => {
        gate = null
        open()
      }
      return { release, reached }
    },
  }
}

export async function openTestFlights({ database: given, through = way => way }: FlightsOptions = {}) {
  const database = given ?? (await createTestDatabase())
  const application_name = 'flights under test'
  const connection = { ...(await through(database.connection)), application_name }
  const pool = createPool({ ...connection, max: 4, onIdleError: () => undefined })
  /** On lines of its own, which are not cut. */
  const outside = createPool({ ...database.connection, max: 4, onIdleError: () => undefined })
  const settings = createSettingsStore(outside)
  const store = createConversationStore(pool, v7())
  const founding = createConversationStore(outside, v7())
  const workspaceId = v7() as WorkspaceId
  const channelId = v7() as ChannelId
  await settings.addWorkspace(workspaceId, 'Test', completion)
  const channel = { id: channelId, name: 'Web', kind: 'web', botId: null, settings: {} } as const
  await settings.addChannel(workspaceId, { ...channel, whileRequesting: 'answers' })

  const gate = createGate()
  const directory = createDirectory(
    async id => {
      const record = await settings.readWorkspace(id)
      if (!record) throw new PortFault('The workspace is gone', { retryable: false })
      return workspaceFrom(record)
    },
    async () => workspaceId,
  )
  const committed: Committed[] = []
  const faults: unknown[] = []
  const flights = createFlights({
    store,
    answerAtOnce: () => null,
    listens: () => false,
    // The settings are asked for within the transaction, under the locks: there a flight can be held.
    directory: {
      ...directory,
      async of(id) {
        await gate.pass()
        return directory.of(id)
      },
    },
    onCommitted: all => committed.push(...all),
    onFault: fault => faults.push(fault),
  })

  return {
    flights,
    store,
    outside,
    committed,
    faults,
    /** Flights stop inside their transaction from now on, until `release`; `reached` when one has. */
    hold: () => gate.close(),
    async conversation(): Promise<TestConversation> {
      const conversationId = v7() as ConversationId
      const contactId = v7() as ContactId
      const snapshot = toSnapshot(newConversation({ conversationId, contactId, channelId, botId: null }))
      const contact = {
        id: contactId,
        name: 'Carla',
        email: null,
        language: null,
        timeZone: null,
        attributes: {},
      }
      const key = { workspaceId, conversationId }
      await founding.create({ ...key, channelId, botId: null, contact, snapshot })
      return { ...key, contactId }
    },
    /** Texts of the log, in order. */
    async texts({ conversationId }: TestConversation): Promise<readonly string[]> {
      const sql = `select data->>'text' as text from events where conversation_id = $1 order by seq`
      return (await outside.query<{ text: string }>(sql, [conversationId])).rows.map(({ text }) => text)
    },
    /** Transactions that wrote the events of these conversations. */
    async commits(of: readonly TestConversation[]): Promise<number> {
      const sql = 'select count(distinct xmin::text)::int as n from events where conversation_id = any ($1)'
      const ids = of.map(({ conversationId }) => conversationId)
      return (await outside.query<{ n: number }>(sql, [ids])).rows[0]?.n ?? 0
    },
    /** Ends the lines of the flights, as a failing network or an operator does. Answers how many. */
    async cutLines(state = '%'): Promise<number> {
      const sql = `select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = $1 and datname = current_database() and state like $2`
      return (await outside.query(sql, [application_name, state])).rowCount ?? 0
    },
    async close(): Promise<void> {
      await flights.settled()
      await pool.end()
      await outside.end()
      await database.drop()
    },
  }
}

export type TestFlights = Awaited<ReturnType<typeof openTestFlights>>
