// Contacts in Postgres. Every change of one grows its version and writes it into its conversations, in the same
// transaction: lists and the caches of all servers see by it that they are old.
import type { ConversationEvent, ConversationId } from '@baton/core'
import { episodeEventTypes } from '@baton/core'
import type pg from 'pg'
import type { ContactKey, ContactRecord, ContactStore } from '../app/contacts.ts'
import { mergeContacts } from './contact-merge.ts'
import type { ConversationRecord } from './conversation-record.ts'
import { conversationColumns, loadedFrom } from './conversation-record.ts'
import { sqlState, utc } from './pool.ts'
import type { Query } from './query.ts'
import { queryOn } from './query.ts'
import { currentRecord } from './refold.ts'
import { inTransaction } from './transaction.ts'

const readSql = `
select c.id, c.version, c.name, c.email, c.language, c.time_zone as "timeZone", c.attributes,
  ${utc('c.created_at')} as "createdAt",
  coalesce((select jsonb_agg(jsonb_build_object('id', w.id, 'kind', w.kind, 'value', w.value, 'label', w.label,
      'preferred', w.preferred, 'createdAt', ${utc('w.created_at')}, 'verified', case when w.verified_at is null then null
        else jsonb_build_object('at', ${utc('w.verified_at')}, 'by', w.verified_by) end)
      order by w.created_at, w.id)
    from contact_ways w where w.workspace_id = c.workspace_id and w.contact_id = c.id and w.removed_at is null), '[]')
    as ways,
  coalesce((select jsonb_agg(distinct jsonb_build_object('id', o.id, 'name', o.name, 'value', m.value))
    from (select w.value from contact_ways w where w.workspace_id = c.workspace_id and w.contact_id = c.id
        and w.removed_at is null and w.kind <> 'other'
      union select lower(c.email) where c.email is not null) as m (value)
    join contacts o on o.workspace_id = c.workspace_id and o.id <> c.id and (lower(o.email) = m.value or o.id in (
      select w.contact_id from contact_ways w
      where w.workspace_id = c.workspace_id and w.value = m.value and w.removed_at is null and w.kind <> 'other'))),
    '[]') as "sameAs"
from contacts c where c.workspace_id = $1 and c.id = $2`

/** Grows the version; answers the conversations that show it, null when there is no such contact. */
async function touched(
  client: pg.ClientBase,
  { workspaceId, contactId }: ContactKey,
): Promise<readonly ConversationId[] | null> {
  const { rows } = await client.query<{ id: ConversationId | null }>(
    `with grown as (
       update contacts set version = version + 1 where workspace_id = $1 and id = $2
       returning workspace_id, id, name, email, version
     ), shown as (
       update conversations c set contact_name = g.name, contact_email = g.email, contact_version = g.version
       from grown g where c.workspace_id = g.workspace_id and c.contact_id = g.id returning c.id
     ), told as (
       insert into webhook_deliveries (workspace_id, webhook_id, id, type, data)
       select g.workspace_id, w.id, gen_random_uuid(), 'contact.changed',
         jsonb_build_object('contactId', g.id, 'version', g.version)
       from grown g join webhooks w on w.workspace_id = g.workspace_id and w.active
         and (w.events is null or 'contact.changed' = any (w.events))
     ) select s.id from grown left join shown s on true`,
    [workspaceId, contactId],
  )
  return rows.length === 0 ? null : rows.flatMap(row => (row.id ? [row.id] : []))
}

type Work<Answer> = (client: pg.ClientBase) => Promise<Answer>

/** What `work` answers, committed; a text instead of a list says why nothing was to be done, and rolls back. */
const inOne = <Answer>(pool: pg.Pool, what: string, work: Work<Answer>): Promise<Answer> =>
  inTransaction(pool, what, work, answer => typeof answer !== 'string')

const locked = (client: pg.ClientBase, { workspaceId, contactId }: ContactKey) =>
  client.query<{ version: number }>(
    'select version from contacts where workspace_id = $1 and id = $2 for update',
    [workspaceId, contactId],
  )

function ofContacts(pool: pg.Pool, query: Query): Pick<ContactStore, 'read' | 'change' | 'merge'> {
  return {
    async read({ workspaceId, contactId }) {
      const rows = await query<ContactRecord>('Reading a contact', '', readSql, [workspaceId, contactId])
      return rows[0] ?? null
    },
    change: (key, version, { name, email, language, timeZone, attributes }) =>
      inOne(pool, 'Changing a contact', async client => {
        const [row] = (await locked(client, key)).rows
        if (!row) return 'missing'
        if (row.version !== version) return 'stale'
        await client.query(
          `update contacts set name = coalesce($3, name),
             email = case when $4 then $5 else email end, language = case when $6 then $7 else language end,
             time_zone = case when $8 then $9 else time_zone end, attributes = coalesce($10::jsonb, attributes)
           where workspace_id = $1 and id = $2`,
          [
            key.workspaceId,
            key.contactId,
            name ?? null,
            email !== undefined,
            email ?? null,
            language !== undefined,
            language ?? null,
            timeZone !== undefined,
            timeZone ?? null,
            attributes ? JSON.stringify(attributes) : null,
          ],
        )
        return (await touched(client, key)) ?? 'missing'
      }),
    merge: (key, otherId) =>
      inOne(pool, 'Merging contacts', async client => {
        const moved = await mergeContacts(client, key, otherId)
        const shownBy = moved && (await touched(client, key))
        return moved && shownBy ? { moved, shownBy } : 'missing'
      }),
  }
}

function ofWays(pool: pg.Pool, query: Query): Pick<ContactStore, 'addWay' | 'wayKind' | 'changeWay'> {
  return {
    addWay: (key, { id, kind, value, label }, by) =>
      inOne(pool, 'Adding a way to reach a contact', async client => {
        if ((await locked(client, key)).rows.length === 0) return 'missing'
        await client.query(
          `insert into contact_ways (workspace_id, id, contact_id, kind, value, label, created_by)
           values ($1, $2, $3, $4, $5, $6, $7)
           on conflict (workspace_id, contact_id, kind, value) do update
           set removed_at = null, label = case when excluded.label = '' then contact_ways.label else excluded.label end,
             preferred = contact_ways.preferred and contact_ways.removed_at is null`,
          [key.workspaceId, id, key.contactId, kind, value, label, JSON.stringify(by)],
        )
        return (await touched(client, key)) ?? 'missing'
      }),
    async wayKind({ workspaceId, contactId }, wayId) {
      const rows = await query<{ kind: 'email' }>(
        'Reading a way to reach a contact',
        '',
        'select kind from contact_ways where workspace_id = $1 and contact_id = $2 and id = $3',
        [workspaceId, contactId, wayId],
      )
      return rows[0]?.kind ?? null
    },
    changeWay: (key, wayId, change, by) =>
      inOne(pool, 'Changing a way to reach a contact', async client => {
        const keys = [key.workspaceId, key.contactId, wayId]
        if ((await locked(client, key)).rows.length === 0) return 'missing'
        const { value, label, preferred, verified, removed } = change
        if (preferred)
          await client.query(
            'update contact_ways set preferred = false where workspace_id = $1 and contact_id = $2 and id <> $3',
            keys,
          )
        if (value !== undefined)
          await client.query(
            `delete from contact_ways where workspace_id = $1 and contact_id = $2 and id <> $3 and value = $4
               and removed_at is not null`,
            [...keys, value],
          )
        const { rowCount } = await client.query(
          `update contact_ways w set
             verified_at = case when $6::boolean is null then case when w.value <> coalesce($4, w.value) then null else w.verified_at end
               when $6 then clock_timestamp() else null end,
             verified_by = case when $6::boolean is null then case when w.value <> coalesce($4, w.value) then null else w.verified_by end
               when $6 then $7::jsonb else null end,
             value = coalesce($4, w.value), label = coalesce($5, w.label),
             removed_at = case when $8::boolean is null then w.removed_at when $8 then clock_timestamp() else null end,
             preferred = coalesce($9::boolean, w.preferred) and not exists (
               select from contact_ways o where o.workspace_id = w.workspace_id and o.contact_id = w.contact_id
                 and o.id <> w.id and o.preferred and o.removed_at is null)
           where w.workspace_id = $1 and w.contact_id = $2 and w.id = $3`,
          [
            ...keys,
            value ?? null,
            label ?? null,
            verified ?? null,
            JSON.stringify(by),
            removed ?? null,
            preferred ?? null,
          ],
        )
        if (rowCount === 0) return 'missing' as const
        return (await touched(client, key)) ?? ('missing' as const)
      }).catch((fault: unknown) => {
        if (sqlState(fault instanceof Error ? fault.cause : fault) === '23505') return 'taken' as const
        throw fault
      }),
  }
}

function ofConversations(query: Query): Pick<ContactStore, 'conversations' | 'episodeEvents'> {
  return {
    async conversations({ workspaceId, contactId }, after, limit) {
      const rows = await query<ConversationRecord>(
        'Listing the conversations of a contact',
        '',
        `select ${conversationColumns('c')} from conversations c
         where c.workspace_id = $1 and c.contact_id = $2
           and ($3::text is null or (c.created_at, c.id) < ($3::timestamptz, $4::uuid))
         order by c.created_at desc, c.id desc limit $5`,
        [workspaceId, contactId, after?.at ?? null, after?.id ?? null, limit],
      )
      const logRows = (text: string, values: unknown[]) =>
        query<ConversationEvent>('Reading the log', '', text, values)
      return (await Promise.all(rows.map(row => currentRecord(row, logRows)))).map(row => loadedFrom(row))
    },
    async episodeEvents(workspaceId, ids) {
      const rows = await query<ConversationEvent & { conversation_id: string }>(
        'Reading episodes',
        '',
        `select conversation_id, seq, epoch, type, ${utc('at')} as at, actor, data from events
         where workspace_id = $1 and conversation_id = any ($2::uuid[]) and type = any ($3::text[])
         order by conversation_id, seq`,
        [workspaceId, ids, episodeEventTypes],
      )
      const byConversation = new Map<string, ConversationEvent[]>()
      for (const { conversation_id: id, ...event } of rows) {
        const held = byConversation.get(id)
        if (held) held.push(event)
        else byConversation.set(id, [event])
      }
      return byConversation
    },
  }
}

export function createContactStore(pool: pg.Pool): ContactStore {
  const query = queryOn(pool)
  return {
    ...ofContacts(pool, query),
    ...ofWays(pool, query),
    ...ofConversations(query),
    async setStatuses(workspaceId, statuses) {
      await query('Changing the statuses', '', 'update workspaces set statuses = $2 where id = $1', [
        workspaceId,
        JSON.stringify(statuses),
      ])
    },
  }
}
