// What filters and searches look in (decision 0013), and saved views.
import type { ConversationEvent } from '@baton/core'
import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import { vectorOf } from '../words.ts'

const columns = `
alter table conversations add column facets text[] not null default '{}';
update conversations c set facets =
  array(select 'tag:' || tag from json_array_elements_text(snapshot->'tags') as tags (tag)) || array_remove(array[
    'status:' || (snapshot->>'status'), 'priority:' || coalesce(
      case state when 'requesting' then snapshot->'control'->'request'->>'priority' end, snapshot->>'priority', 'low'),
    'topic:' || (select e.data->>'topic' from events e where e.workspace_id = c.workspace_id
      and e.conversation_id = c.id and e.type = 'Resolved' order by e.seq desc limit 1),
    'team:' || team_id, 'channel:' || channel_id, 'bot:' || (snapshot->>'botId')], null);
-- In which nobody has said anything: it has not moved.
update conversations set moved_minute = 0 where seq = 0;
-- Null for what has no words.
alter table events add column words tsvector;
alter table contacts add column words tsvector not null generated always as (to_tsvector('simple'::regconfig,
  lower(regexp_replace(regexp_replace(normalize(name || ' ' || coalesce(email, ''), NFKD),
    '[\\u0300-\\u036f]+', '', 'g'), '[!-/:-@\\[-\`{-~]+', ' ', 'g')))) stored;
create table views (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  -- Whose it is; null: shared with the workspace.
  agent_id uuid,
  name text not null,
  filter jsonb not null,
  position integer not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id),
  foreign key (workspace_id, agent_id) references agents (workspace_id, id) on delete cascade
);
`

// New words wait in a list, which the server empties every other second: a message never waits for the index. The
// limit, in kB, is for a server that hangs.
const indexes = `
create index conversations_by_facet on conversations using gin (facets) with (gin_pending_list_limit = 32768);
create index if not exists conversations_by_contact on conversations (workspace_id, contact_id);
create index events_by_words on events using gin (words) with (gin_pending_list_limit = 65536)
  where words is not null;
create index contacts_by_words on contacts using gin (words);
`

const batch = 5_000

interface Row {
  readonly workspace_id: string
  readonly conversation_id: string
  readonly event: ConversationEvent
}

/** The words of messages that an earlier Baton stored. */
async function findWords(db: Kysely<unknown>): Promise<void> {
  await sql`declare old_messages cursor for select workspace_id, conversation_id,
    jsonb_build_object('seq', seq, 'type', type, 'data', data,
      'at', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) as event
    from events where type in ('MessageReceived', 'MessageSent', 'NoteAdded')`.execute(db)
  for (;;) {
    const { rows } = await sql.raw<Row>(`fetch ${batch} from old_messages`).execute(db)
    if (rows.length === 0) break
    const ids = [rows.map(row => row.workspace_id), rows.map(row => row.conversation_id)]
    const seqs = rows.map(row => row.event.seq)
    const words = rows.map(row => vectorOf(row.workspace_id, row.event))
    await sql`update events e set words = x.words::tsvector
      from unnest(${ids[0]}::uuid[], ${ids[1]}::uuid[], ${seqs}::int[], ${words}::text[]) as x (w, c, s, words)
      where e.workspace_id = x.w and e.conversation_id = x.c and e.seq = x.s`.execute(db)
  }
  await sql`close old_messages`.execute(db)
}

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(columns).execute(db)
  await findWords(db)
  await sql.raw(indexes).execute(db)
}
