// Bots are built in a draft and published as versions; a conversation under way keeps the version it began with.
import type { Kysely } from 'kysely'
import { sql } from 'kysely'

const changes = `
alter table bots add column version integer not null default 1 check (version > 0);
-- What is being built; \`settings\` is what was published last and is in force.
alter table bots add column draft jsonb;
update bots set draft = settings;
alter table bots alter column draft set not null;
-- Grows with every change of the draft.
alter table bots add column revision integer not null default 1;
alter table bots add column drafted_by uuid;
create table bot_versions (
  workspace_id uuid not null,
  bot_id uuid not null,
  version integer not null check (version > 0),
  settings jsonb not null,
  note text not null default '',
  published_by uuid,
  published_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, bot_id, version),
  foreign key (workspace_id, bot_id) references bots (workspace_id, id) on delete cascade,
  foreign key (workspace_id, published_by) references agents (workspace_id, id)
);
insert into bot_versions (workspace_id, bot_id, version, settings, published_at)
  select workspace_id, id, 1, settings, created_at from bots;
create table bot_shares (
  workspace_id uuid not null,
  bot_id uuid not null,
  team_id uuid not null,
  may text not null check (may in ('use', 'edit', 'publish')),
  primary key (workspace_id, bot_id, team_id),
  foreign key (workspace_id, bot_id) references bots (workspace_id, id) on delete cascade,
  foreign key (workspace_id, team_id) references teams (workspace_id, id) on delete cascade
);
`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(changes).execute(db)
}
