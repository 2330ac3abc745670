// Rules in Postgres, and their figures by day.
import { ruleLimits, type WorkspaceId } from '@baton/core'
import type pg from 'pg'
import type { RuleRecord } from '../app/ready-rules.ts'
import type { RuleCount, RuleFigures, RuleStore } from '../app/rule-store.ts'
import { utc } from './pool.ts'
import type { Query } from './query.ts'
import { queryOn } from './query.ts'

const columns = `id, rule, version, ${utc('updated_at')} as "updatedAt"`
type Row = RuleRecord & pg.QueryResultRow

const addSql = `
insert into rules (workspace_id, id, position, rule)
select $1, $2, coalesce(max(position), 0) + 1, $3 from rules where workspace_id = $1 having count(*) < ${ruleLimits.rules}
returning ${columns}`

const orderSql = `
update rules r set position = x.place
from (select id, row_number() over (order by array_position($2::uuid[], id) nulls last, position, id) as place
      from rules where workspace_id = $1) as x
where r.workspace_id = $1 and r.id = x.id`

const countSql = `
insert into rule_days as d (workspace_id, rule_id, day, fired, asked, failed, skipped, last_problem)
select x.w, x.r, current_date, x.fired, x.asked, x.failed, x.skipped, x.problem
from unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::int[], $6::int[], $7::text[])
  as x (w, r, fired, asked, failed, skipped, problem)
join rules on rules.workspace_id = x.w and rules.id = x.r
on conflict (workspace_id, rule_id, day) do update set fired = d.fired + excluded.fired,
  asked = d.asked + excluded.asked, failed = d.failed + excluded.failed, skipped = d.skipped + excluded.skipped,
  last_problem = coalesce(excluded.last_problem, d.last_problem)`

const takeSql = `
insert into prompt_days as p (workspace_id, day, used)
select id, current_date, 1 from workspaces where id = $1 and prompts_per_day > 0
on conflict (workspace_id, day) do update set used = p.used + 1
  where p.used < (select prompts_per_day from workspaces where id = $1)
returning used`

/** One row for a rule: one statement may touch a row once. */
function summed(counts: readonly RuleCount[]) {
  const sums = new Map<
    string,
    { of: RuleCount; n: Record<RuleCount['what'], number>; problem: string | null }
  >()
  for (const of of counts) {
    const key = `${of.workspaceId} ${of.ruleId}`
    const sum = sums.get(key) ?? { of, n: { fired: 0, asked: 0, failed: 0, skipped: 0 }, problem: null }
    sum.n[of.what] += 1
    sum.problem = of.problem ?? sum.problem
    sums.set(key, sum)
  }
  // In one order on every server, or two that count at once wait for each other.
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum)
}

function counting(
  run: Query,
): Pick<RuleStore, 'figures' | 'count' | 'promptsToday' | 'takePrompt' | 'setPromptsPerDay'> {
  return {
    figures: workspaceId =>
      run<RuleFigures & pg.QueryResultRow>(
        'Reading the figures of rules',
        '',
        `select rule_id as "ruleId", sum(fired)::int as fired, sum(asked)::int as asked, sum(failed)::int as failed,
           sum(skipped)::int as skipped, (array_agg(last_problem order by day desc) filter (where last_problem is not null))[1] as "lastProblem"
         from rule_days where workspace_id = $1 and day > current_date - 7 group by rule_id`,
        [workspaceId],
      ),
    async count(counts) {
      const rows = summed(counts)
      if (rows.length === 0) return
      await run('Counting rules', '', countSql, [
        rows.map(({ of }) => of.workspaceId),
        rows.map(({ of }) => of.ruleId),
        ...(['fired', 'asked', 'failed', 'skipped'] as const).map(what => rows.map(({ n }) => n[what])),
        rows.map(({ problem }) => problem),
      ])
    },
    async promptsToday(workspaceId) {
      const [row] = await run<{ used: number | null; perDay: number }>(
        'Reading the budget of prompts',
        '',
        `select p.used, w.prompts_per_day as "perDay" from workspaces w
         left join prompt_days p on p.workspace_id = w.id and p.day = current_date where w.id = $1`,
        [workspaceId],
      )
      return { used: row?.used ?? 0, perDay: row?.perDay ?? 0 }
    },
    async takePrompt(workspaceId) {
      return (await run('Taking a prompt of the day', '', takeSql, [workspaceId])).length > 0
    },
    async setPromptsPerDay(workspaceId, perDay) {
      await run(
        'Setting the budget of prompts',
        '',
        'update workspaces set prompts_per_day = $2 where id = $1',
        [workspaceId, perDay],
      )
    },
  }
}

export function createRuleStore(pool: pg.Pool): RuleStore {
  const run = queryOn(pool)
  return {
    ...counting(run),
    async add(workspaceId, id, rule) {
      const [row] = await run<Row>('Adding a rule', '', addSql, [workspaceId, id, JSON.stringify(rule)])
      return row ?? null
    },
    async change(workspaceId, id, version, rule) {
      const [row] = await run<Row>(
        'Changing a rule',
        '',
        `update rules set rule = $4, version = version + 1, updated_at = clock_timestamp()
         where workspace_id = $1 and id = $2 and version = $3 returning ${columns}`,
        [workspaceId, id, version, JSON.stringify(rule)],
      )
      if (row) return row
      return (await exists(run, workspaceId, id)) ? 'changed' : null
    },
    async remove(workspaceId, id) {
      const text = 'delete from rules where workspace_id = $1 and id = $2 returning id'
      return (await run('Removing a rule', '', text, [workspaceId, id])).length > 0
    },
    async order(workspaceId, ids) {
      await run('Ordering rules', '', orderSql, [workspaceId, ids])
    },
  }
}

async function exists(run: Query, workspaceId: WorkspaceId, id: string): Promise<boolean> {
  const text = 'select 1 from rules where workspace_id = $1 and id = $2'
  return (await run('Looking for a rule', '', text, [workspaceId, id])).length > 0
}
