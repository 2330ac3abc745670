// Runs of the rule lab: how far each is, and what came of it, for a day.
import type { Kysely } from 'kysely'
import { sql } from 'kysely'

const tables = `
create table rule_lab_runs (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  state text not null check (state in ('running', 'done', 'cancelled', 'failed')),
  done integer not null default 0,
  total integer not null default 0,
  problem text,
  -- Only ever read whole.
  sides json not null default '[]',
  started_at timestamptz not null default clock_timestamp(),
  -- Whoever runs it says so again and again; a run of which nobody says so has ended with its server.
  beat_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id)
);
create unique index rule_lab_one_at_a_time on rule_lab_runs (workspace_id) where state = 'running';
`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(tables).execute(db)
}
