// Who can be asked, who is there, and which conversation is offered to whom.
import type { Kysely } from 'kysely'
import { sql } from 'kysely'

const changes = `
alter table workspaces add column routing jsonb not null default '{}';
alter table workspaces add column presence jsonb not null default '{}';
alter table teams add column routing jsonb not null default '{}';
alter table agents add column languages text[] not null default '{}';
alter table agents add column skills text[] not null default '{}';
-- Conversations that routing gives at once, at the most.
alter table agents add column capacity integer not null default 5 check (capacity >= 0);
-- They said so themselves, until they say otherwise.
alter table agents add column away boolean not null default false;
-- By a console or the API; a few seconds late. Who is gone for too long loses what waits (OW5).
alter table agents add column last_seen_at timestamptz;
-- Whose turn it is: the one asked longest ago.
alter table agents add column last_offered_at timestamptz;
-- Consoles that are open, by the server that has them: true as long as that server's heartbeat is.
create table presence (
  workspace_id uuid not null,
  agent_id uuid not null,
  node_id uuid not null,
  -- Somebody sits before one of them.
  awake boolean not null,
  primary key (workspace_id, agent_id, node_id),
  foreign key (workspace_id, agent_id) references agents (workspace_id, id) on delete cascade
);
create index presence_by_node on presence (node_id);
alter table conversations add column offered_to uuid;
-- RT3: the customer was told in this episode that nobody is there.
alter table conversations add column nobody_told boolean not null default false;
-- How urgent the request is, 0 to 3; null while nobody is wanted.
alter table conversations add column request_rank integer;
update conversations set request_rank =
  coalesce(array_position(array['low', 'normal', 'high', 'urgent'], snapshot->'control'->'request'->>'priority') - 1, 1)
where state = 'requesting';
create index conversations_offered on conversations (workspace_id, offered_to) where offered_to is not null;
create index conversations_to_route on conversations (workspace_id, request_rank desc, waiting_since, id)
  where state = 'requesting';
`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(changes).execute(db)
}
