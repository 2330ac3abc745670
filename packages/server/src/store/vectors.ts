// Vectors in Postgres, where it has pgvector; a bot's pieces are few enough to be compared one by one.
import type pg from 'pg'
import type { Hit, VectorStore } from '../app/meaning.ts'
import { queryOn } from './query.ts'

const tableSql = `
create table if not exists knowledge_vectors (
  workspace_id uuid not null,
  source_id uuid not null,
  n integer not null,
  bot_id uuid not null,
  model text not null,
  embedding vector not null,
  primary key (workspace_id, source_id, n),
  foreign key (workspace_id, source_id) references knowledge_sources (workspace_id, id) on delete cascade
);
create index if not exists knowledge_vectors_by_bot on knowledge_vectors (workspace_id, bot_id, model)`

const nearestSql = `
select p.source_id || ' ' || p.n as id, s.name as source, p.body as text
from knowledge_vectors v
join knowledge_pieces p on p.workspace_id = v.workspace_id and p.source_id = v.source_id and p.n = v.n
join knowledge_sources s on s.workspace_id = v.workspace_id and s.id = v.source_id
where v.workspace_id = $1 and v.bot_id = $2 and v.model = $3 and vector_dims(v.embedding) = $5
order by v.embedding <=> $4::vector limit $6`

const literal = (vector: readonly number[]) => `[${vector.join(',')}]`

/** Null where the database has no vectors, or does not let us switch them on. */
export async function createVectorStore(pool: pg.Pool): Promise<VectorStore | null> {
  const run = queryOn(pool)
  const found = await pool.query("select from pg_available_extensions where name = 'vector'")
  if (found.rowCount === 0) return null
  try {
    await pool.query('create extension if not exists vector')
    await pool.query(tableSql)
  } catch {
    // An operator who wants it creates the extension; until then words are searched.
    return null
  }
  return {
    async put(workspaceId, botId, sourceId, model, vectors) {
      await run(
        'Writing vectors',
        '',
        `with gone as (delete from knowledge_vectors where workspace_id = $1 and source_id = $2 and n > $6)
         insert into knowledge_vectors (workspace_id, source_id, bot_id, model, n, embedding)
         select $1, $2, $3, $4, t.n, t.v::vector from unnest($5::text[]) with ordinality as t (v, n)
         on conflict (workspace_id, source_id, n)
         do update set model = excluded.model, embedding = excluded.embedding`,
        [workspaceId, sourceId, botId, model, vectors.map(literal), vectors.length],
      )
    },
    nearest: (workspaceId, botId, model, vector, limit) =>
      run<Hit & pg.QueryResultRow>('Searching vectors', '', nearestSql, [
        workspaceId,
        botId,
        model,
        literal(vector),
        vector.length,
        limit,
      ]),
  }
}
