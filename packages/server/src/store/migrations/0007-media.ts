// Files: whose they are, what they are, and which conversation they were sent in.
import type { Kysely } from 'kysely'
import { sql } from 'kysely'

const tables = `
create table media (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  conversation_id uuid,
  -- agent:<id> or contact:<id>
  uploaded_by text not null,
  name text not null default '',
  -- By the bytes; null while they are still coming in.
  mime_type text,
  size_bytes bigint not null,
  sha256 bytea,
  width integer,
  height integer,
  created_at timestamptz not null default clock_timestamp(),
  sent_at timestamptz,
  primary key (workspace_id, id),
  unique (id),
  -- The bytes are not here to be deleted with it: the row stays until they are swept.
  foreign key (workspace_id, conversation_id) references conversations (workspace_id, id)
    on delete set null (conversation_id)
);
create index media_by_conversation on media (workspace_id, conversation_id) where conversation_id is not null;
create index media_by_uploader on media (workspace_id, uploaded_by, created_at);
create index media_loose on media (created_at) where conversation_id is null;
`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(tables).execute(db)
}
