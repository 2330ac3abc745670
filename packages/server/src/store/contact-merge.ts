// Two contacts become one: everything of the other moves, in the caller's transaction.
import type { ContactId, ConversationId } from '@baton/core'
import type pg from 'pg'
import type { ContactKey } from '../app/contacts.ts'

const steps = [
  // A number that both have: what is known of it is kept.
  `update contact_ways w set removed_at = case when o.removed_at is null then null else w.removed_at end,
     verified_by = case when w.verified_at is null then o.verified_by else w.verified_by end,
     verified_at = coalesce(w.verified_at, o.verified_at)
   from contact_ways o where w.workspace_id = $1 and w.contact_id = $2::uuid and o.workspace_id = $1 and o.contact_id = $3
     and o.kind = w.kind and o.value = w.value`,
  `update contact_ways w set contact_id = $2::uuid, preferred = false where w.workspace_id = $1 and w.contact_id = $3
     and not exists (select from contact_ways o where o.workspace_id = $1 and o.contact_id = $2::uuid
       and o.kind = w.kind and o.value = w.value)`,
  `insert into contact_ways (workspace_id, id, contact_id, kind, value, label, created_by)
   select $1, gen_random_uuid(), $2::uuid, 'email', lower(o.email), '', '{"kind": "system"}'
   from contacts o, contacts c where o.workspace_id = $1 and o.id = $3 and c.workspace_id = $1 and c.id = $2::uuid
     and o.email is not null and c.email is not null and lower(o.email) <> lower(c.email)
   on conflict (workspace_id, contact_id, kind, value) do nothing`,
  // Grows beyond both versions, so that nobody takes what they hold of either for the present.
  `update contacts c set email = coalesce(c.email, o.email), language = coalesce(c.language, o.language),
     time_zone = coalesce(c.time_zone, o.time_zone), attributes = o.attributes || c.attributes,
     version = greatest(c.version, o.version)
   from contacts o where c.workspace_id = $1 and c.id = $2::uuid and o.workspace_id = $1 and o.id = $3`,
  'delete from contacts where workspace_id = $1 and id = $3 and id <> $2::uuid',
]

// The log keeps the id under which something was said; the conversation itself belongs to whoever stays.
const moveSql = `update conversations set contact_id = $2::uuid,
   snapshot = jsonb_set(snapshot::jsonb, '{contactId}', to_jsonb($2::uuid::text))::json
 where workspace_id = $1 and contact_id = $3 returning id`

/** The conversations that moved; null when one of them is not there. */
export async function mergeContacts(
  client: pg.ClientBase,
  { workspaceId, contactId }: ContactKey,
  otherId: ContactId,
): Promise<readonly ConversationId[] | null> {
  const { rowCount } = await client.query(
    'select from contacts where workspace_id = $1 and id = any ($2::uuid[]) order by id for update',
    [workspaceId, [contactId, otherId]],
  )
  if (rowCount !== 2) return null
  const ids = [workspaceId, contactId, otherId]
  const { rows } = await client.query<{ id: ConversationId }>(moveSql, ids)
  for (const step of steps) await client.query(step, ids)
  return rows.map(row => row.id)
}
