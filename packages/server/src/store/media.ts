// The rows of files. Bytes are elsewhere; a row without a conversation is an upload that was not sent, or what an
// erased conversation left.
import type pg from 'pg'
import type { MediaRow, MediaRows } from '../app/media-store.ts'
import { queryOn } from './query.ts'
import { inTransaction } from './transaction.ts'

const columns = `id, workspace_id as "workspaceId", conversation_id as "conversationId", name, mime_type as "mimeType",
  size_bytes::float8 as "sizeBytes", width, height`

const beginSql = `
insert into media (workspace_id, id, uploaded_by, size_bytes)
select $1::uuid, $2::uuid, $3::text, $4::bigint
where $5::int is null or (
  select count(*) filter (where created_at > clock_timestamp() - $6::float8 * interval '1 ms') < $5::int
    and coalesce(sum(size_bytes), 0) + $4::bigint <= $7::bigint
  from media where workspace_id = $1 and uploaded_by = $3 and created_at > clock_timestamp() - interval '1 day'
)
on conflict do nothing
returning id`

const claimSql = `
with own as (
  select id from media
  where workspace_id = $1 and id = any ($2::uuid[]) and uploaded_by = $3 and mime_type is not null
    and (conversation_id = $4 or (conversation_id is null and sent_at is null))
  for update
)
update media set conversation_id = $4, sent_at = coalesce(sent_at, clock_timestamp())
where workspace_id = $1 and id in (select id from own)
  and (select count(*) from own) = cardinality($2::uuid[])
returning ${columns}`

const sweepSql = `
select id from media
where conversation_id is null and (sent_at is not null or created_at < $1)
order by created_at limit $2 for update skip locked`

type Row = MediaRow & pg.QueryResultRow

export function createMediaRows(pool: pg.Pool): MediaRows {
  const run = queryOn(pool)
  return {
    async begin({ workspaceId, uploadedBy }, id, sizeBytes, limits) {
      const { files = null, withinMs = null, bytesADay = null } = limits ?? {}
      const values = [workspaceId, id, uploadedBy, sizeBytes, files, withinMs, bytesADay]
      return (await run('Beginning an upload', '', beginSql, values)).length > 0
    },
    async finish({ id, workspaceId, name, mimeType, sizeBytes, width, height }, sha256) {
      await run(
        'Finishing an upload',
        '',
        `update media set name = $3, mime_type = $4, size_bytes = $5, width = $6, height = $7, sha256 = $8
         where workspace_id = $1 and id = $2`,
        [workspaceId, id, name, mimeType, sizeBytes, width, height, Buffer.from(sha256)],
      )
    },
    async dropUnsent({ workspaceId, uploadedBy }, id) {
      const gone = await run(
        'Dropping an upload',
        '',
        'delete from media where workspace_id = $1 and id = $2 and uploaded_by = $3 and sent_at is null returning id',
        [workspaceId, id, uploadedBy],
      )
      return gone.length > 0
    },
    async claim({ workspaceId, uploadedBy }, conversationId, ids) {
      const found = await run<Row>('Sending files', '', claimSql, [
        workspaceId,
        [...ids],
        uploadedBy,
        conversationId,
      ])
      return found.length === ids.length ? found : null
    },
    of: ({ workspaceId, conversationId }, ids) =>
      run<Row>(
        'Reading files',
        'media-of-conversation',
        `select ${columns} from media where workspace_id = $1 and conversation_id = $2 and id = any ($3::uuid[])`,
        [workspaceId, conversationId, [...ids]],
      ),
    async byId(id) {
      const [row] = await run<Row>(
        'Reading a file',
        'media-by-id',
        `select ${columns} from media where id = $1 and mime_type is not null`,
        [id],
      )
      return row ?? null
    },
    sweep: (before, limit, remove) => sweep(pool, before, limit, remove),
  }
}

/** The rows are locked until their bytes are gone, so that nobody sends one meanwhile. */
function sweep(
  pool: pg.Pool,
  before: Date,
  limit: number,
  remove: (id: string) => Promise<void>,
): Promise<number> {
  return inTransaction(pool, 'Sweeping files', async client => {
    const { rows } = await client.query<{ id: string }>(sweepSql, [before, limit])
    for (const { id } of rows) await remove(id)
    await client.query('delete from media where id = any ($1::uuid[])', [rows.map(({ id }) => id)])
    return rows.length
  })
}
