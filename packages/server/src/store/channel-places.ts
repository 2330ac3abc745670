// Who is at which address of a channel.
import { snapshotVersion } from '@baton/core'
import type pg from 'pg'
import type { ChannelStore, LineKey, Place, Way } from '../app/channel-store.ts'
import { newId } from '../app/new-id.ts'
import type { NewConversation } from '../app/ports.ts'
import { PortFault } from '../app/ports.ts'
import type { ConversationRecord } from './conversation-record.ts'
import { conversationColumns, loadedFrom } from './conversation-record.ts'
import { sqlState } from './pool.ts'
import { queryOn } from './query.ts'
import { inTransaction } from './transaction.ts'

const contactSql = `
insert into contacts (workspace_id, id, name, email, attributes, language, time_zone)
values ($1, $2, $3, $4, $5, $6, $7)`

const waysSql = `
insert into contact_ways (workspace_id, id, contact_id, kind, value, label, created_by)
select $1, i, $2, k, v, '', $3 from unnest($4::uuid[], $5::text[], $6::text[]) as x (i, k, v)
on conflict do nothing`

const conversationSql = `
insert into conversations as c
  (workspace_id, id, channel_id, contact_id, contact_name, contact_email, contact_version, first_bot_id, state,
    snapshot, snapshot_version, moved_minute)
select k.workspace_id, $3, $4, k.id, k.name, k.email, k.version, $5, 'active', $6, ${snapshotVersion}, 0
from contacts k where k.workspace_id = $1 and k.id = $2
returning ${conversationColumns('c')}`

const addressesSql = `
insert into channel_addresses (workspace_id, channel_id, address, contact_id, conversation_id, main)
select $1, $2, a, $3, $4, n = 1 from unnest($5::text[]) with ordinality as x (a, n)`

const alreadyThere = '23505'

type Founding = Omit<NewConversation, 'contact'>

export type Places = Pick<
  ChannelStore,
  'places' | 'begin' | 'beginFor' | 'addAddresses' | 'addressOf' | 'setThread'
>

async function conversationIn(
  client: pg.ClientBase,
  founding: Founding,
  contactId: string,
  addresses: readonly string[],
) {
  const { workspaceId, conversationId, channelId, botId, snapshot } = founding
  const made = await client.query<ConversationRecord>(conversationSql, [
    workspaceId,
    contactId,
    conversationId,
    channelId,
    botId,
    JSON.stringify(snapshot),
  ])
  await client.query(addressesSql, [workspaceId, channelId, contactId, conversationId, [...addresses]])
  const [row] = made.rows
  return row ? loadedFrom(row) : null
}

async function contactIn(
  client: pg.ClientBase,
  founding: NewConversation,
  ways: readonly Way[],
  by: { readonly id: string; readonly name: string },
) {
  const { workspaceId, contact } = founding
  const { id, name, email, attributes, language, timeZone } = contact
  await client.query(contactSql, [
    workspaceId,
    id,
    name,
    email,
    JSON.stringify(attributes),
    language,
    timeZone,
  ])
  if (ways.length === 0) return
  const kinds = ways.map(way => way.kind)
  const values = ways.map(way => way.value)
  await client.query(waysSql, [workspaceId, id, JSON.stringify(by), ways.map(() => newId()), kinds, values])
}

/** Null when one of the addresses was taken: then nothing of it stays. */
async function orTaken<T>(pool: pg.Pool, what: string, work: (client: pg.ClientBase) => Promise<T>) {
  try {
    return await inTransaction(pool, what, work)
  } catch (error) {
    if (error instanceof PortFault && sqlState(error.cause) === alreadyThere) return null
    throw error
  }
}

export function createPlaces(pool: pg.Pool): Places {
  const run = queryOn(pool)
  return {
    places: ({ workspaceId, channelId }: LineKey, addresses) =>
      run<Place>(
        'Looking for who is at an address',
        'channel-places',
        `select address, conversation_id as "conversationId", contact_id as "contactId" from channel_addresses
         where workspace_id = $1 and channel_id = $2 and address = any ($3)`,
        [workspaceId, channelId, [...addresses]],
      ),
    begin: (founding, addresses, ways, by) =>
      orTaken(pool, 'Beginning a conversation', async client => {
        await contactIn(client, founding, ways, by)
        return conversationIn(client, founding, founding.contact.id, addresses)
      }),
    beginFor: (founding, contactId, addresses) =>
      orTaken(pool, 'Beginning a conversation', client =>
        conversationIn(client, founding, contactId, addresses),
      ),
    async addAddresses({ workspaceId, conversationId }, { channelId }, addresses, main) {
      await run(
        'Keeping an address',
        '',
        `with mine as (
           select contact_id from conversations where workspace_id = $1 and id = $3
         ), demoted as (
           update channel_addresses set main = false
           where workspace_id = $1 and conversation_id = $3 and $5::text is not null and address <> $5 and main
         )
         insert into channel_addresses (workspace_id, channel_id, address, contact_id, conversation_id, main)
         select $1, $2, a, mine.contact_id, $3, a is not distinct from $5 from unnest($4::text[]) as x (a), mine
         on conflict (workspace_id, channel_id, address)
         do update set main = excluded.main where channel_addresses.conversation_id = excluded.conversation_id`,
        [workspaceId, channelId, conversationId, [...new Set([...addresses, ...(main ? [main] : [])])], main],
      )
    },
    async setThread({ workspaceId, conversationId }, thread) {
      await run(
        'Noting how to write back',
        'channel-thread',
        `update channel_addresses set thread = case when main then $3 else null end
         where workspace_id = $1 and conversation_id = $2`,
        [workspaceId, conversationId, thread],
      )
    },
    async addressOf({ workspaceId, conversationId }) {
      const rows = await run<{ address: string; main: boolean; thread: string | null }>(
        'Looking for an address',
        'channel-address-of',
        `select address, main, thread from channel_addresses where workspace_id = $1 and conversation_id = $2
         order by main desc, created_at desc, address`,
        [workspaceId, conversationId],
      )
      const [first, ...others] = rows
      if (!first) return null
      const thread = rows.find(row => row.thread !== null)?.thread ?? null
      return { address: first.address, aliases: others.map(row => row.address), thread }
    },
  }
}
