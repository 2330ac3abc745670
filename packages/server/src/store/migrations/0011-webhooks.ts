// Webhooks: whom to tell, and what was told. What a flight owes them is a row of the outbox, written with the events.
import type { Kysely } from 'kysely'
import { sql } from 'kysely'

const tables = `
alter table outbox drop constraint outbox_lane_check;
alter table outbox add constraint outbox_lane_check check (lane in ('bot', 'timer', 'deliver', 'bot_news', 'webhook'));
create index outbox_webhooks on outbox (due_at) where lane = 'webhook';
create table webhooks (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  url text not null,
  description text not null,
  -- Null: all.
  events text[],
  active boolean not null,
  -- Why Baton switched it off; null: it did not.
  disabled_because text check (disabled_because in ('gone', 'failing')),
  failing_since timestamptz,
  delivered_at timestamptz,
  -- Sealed.
  secret text not null,
  old_secret text,
  old_secret_until timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id),
  unique (id)
);
create table webhook_deliveries (
  workspace_id uuid not null,
  webhook_id uuid not null,
  -- The webhook-id: the same over all attempts.
  id uuid not null,
  -- The order of the log.
  n bigint generated always as identity,
  type text not null,
  -- Of the event that is told. The body is made of the event when it is sent, so that what is erased
  -- there is erased here. No foreign key: its check would lock the conversation out of its flights.
  conversation_id uuid,
  seq integer,
  -- Of what is no event of a conversation.
  data jsonb,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
  -- In the schedule; a replay begins anew.
  tries integer not null default 0,
  due_at timestamptz not null default clock_timestamp(),
  -- The server that tells it now; free when null or when that server's heartbeat stopped.
  leased_by uuid,
  attempts jsonb not null default '[]',
  created_at timestamptz not null default clock_timestamp(),
  primary key (webhook_id, id),
  foreign key (workspace_id, webhook_id) references webhooks (workspace_id, id) on delete cascade
);
create unique index webhook_deliveries_once on webhook_deliveries (webhook_id, conversation_id, seq)
  where conversation_id is not null;
create index webhook_deliveries_due on webhook_deliveries (webhook_id, due_at) where state = 'waiting';
create index webhook_deliveries_first on webhook_deliveries (webhook_id, conversation_id, seq)
  where state = 'waiting' and tries = 0;
create index webhook_deliveries_log on webhook_deliveries (webhook_id, n);
create index webhook_deliveries_age on webhook_deliveries (created_at);
`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(tables).execute(db)
}
