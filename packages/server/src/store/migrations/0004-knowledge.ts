// What AI agents may read, in pieces that a search can rank.
import type { Kysely } from 'kysely'
import { sql } from 'kysely'

const tables = `
create table knowledge_sources (
  workspace_id uuid not null,
  id uuid not null,
  bot_id uuid not null,
  name text not null,
  kind text not null check (kind in ('text', 'page')),
  url text,
  problem text,
  characters integer not null default 0,
  read_at timestamptz not null default clock_timestamp(),
  created_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id),
  foreign key (workspace_id, bot_id) references bots (workspace_id, id) on delete cascade
);
create index knowledge_sources_by_bot on knowledge_sources (workspace_id, bot_id, created_at);
create table knowledge_pieces (
  workspace_id uuid not null,
  source_id uuid not null,
  n integer not null,
  bot_id uuid not null,
  body text not null,
  words tsvector not null,
  primary key (workspace_id, source_id, n),
  foreign key (workspace_id, source_id) references knowledge_sources (workspace_id, id) on delete cascade
);
create index knowledge_pieces_by_words on knowledge_pieces using gin (words);
create index knowledge_pieces_by_bot on knowledge_pieces (workspace_id, bot_id);
`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(tables).execute(db)
}
