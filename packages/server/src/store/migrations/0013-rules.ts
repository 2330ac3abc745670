// Rules, what conversations told beyond their words, and how often rules fired and models judged.
import type { Kysely } from 'kysely'
import { sql } from 'kysely'

const rules = `
create table rules (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  position integer not null,
  rule jsonb not null,
  version integer not null default 1,
  updated_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id)
);
create table rule_days (
  workspace_id uuid not null,
  rule_id uuid not null,
  day date not null,
  fired integer not null default 0,
  -- Prompts: asked of the model, failed there, and left out for the budget's sake.
  asked integer not null default 0,
  failed integer not null default 0,
  skipped integer not null default 0,
  last_problem text,
  primary key (workspace_id, rule_id, day),
  foreign key (workspace_id, rule_id) references rules (workspace_id, id) on delete cascade
);
create table prompt_days (
  workspace_id uuid not null references workspaces on delete cascade,
  day date not null,
  used integer not null,
  primary key (workspace_id, day)
);
alter table workspaces add column prompts_per_day integer not null default 1000;
`

const conversations = `
-- Only ever read whole.
alter table conversations add column hearing json;
-- In tens: what is calm is not in the index, so that a message that tells nothing changes no index.
alter table conversations add column heat integer not null default 0;
alter table conversations add column heard text[];
create index conversations_by_heat on conversations (workspace_id, heat desc, moved_minute desc) where heat > 0;
`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(rules).execute(db)
  await sql.raw(conversations).execute(db)
}
