// Briefs by a model: which AI agent writes them, and what it wrote.
import type { Kysely } from 'kysely'
import { sql } from 'kysely'

const closing = `
alter table workspaces add column brief_bot_id uuid;
alter table workspaces add foreign key (id, brief_bot_id) references bots (workspace_id, id) on delete set null (brief_bot_id);
create table briefs (
  workspace_id uuid not null,
  conversation_id uuid not null,
  language text not null,
  seq integer not null,
  lines jsonb not null,
  made_at timestamptz not null,
  primary key (workspace_id, conversation_id, language),
  foreign key (workspace_id, conversation_id) references conversations (workspace_id, id) on delete cascade
);
`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(closing).execute(db)
}
