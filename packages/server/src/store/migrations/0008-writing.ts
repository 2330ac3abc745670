// What helps to write: canned replies, drafts, and which mentions were read. A mention itself is part of its note.
import type { Kysely } from 'kysely'
import { sql } from 'kysely'

const tables = `
create table canned_replies (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  -- Of one agent alone, of one team, or with neither: everybody's.
  owner_id uuid,
  team_id uuid,
  shortcut text not null,
  title text not null,
  body text not null,
  language text,
  version integer not null default 1,
  updated_by uuid not null,
  updated_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id),
  foreign key (workspace_id, owner_id) references agents (workspace_id, id) on delete cascade,
  foreign key (workspace_id, team_id) references teams (workspace_id, id) on delete cascade,
  check (owner_id is null or team_id is null)
);
create unique index canned_replies_by_shortcut on canned_replies
  (workspace_id, shortcut, coalesce(owner_id, team_id, '00000000-0000-0000-0000-000000000000'));
-- One for all drafts, so that the version of a draft that was forgotten is never given again.
create sequence draft_versions;
create table drafts (
  workspace_id uuid not null,
  agent_id uuid not null,
  conversation_id uuid not null,
  kind text not null check (kind in ('reply', 'note', 'guide')),
  body text not null,
  version bigint not null default nextval('draft_versions'),
  device text not null,
  updated_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, agent_id, conversation_id, kind),
  foreign key (workspace_id, conversation_id) references conversations (workspace_id, id) on delete cascade,
  foreign key (workspace_id, agent_id) references agents (workspace_id, id) on delete cascade
);
create index events_mentions on events using gin ((data -> 'mentions')) where type = 'NoteAdded';
create table mention_reads (
  workspace_id uuid not null,
  agent_id uuid not null,
  conversation_id uuid not null,
  seq integer not null,
  primary key (workspace_id, agent_id, conversation_id, seq),
  foreign key (workspace_id, agent_id) references agents (workspace_id, id) on delete cascade
);
`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(tables).execute(db)
}
