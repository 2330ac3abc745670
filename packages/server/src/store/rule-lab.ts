// Runs of the rule lab, one at a time a workspace. A run of a server that is gone ends by itself.
import type pg from 'pg'
import type { LabRun, LabStore } from '../app/lab/lab-store.ts'
import { utc } from './pool.ts'
import { queryOn } from './query.ts'

/** A server that said nothing for so long has not got it in hand any more. */
const silence = `interval '20 seconds'`
const endedProblem = 'The server was restarted before it was done. Run it again.'

const endGone = `update rule_lab_runs set state = 'failed', problem = '${endedProblem}'
  where workspace_id = $1 and state = 'running' and beat_at < clock_timestamp() - ${silence}`

export function createLabStore(pool: pg.Pool): LabStore {
  const query = queryOn(pool)
  return {
    async begin(workspaceId, id) {
      await query('Ending a run of the lab', '', endGone, [workspaceId])
      const rows = await query<{ id: string }>(
        'Beginning a run of the lab',
        '',
        `insert into rule_lab_runs (workspace_id, id, state) values ($1, $2, 'running')
         on conflict (workspace_id) where state = 'running' do nothing returning id`,
        [workspaceId, id],
      )
      return rows[0]?.id ?? null
    },
    async read(workspaceId, id) {
      await query('Ending a run of the lab', '', endGone, [workspaceId])
      const rows = await query<Omit<LabRun, 'of' | 'startedAt'> & { total: number; started_at: string }>(
        'Reading a run of the lab',
        '',
        `select id, state, done, total, problem, sides, ${utc('started_at')} as started_at from rule_lab_runs
         where workspace_id = $1 and id = $2`,
        [workspaceId, id],
      )
      const [row] = rows
      if (!row) return null
      const { total, started_at: startedAt, ...rest } = row
      return { ...rest, of: total, startedAt }
    },
    async report(workspaceId, id, done, total) {
      const rows = await query<{ id: string }>(
        'Reporting a run of the lab',
        '',
        `update rule_lab_runs set done = $3, total = $4, beat_at = clock_timestamp()
         where workspace_id = $1 and id = $2 and state = 'running' returning id`,
        [workspaceId, id, done, total],
      )
      return rows.length > 0
    },
    async finish(workspaceId, id, sides) {
      await query(
        'Keeping what the lab found',
        '',
        `update rule_lab_runs set state = 'done', sides = $3, done = total
         where workspace_id = $1 and id = $2 and state = 'running'`,
        [workspaceId, id, JSON.stringify(sides)],
      )
    },
    async fail(workspaceId, id, problem) {
      await query(
        'Ending a run of the lab',
        '',
        `update rule_lab_runs set state = 'failed', problem = $3
         where workspace_id = $1 and id = $2 and state = 'running'`,
        [workspaceId, id, problem],
      )
    },
    async cancel(workspaceId, id) {
      const rows = await query<{ id: string }>(
        'Cancelling a run of the lab',
        '',
        `update rule_lab_runs set state = 'cancelled'
         where workspace_id = $1 and id = $2 and state = 'running' returning id`,
        [workspaceId, id],
      )
      return rows.length > 0
    },
    async tidy(before) {
      await query('Tidying the lab', '', `delete from rule_lab_runs where started_at < $1`, [before])
    },
  }
}
