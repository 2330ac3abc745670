// Knowledge in Postgres, found by its full text: as it is written, and by the stems of English and Spanish.
import type pg from 'pg'
import type { KnowledgeStore, SourceRow } from '../app/knowledge.ts'
import type { Hit } from '../app/meaning.ts'
import { utc } from './pool.ts'
import { queryOn } from './query.ts'
import { inTransaction } from './transaction.ts'

const configs = ['simple', 'english', 'spanish'] as const
const vector = (text: string) => configs.map(config => `to_tsvector('${config}', ${text})`).join(' || ')

const columns = `id, name, kind, url, problem, characters, ${utc('read_at')} as "readAt"`

const isStop = (language: string) => `ts_lexize('${language}_stem', lexeme) = '{}'`
const anyOf = (config: string) =>
  `replace(plainto_tsquery('${config}', said.words)::text, ' & ', ' | ')::tsquery`

// Any of the words will do: a question is no search phrase. Words like "the" and "que" are left out whatever the
// language is, since the other languages take them for words that mean something. `ts_rank` counts each word that
// is found more than the times that it is.
const searchSql = `
with said as (
  select coalesce(string_agg(lexeme, ' '), '') as words from unnest(to_tsvector('simple', $3))
  where not (${isStop('english')} or ${isStop('spanish')})
), wanted as (select ${configs.map(anyOf).join(' || ')} as q from said)
select p.source_id || ' ' || p.n as id, s.name as source, p.body as text
from wanted, knowledge_pieces p
join knowledge_sources s on s.workspace_id = p.workspace_id and s.id = p.source_id
where p.workspace_id = $1 and p.bot_id = $2 and p.words @@ wanted.q
order by ts_rank(p.words, wanted.q, 1) desc, p.source_id, p.n
limit $4`

const wordsMax = 1_000

export function createKnowledgeStore(pool: pg.Pool): KnowledgeStore {
  const run = queryOn(pool)
  return {
    list: (workspaceId, botId) =>
      run<SourceRow>(
        'Listing knowledge',
        '',
        `select ${columns} from knowledge_sources where workspace_id = $1 and bot_id = $2 order by created_at, id`,
        [workspaceId, botId],
      ),
    async put(workspaceId, botId, { id, name, kind, url, problem }, pieces) {
      const characters = pieces.reduce((sum, piece) => sum + piece.length, 0)
      return inTransaction(pool, 'Writing knowledge', async client => {
        const { rows } = await client.query<SourceRow>(
          `insert into knowledge_sources (workspace_id, id, bot_id, name, kind, url, problem, characters)
           values ($1, $2, $3, $4, $5, $6, $7, $8)
           on conflict (workspace_id, id) do update
           set problem = excluded.problem, characters = excluded.characters, read_at = clock_timestamp()
           returning ${columns}`,
          [workspaceId, id, botId, name, kind, url, problem, characters],
        )
        await client.query('delete from knowledge_pieces where workspace_id = $1 and source_id = $2', [
          workspaceId,
          id,
        ])
        await client.query(
          `insert into knowledge_pieces (workspace_id, source_id, bot_id, n, body, words)
           select $1, $2, $3, t.n, t.body, ${vector('t.body')} from unnest($4::text[]) with ordinality as t (body, n)`,
          [workspaceId, id, botId, [...pieces]],
        )
        const [row] = rows
        if (!row) throw new Error('the source was not written')
        return row
      })
    },
    async setProblem(workspaceId, botId, id, problem) {
      const rows = await run<SourceRow>(
        'Writing knowledge',
        '',
        `update knowledge_sources set problem = $4, read_at = clock_timestamp()
         where workspace_id = $1 and bot_id = $2 and id = $3 returning ${columns}`,
        [workspaceId, botId, id, problem],
      )
      return rows[0] ?? null
    },
    async remove(workspaceId, botId, id) {
      const rows = await run(
        'Removing knowledge',
        '',
        'delete from knowledge_sources where workspace_id = $1 and bot_id = $2 and id = $3 returning id',
        [workspaceId, botId, id],
      )
      return rows.length > 0
    },
    search: (workspaceId, botId, words, limit) =>
      run<Hit & pg.QueryResultRow>('Searching knowledge', 'knowledge-search', searchSql, [
        workspaceId,
        botId,
        words.slice(0, wordsMax),
        limit,
      ]),
  }
}
