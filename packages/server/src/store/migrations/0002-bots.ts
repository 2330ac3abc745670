// Bots of every kind: what they are told besides their turns, and the questions that they ask the team.
import type { Kysely } from 'kysely'
import { sql } from 'kysely'

const changes = `
alter table outbox drop constraint outbox_lane_check;
alter table outbox add constraint outbox_lane_check check (lane in ('bot', 'timer', 'deliver', 'bot_news'));
-- Since when the bot's question to the team is open; null while there is none.
alter table conversations add column question_since timestamptz;
create index conversations_asking on conversations (workspace_id, question_since) where question_since is not null;
`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(changes).execute(db)
}
