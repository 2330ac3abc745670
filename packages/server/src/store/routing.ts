// What routing reads and keeps, in Postgres. One server at a time routes a workspace: an agent's room is counted over
// all conversations, which no lock on a single one could settle.
import type { TeamId, WorkspaceId } from '@baton/core'
import { priorities } from '@baton/core'
import type pg from 'pg'
import type { Askable, RoutingStore, StandingOffer, WaitingQuery } from '../app/team-store.ts'
import type { ConversationRecord } from './conversation-record.ts'
import { conversationColumns, loadedFrom } from './conversation-record.ts'
import { utc } from './pool.ts'
import { queryOn } from './query.ts'
import { currentRecord } from './refold.ts'
import { isAlive } from './team.ts'
import { whileAlone } from './transaction.ts'

const askableSql = `
select a.id, a.name, a.capacity, a.languages, a.skills, ${utc('a.last_offered_at')} as "lastOfferedAt",
  case when p.awake is null then 'offline' when a.away or not p.awake then 'away' else 'online' end as presence,
  coalesce(h.n, 0)::int as held, coalesce(o.n, 0)::int as offered,
  array(select m.team_id from team_members m where m.workspace_id = a.workspace_id and m.agent_id = a.id) as teams
from agents a
left join (select p.agent_id, bool_or(p.awake) as awake from presence p
  where p.workspace_id = $1 and ${isAlive('p')} group by p.agent_id) p on p.agent_id = a.id
left join (select owner_id, count(*) as n from conversations
  where workspace_id = $1 and owner_id is not null group by owner_id) h on h.owner_id = a.id
left join (select offered_to, count(*) as n from conversations
  where workspace_id = $1 and offered_to is not null group by offered_to) o on o.offered_to = a.id
where a.workspace_id = $1 and a.active`

// A contact's language is a column of its own or one of its attributes.
const waitingSql = `
select ${conversationColumns('c')},
  coalesce(to_jsonb(k)->>'language', k.attributes->>'language') as language
from conversations c join contacts k on k.workspace_id = c.workspace_id and k.id = c.contact_id
where c.workspace_id = $1 and c.state = 'requesting' and c.offered_to is null
  and (c.team_id = any ($2) or ($3 and c.team_id is null))
  and not (c.nobody_told and (c.team_id = any ($8) or ($9 and c.team_id is null)))
  and ($4::int is null or c.request_rank < $4
    or (c.request_rank = $4 and (c.waiting_since, c.id) > ($5::timestamptz, $6::uuid)))
order by c.request_rank desc, c.waiting_since, c.id
limit $7`

type WaitingRecord = ConversationRecord & { readonly language: string | null }

function named(teams: readonly (TeamId | null)[]): readonly TeamId[] {
  return teams.filter((team): team is TeamId => team !== null)
}

function valuesOf({ workspaceId, teams, untold, after, limit }: WaitingQuery): unknown[] {
  const control = after?.state.control
  const request = control?.state === 'requesting' ? control.request : null
  const rank = request ? priorities.indexOf(request.priority) : null
  return [
    workspaceId,
    named(teams),
    teams.includes(null),
    rank,
    request?.since ?? null,
    after?.state.conversationId ?? null,
    limit,
    named(untold),
    untold.includes(null),
  ]
}

export function createRoutingStore(pool: pg.Pool): RoutingStore {
  const run = queryOn(pool)

  return {
    alone: (workspaceId, work) => whileAlone(pool, 'Routing', `baton routing ${workspaceId}`, work),
    askable: workspaceId => run<Askable>('Reading whom to ask', 'routing-askable', askableSql, [workspaceId]),
    async waiting(query) {
      const rows = await run<WaitingRecord>('Reading who waits', '', waitingSql, valuesOf(query))
      const logRows = (text: string, values: unknown[]) =>
        run<pg.QueryResultRow>('Reading the log', '', text, values) as ReturnType<
          Parameters<typeof currentRecord>[1]
        >
      const records = await Promise.all(rows.map(row => currentRecord(row, logRows)))
      return records.map(record => ({ loaded: loadedFrom(record), language: record.language }))
    },
    offers: workspaceId =>
      run<StandingOffer>(
        'Reading the offers',
        'routing-offers',
        `select workspace_id as "workspaceId", id as "conversationId", offered_to as "agentId" from conversations
         where workspace_id = $1 and offered_to is not null`,
        [workspaceId],
      ),
    async offered(workspaceId, asked) {
      if (asked.length === 0) return
      await run(
        'Noting an offer',
        'routing-offered',
        `update agents a set last_offered_at = x.at
         from (select id, max(at) as at from unnest($2::uuid[], $3::timestamptz[]) as y (id, at) group by id) as x
         where a.workspace_id = $1 and a.id = x.id`,
        [workspaceId, asked.map(({ agentId }) => agentId), asked.map(({ at }) => at)],
      )
    },
    async toRoute() {
      const rows = await run<{ id: WorkspaceId }>(
        'Looking for who waits',
        'routing-workspaces',
        `select w.id from workspaces w
         where exists (select from conversations c where c.workspace_id = w.id and c.state = 'requesting')`,
        [],
      )
      return rows.map(({ id }) => id)
    },
  }
}
