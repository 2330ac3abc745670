// With --profile: which statements the database spent its time on. Not part of a figure: counting costs, too.
import pg from 'pg'
import { figure, say } from './progress.ts'

export const statementSettings = [
  'shared_preload_libraries=pg_stat_statements',
  'pg_stat_statements.track_planning=on',
] as const

interface Statement {
  readonly calls: number
  readonly planMs: number
  readonly runMs: number
  readonly rows: number
  readonly query: string
}

export async function sayStatements(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query('create extension if not exists pg_stat_statements')
  const found = await client.query<Statement>(
    `select calls::float8, total_plan_time as "planMs", total_exec_time as "runMs", rows::float8,
       regexp_replace(query, 's+', ' ', 'g') as query
     from pg_stat_statements where dbid = (select oid from pg_database where datname = current_database())
     order by total_exec_time + total_plan_time desc limit 15`,
  )
  await client.end()
  say('statements: calls, ms planning and running in all, ms each, rows each')
  for (const { calls, planMs, runMs, rows, query } of found.rows) {
    const each = figure((planMs + runMs) / calls)
    say(
      `  ${figure(calls)}  ${figure(planMs)} + ${figure(runMs)}  ${each}  ${figure(rows / calls)}  ${query.slice(0, 110)}`,
    )
  }
}
