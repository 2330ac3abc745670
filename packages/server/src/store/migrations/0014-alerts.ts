// Alerts: channels, ladders, what is owed and to whom, each attempt, browsers that listen, and clicks that were seen.
import type { Kysely } from 'kysely'
import { sql } from 'kysely'

const tables = `
alter table outbox drop constraint outbox_lane_check;
alter table outbox add constraint outbox_lane_check
  check (lane in ('bot', 'timer', 'deliver', 'bot_news', 'media', 'webhook', 'alert'));
create index outbox_alerts on outbox (due_at) where lane = 'alert';

alter table workspaces add column alert_ladders jsonb not null default '[]';
-- VAPID: the public key as browsers take it, the private one sealed.
alter table workspaces add column push_public text;
alter table workspaces add column push_private text;

create table alert_channels (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  kind text not null check (kind in ('slack', 'email', 'webhook', 'push')),
  name text not null,
  active boolean not null default true,
  settings jsonb not null,
  problem text,
  failing_since timestamptz,
  delivered_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id),
  unique (id)
);

create table alerts (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  -- The order in which they became owed.
  n bigint generated always as identity,
  -- Null: a test.
  conversation_id uuid,
  key text not null,
  -- Of the event that owes it.
  seq integer not null,
  -- How often it was owed anew under this key.
  round integer not null default 1,
  rule_id text,
  reason text not null,
  state text not null default 'open' check (state in
    ('open', 'acknowledged', 'taken', 'dismissed', 'resolved', 'withdrawn', 'superseded', 'test')),
  closed_by text,
  raised_at timestamptz not null default clock_timestamp(),
  closed_at timestamptz,
  -- Steps of the ladder that were taken, when the last was, and when to look again.
  step integer not null default 0,
  stepped_at timestamptz not null default clock_timestamp(),
  next_at timestamptz default clock_timestamp(),
  primary key (workspace_id, id),
  unique (id),
  -- No foreign key: its check would lock the conversation, and flights pass over what is locked.
  unique (workspace_id, conversation_id, key)
);
create index alerts_by_order on alerts (workspace_id, n desc);
create index alerts_to_climb on alerts (next_at) where state = 'open' and next_at is not null;

create table alert_deliveries (
  workspace_id uuid not null,
  id uuid not null,
  n bigint generated always as identity,
  alert_id uuid not null,
  channel_id uuid not null,
  round integer not null,
  step integer not null,
  -- The agent whom it is for; null: everybody who reads the channel.
  agent_id uuid,
  -- An email address, or a browser that listens; empty: the channel itself.
  target text not null,
  -- 'open': the alert itself; otherwise the state that it tells of.
  says text not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed', 'skipped')),
  due_at timestamptz not null default clock_timestamp(),
  leased_by uuid,
  tries integer not null default 0,
  -- Handed over once, and nobody wrote down what came of it.
  begun boolean not null default false,
  attempts jsonb not null default '[]',
  -- What the channel calls its message; by it the message is changed later.
  external_id text,
  -- When the link in it was used; it is good once.
  used_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id),
  unique (id),
  -- AL2: the same is said once to each.
  unique (alert_id, round, channel_id, target, says),
  foreign key (workspace_id, alert_id) references alerts (workspace_id, id) on delete cascade,
  foreign key (workspace_id, channel_id) references alert_channels (workspace_id, id) on delete cascade
);
create index alert_deliveries_due on alert_deliveries (channel_id, due_at) where state = 'waiting';

create table push_subscriptions (
  workspace_id uuid not null,
  id uuid not null,
  agent_id uuid not null,
  endpoint text not null,
  p256dh text not null,
  auth text not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id),
  unique (workspace_id, endpoint),
  foreign key (workspace_id, agent_id) references agents (workspace_id, id) on delete cascade
);

-- Clicks by the digest of their signature: each counts once.
create table alert_clicks (
  workspace_id uuid not null,
  channel_id uuid not null,
  digest bytea not null,
  at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, channel_id, digest),
  foreign key (workspace_id, channel_id) references alert_channels (workspace_id, id) on delete cascade
);
`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(tables).execute(db)
}
