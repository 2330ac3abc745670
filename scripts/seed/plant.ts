// Writes a seed into a database as the server would have: by its own statement, so that words, facets and rows are
// what they are in a log that grew.
import type {
  AgentActor,
  AgentId,
  BotId,
  ChannelId,
  ContactId,
  ConversationId,
  TeamId,
  WorkspaceId,
} from '@baton/core'
import { newConversation, snapshotVersion } from '@baton/core'
import type pg from 'pg'
import { policyOf } from '../../packages/server/src/app/directory.ts'
import { encodeEvent } from '../../packages/server/src/app/encode.ts'
import { newId } from '../../packages/server/src/app/new-id.ts'
import type { SettingsStore, Write } from '../../packages/server/src/app/ports.ts'
import { workspaceFrom } from '../../packages/server/src/app/read-workspace.ts'
import { withEvents } from '../../packages/server/src/app/rows.ts'
import { heardIn } from '../../packages/server/src/app/rules-in-flight.ts'
import { createSettingsStore } from '../../packages/server/src/store/settings.ts'
import { writingOf } from '../../packages/server/src/store/writing.ts'
import { Dice } from './dice.ts'
import type { Cast, Ending } from './story.ts'
import { tell } from './story.ts'
import { personOf, sceneOf } from './texts.ts'

const batch = 400
const hourMs = 3_600_000
const oldestMs = 120 * 24 * hourMs
/** More than these no team has in hand at once, however much it has behind it. */
const waitingMost = 200
const heldMost = 400

const agentNames = [
  'Alma',
  'Bastian',
  'Carmen',
  'Dilan',
  'Erika',
  'Fabio',
  'Gloria',
  'Hugo',
  'Irene',
  'Jakob',
  'Karla',
  'León',
]
const teamNames = ['Seed: Delivery', 'Seed: Returns', 'Seed: Payments', 'Seed: Advice']
const channelNames = ['Seed: Shop', 'Seed: Tienda', 'Seed: Wholesale']

interface Setting extends Cast {
  readonly workspaceId: WorkspaceId
  readonly channels: readonly ChannelId[]
}

/** Agents, teams, a bot and channels; those of an earlier seed serve again. */
async function setUp(settings: SettingsStore, workspaceId: WorkspaceId, flow: unknown): Promise<Setting> {
  const read = async () => {
    const record = await settings.readWorkspace(workspaceId)
    if (!record) throw new Error('The workspace is gone')
    return workspaceFrom(record)
  }
  const before = await read()
  const named = <Entry extends { readonly name: string }>(all: Iterable<Entry>, name: string) =>
    [...all].find(entry => entry.name === name)
  const agents: AgentActor[] = []
  for (const name of agentNames) {
    const email = `${name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()}@seed.example`
    const known = [...before.agents.values()].find(agent => agent.email === email)
    const id = known?.id ?? (newId() as AgentId)
    if (!known) await settings.addAgent(workspaceId, { id, name, email, role: 'agent', signInId: null })
    agents.push({ kind: 'agent', id, name, role: 'agent' })
  }
  const teams: TeamId[] = []
  for (const [n, name] of teamNames.entries()) {
    const known = named(before.teams.values(), name)
    const id = known?.id ?? (newId() as TeamId)
    const members = agents.filter((_, at) => at % teamNames.length === n).map(agent => agent.id)
    if (!known) await settings.addTeam(workspaceId, { id, name, members })
    teams.push(id)
  }
  const bot = named(before.bots.values(), 'Seed bot')
  const botId = bot?.id ?? (newId() as BotId)
  if (!bot)
    await settings.addBot(workspaceId, {
      id: botId,
      name: 'Seed bot',
      kind: 'flow',
      settings: { flow },
      by: null,
    })
  const channels: ChannelId[] = []
  for (const name of channelNames) {
    const known = named(before.channels.values(), name)
    const id = known?.id ?? (newId() as ChannelId)
    const web = { id, name, kind: 'web', botId, whileRequesting: 'answers', settings: {} } as const
    if (!known) await settings.addChannel(workspaceId, web)
    channels.push(id)
  }
  const [channel] = channels
  if (!channel) throw new Error('there is no channel')
  const policy = policyOf(await read(), channel, botId)
  return {
    workspaceId,
    agents,
    teams,
    channels,
    policy,
    newId,
    bot: { kind: 'bot', id: botId, name: 'Seed bot' },
  }
}

/** Which of `count` conversations ends how, and when it began: what is in hand is young. */
function endingOf(n: number, count: number, dice: Dice, nowMs: number): { ending: Ending; at: string } {
  const waiting = Math.min(waitingMost, Math.ceil(count * 0.04))
  const held = Math.min(heldMost, Math.ceil(count * 0.08))
  const ending: Ending = n < waiting ? 'requesting' : n < waiting + held ? 'intervened' : 'active'
  // An hour at least: no story is longer, and none reaches into the future.
  const ageMs = ending === 'active' ? hourMs + dice.draw() ** 2 * oldestMs : hourMs * (1 + dice.draw() * 4)
  return { ending, at: new Date(nowMs - Math.round(ageMs)).toISOString() }
}

function writeOf(setting: Setting, n: number, count: number, dice: Dice, nowMs: number): Write {
  const { workspaceId, channels, bot } = setting
  const person = personOf(dice, n)
  const contact = { id: newId() as ContactId, ...person, version: 1 }
  const channelId = dice.of(channels)
  const { ending, at } = endingOf(n, count, dice, nowMs)
  const founding = {
    conversationId: newId() as ConversationId,
    contactId: contact.id,
    channelId,
    botId: bot.id,
  }
  const { state, events } = tell(founding, at, ending, sceneOf(dice), dice, setting)
  const fresh = {
    workspaceId,
    state: newConversation(founding),
    contact,
    channelId,
    lastMessage: null,
    hearing: null,
  }
  const encoded = events.map(encodeEvent)
  return {
    loaded: heardIn(withEvents({ ...fresh, movedAt: at, createdAt: at }, state, encoded), encoded),
    events: encoded,
    outbox: [],
  }
}

const foundSql = `
with people as (
  insert into contacts (workspace_id, id, name, email, created_at)
  select $1, id, name, email, at from unnest($2::uuid[], $3::text[], $4::text[], $5::timestamptz[]) as x (id, name, email, at)
)
insert into conversations (workspace_id, id, channel_id, contact_id, contact_name, contact_email, first_bot_id, state,
  snapshot, snapshot_version, created_at)
select $1, id, channel_id, contact_id, name, email, $6, 'active', '{}', ${snapshotVersion}, at
from unnest($2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $7::uuid[], $8::uuid[])
  as x (contact_id, name, email, at, id, channel_id)`

async function write(
  client: pg.ClientBase,
  { workspaceId, bot }: Setting,
  writes: readonly Write[],
): Promise<void> {
  const all = writes.map(({ loaded }) => loaded)
  await client.query('begin')
  // The contacts' rows must be there before the conversations that point at them are checked, at the commit's end.
  await client.query(foundSql, [
    workspaceId,
    all.map(({ contact }) => contact.id),
    all.map(({ contact }) => contact.name),
    all.map(({ contact }) => contact.email),
    all.map(({ createdAt }) => createdAt),
    bot.id,
    all.map(({ state }) => state.conversationId),
    all.map(({ channelId }) => channelId),
  ])
  const statement = writingOf(writes, '')
  if (statement) await client.query(statement)
  await client.query('commit')
}

/** Throws an Error when the database has conversations already, unless more are to be added. */
async function refuseFull(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ full: boolean }>('select exists (select from conversations) as full')
  if (rows[0]?.full)
    throw new Error('This database has conversations already. Name an empty one, or add to it with --add.')
}

export interface Planting {
  readonly conversations: number
  readonly add: boolean
  /** The bot's. */
  readonly flow: unknown
  /** The same seed makes the same conversations. */
  readonly seed?: number
  readonly onProgress?: (planted: number) => void
}

/** Resolves with how many events were written. */
export async function plant(pool: pg.Pool, planting: Planting): Promise<number> {
  const { conversations: count, add, flow, seed = 1, onProgress = () => {} } = planting
  const settings = createSettingsStore(pool)
  const client = await pool.connect()
  try {
    if (!add) await refuseFull(client)
    const workspaceId = await settings.anyWorkspace()
    if (!workspaceId) throw new Error('There is no workspace yet. Start Baton once, then seed.')
    const setting = await setUp(settings, workspaceId, flow)
    await client.query('set synchronous_commit = off')
    const dice = new Dice(seed)
    const nowMs = Date.now()
    let events = 0
    let writing: Promise<void> = Promise.resolve()
    for (let n = 0; n < count; n += batch) {
      const writes = Array.from({ length: Math.min(batch, count - n) }, (_, at) =>
        writeOf(setting, n + at, count, dice, nowMs),
      )
      // The next ones are told while these are written.
      await writing
      onProgress(n)
      events += writes.reduce((sum, one) => sum + one.events.length, 0)
      writing = write(client, setting, writes)
      writing.catch(() => undefined)
    }
    await writing
    onProgress(count)
    await client.query('set synchronous_commit = on')
    await client.query('vacuum analyze')
    return events
  } finally {
    client.release()
  }
}
