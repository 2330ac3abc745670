// Who works here and who is there, in Postgres. Presence is a row under the name of the server that has the
// console: it counts as long as that server's heartbeat does, so that a killed one leaves nobody online.
import type { AgentId, Presence } from '@baton/core'
import type pg from 'pg'
import type { GoneOwner, HeldConversation, TeamStore } from '../app/team-store.ts'
import { nodeGoneMs } from './outbox.ts'
import { sqlState, utc } from './pool.ts'
import type { Query } from './query.ts'
import { queryOn } from './query.ts'

const uniqueViolation = '23505'

/** `alias` is a row of `presence` whose server lives. */
export function isAlive(alias: string): string {
  return `exists (select from nodes n where n.id = ${alias}.node_id
    and n.seen_at > clock_timestamp() - interval '${nodeGoneMs} milliseconds')`
}

// The lock on the admins makes two of them who demote each other at the same time one after the other.
const changeAgentSql = `
with admins as (
  select id from agents where workspace_id = $1 and role = 'admin' and active order by id for update
), found as (
  select id from agents where workspace_id = $1 and id = $2
), allowed as (
  select from found where (coalesce($4, 'admin') = 'admin' and coalesce($5, true))
    or not exists (select from admins where id = $2) or exists (select from admins where id <> $2)
), changed as (
  update agents set name = coalesce($3, name), role = coalesce($4, role), active = coalesce($5, active),
    languages = coalesce($6, languages), skills = coalesce($7, skills), capacity = coalesce($8, capacity)
  where workspace_id = $1 and id = $2 and exists (select from allowed)
  returning id
)
select exists (select from found) as found, exists (select from changed) as changed`

const changeTeamSql = `
with changed as (
  update teams set name = coalesce($3, name), routing = coalesce($5::jsonb, routing)
  where workspace_id = $1 and id = $2 returning id
), gone as (
  delete from team_members m using changed
  where $4::uuid[] is not null and m.workspace_id = $1 and m.team_id = $2 and not m.agent_id = any ($4)
), joined as (
  insert into team_members (workspace_id, team_id, agent_id)
  select $1, changed.id, agent from changed, unnest($4::uuid[]) as agent on conflict do nothing
) select id from changed`

// All that this server knows, whole: what was lost comes back with the next one.
const keepSql = `
with here as (
  select * from unnest($2::uuid[], $3::uuid[], $4::boolean[]) as x (workspace_id, agent_id, awake)
), left_now as (
  delete from presence p
  where (p.node_id = $1 and not exists (
      select from here h where h.workspace_id = p.workspace_id and h.agent_id = p.agent_id))
    or (p.node_id <> $1 and not exists (select from nodes n where n.id = p.node_id))
), there as (
  insert into presence (workspace_id, agent_id, node_id, awake)
  select h.workspace_id, h.agent_id, $1, h.awake from here h
  join agents a on a.workspace_id = h.workspace_id and a.id = h.agent_id
  on conflict (workspace_id, agent_id, node_id) do update set awake = excluded.awake
  where presence.awake <> excluded.awake
)
update agents a set last_seen_at = clock_timestamp()
from (
  -- Whoever is locked is seen by another server at this moment.
  select a.workspace_id, a.id from agents a
  join (select workspace_id, agent_id from here
    union select * from unnest($5::uuid[], $6::uuid[])) as s (workspace_id, agent_id)
    on a.workspace_id = s.workspace_id and a.id = s.agent_id
  for update of a skip locked
) as seen
where a.workspace_id = seen.workspace_id and a.id = seen.id`

const presenceSql = `
select p.agent_id as id, bool_or(p.awake) and not bool_or(a.away) as online
from presence p join agents a on a.workspace_id = p.workspace_id and a.id = p.agent_id and a.active
where p.workspace_id = $1 and ${isAlive('p')}
group by p.agent_id`

const heldColumns = `c.workspace_id as "workspaceId", c.id as "conversationId", c.owner_id as "ownerId", c.epoch`

// Nobody is gone for longer than the servers have been there to see them. A few seconds are between two signs of life:
// whoever has a console open anywhere is not gone, whatever was written last.
const goneSql = `
with up as (
  select min(started_at) as since from nodes where seen_at > clock_timestamp() - interval '${nodeGoneMs} milliseconds'
), gone as (
  select a.workspace_id, a.id, a.active, greatest(a.last_seen_at, a.created_at, up.since) as since,
    case when w.presence ? 'ownerGoneMs' then (w.presence->>'ownerGoneMs')::bigint else $2::bigint end as limit_ms
  from agents a join workspaces w on w.id = a.workspace_id cross join up
  where (not a.active or not exists (
      select from presence p where p.workspace_id = a.workspace_id and p.agent_id = a.id and ${isAlive('p')}))
    and exists (select from conversations h where h.workspace_id = a.workspace_id and h.owner_id = a.id)
)
select ${heldColumns}, g.active, ${utc('g.since')} as "goneSince", coalesce(g.limit_ms, 0)::int as "limitMs"
from gone g join conversations c on c.workspace_id = g.workspace_id and c.owner_id = g.id
where not g.active
  or (g.limit_ms is not null and g.since < clock_timestamp() - g.limit_ms * interval '1 millisecond'
    and c.last_message->>'from' <> 'agent')
order by g.since, c.id
limit $1`

function settingsOf(run: Query): Pick<TeamStore, 'changeAgent' | 'changeTeam' | 'setRouting' | 'setAway'> {
  return {
    async changeAgent({ workspaceId, agentId }, { name, role, active, languages, skills, capacity }) {
      const rows = await run<{ found: boolean; changed: boolean }>('Changing an agent', '', changeAgentSql, [
        workspaceId,
        agentId,
        name,
        role,
        active,
        languages,
        skills,
        capacity,
      ])
      if (!rows[0]?.found) return 'missing'
      return rows[0].changed ? 'changed' : 'last_admin'
    },
    async changeTeam(workspaceId, teamId, { name, members, routing }) {
      try {
        const values = [workspaceId, teamId, name, members, routing && JSON.stringify(routing)]
        const rows = await run('Changing a team', '', changeTeamSql, values)
        return rows.length > 0 ? 'changed' : 'missing'
      } catch (fault) {
        if (fault instanceof Error && sqlState(fault.cause) === uniqueViolation) return 'name_taken'
        throw fault
      }
    },
    async setRouting(workspaceId, routing, presence) {
      const text = 'update workspaces set routing = $2, presence = $3 where id = $1'
      await run('Changing the routing', '', text, [
        workspaceId,
        JSON.stringify(routing),
        JSON.stringify(presence),
      ])
    },
    async setAway({ workspaceId, agentId }, away) {
      const text = 'update agents set away = $3 where workspace_id = $1 and id = $2'
      await run('Changing the presence', '', text, [workspaceId, agentId, away])
    },
  }
}

/** `ownerGoneMs`: where a workspace has not set it. */
export function createTeamStore(pool: pg.Pool, nodeId: string, ownerGoneMs: number | null): TeamStore {
  const run = queryOn(pool)
  return {
    ...settingsOf(run),
    async keepPresence(present, seen) {
      await run('Saying who is here', 'presence-keep', keepSql, [
        nodeId,
        present.map(one => one.workspaceId),
        present.map(one => one.agentId),
        present.map(one => one.awake),
        seen.map(one => one.workspaceId),
        seen.map(one => one.agentId),
      ])
    },
    async presenceOf(workspaceId) {
      const rows = await run<{ id: AgentId; online: boolean }>(
        'Reading who is here',
        'presence-read',
        presenceSql,
        [workspaceId],
      )
      return new Map(rows.map(({ id, online }): [AgentId, Presence] => [id, online ? 'online' : 'away']))
    },
    heldBy: ({ workspaceId, agentId }) =>
      run<HeldConversation>(
        'Reading what an agent holds',
        '',
        `select ${heldColumns} from conversations c where c.workspace_id = $1 and c.owner_id = $2`,
        [workspaceId, agentId],
      ),
    goneOwners: limit =>
      run<GoneOwner>('Looking for owners who are gone', 'owners-gone', goneSql, [limit, ownerGoneMs]),
  }
}
