// Channels besides the web: who is at which address, what went out and how far, templates, and talks that are begun.
import type { Kysely } from 'kysely'
import { sql } from 'kysely'

const tables = `
alter table outbox drop constraint outbox_lane_check;
alter table outbox add constraint outbox_lane_check
  check (lane in ('bot', 'timer', 'deliver', 'bot_news', 'media', 'webhook'));

-- Where a customer is on a channel. Several addresses can lead to one conversation; one of them is written to.
create table channel_addresses (
  workspace_id uuid not null,
  channel_id uuid not null,
  address text not null,
  contact_id uuid not null,
  conversation_id uuid not null,
  -- The one to write to is the latest that the channel gave as such.
  main boolean not null,
  -- What the kind wants to know when it writes back (a mail's subject and references).
  thread text,
  created_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, channel_id, address),
  foreign key (workspace_id, channel_id) references channels (workspace_id, id) on delete cascade,
  foreign key (workspace_id, conversation_id) references conversations (workspace_id, id) on delete cascade
);
create index channel_addresses_by_conversation on channel_addresses (workspace_id, conversation_id);

-- One row a message that goes out by a channel.
create table deliveries (
  workspace_id uuid not null,
  conversation_id uuid not null,
  message_seq integer not null,
  message_id uuid not null,
  channel_id uuid not null,
  attempts integer not null default 0,
  -- Calls of this message that the channel has accepted.
  steps_done integer not null default 0,
  claimed_at timestamptz,
  primary key (workspace_id, conversation_id, message_seq),
  foreign key (workspace_id, conversation_id) references conversations (workspace_id, id) on delete cascade
);
create index deliveries_by_message on deliveries (workspace_id, message_id);
-- What did not go is read from the log itself.
create index events_that_did_not_go on events (workspace_id, at desc, conversation_id, seq)
  where type = 'DeliveryChanged' and data->>'status' in ('failed', 'unknown');

-- The channel's ids of messages that went out; those that came in are their clientId in the log.
create table channel_messages (
  workspace_id uuid not null,
  channel_id uuid not null,
  external_id text not null,
  conversation_id uuid not null,
  message_seq integer not null,
  primary key (workspace_id, channel_id, external_id),
  foreign key (workspace_id, conversation_id) references conversations (workspace_id, id) on delete cascade
);
create index channel_messages_by_message on channel_messages (workspace_id, conversation_id, message_seq);

-- What a channel said and nobody could show, as it was said.
create table channel_raw (
  workspace_id uuid not null,
  channel_id uuid not null,
  id uuid not null,
  code text not null,
  raw jsonb not null,
  at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id),
  foreign key (workspace_id, channel_id) references channels (workspace_id, id) on delete cascade
);
create index channel_raw_by_time on channel_raw (workspace_id, channel_id, at desc);

-- What refers to a message that has not come yet: channels deliver in any order.
create table channel_awaiting (
  workspace_id uuid not null,
  channel_id uuid not null,
  id uuid not null,
  external_id text not null,
  item jsonb not null,
  at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id),
  foreign key (workspace_id, channel_id) references channels (workspace_id, id) on delete cascade
);
create index channel_awaiting_by_message on channel_awaiting (workspace_id, channel_id, external_id);

create table channel_templates (
  workspace_id uuid not null,
  channel_id uuid not null,
  name text not null,
  locale text not null,
  template jsonb not null,
  synced_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, channel_id, name, locale),
  foreign key (workspace_id, channel_id) references channels (workspace_id, id) on delete cascade
);

-- How it stands with each channel: what is wrong, and how far a mailbox was read.
create table channel_states (
  workspace_id uuid not null,
  channel_id uuid not null,
  problem text,
  reason text,
  since timestamptz,
  templates_synced_at timestamptz,
  cursor text,
  primary key (workspace_id, channel_id),
  foreign key (workspace_id, channel_id) references channels (workspace_id, id) on delete cascade
);

create table outreach (
  workspace_id uuid not null,
  id uuid not null,
  channel_id uuid not null,
  name text not null,
  template jsonb not null,
  bot_id uuid,
  created_by jsonb not null,
  created_at timestamptz not null default clock_timestamp(),
  starts_at timestamptz not null,
  per_minute integer not null,
  cancelled_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, channel_id) references channels (workspace_id, id) on delete cascade
);
create table outreach_recipients (
  workspace_id uuid not null,
  outreach_id uuid not null,
  n integer not null,
  address text not null,
  name text,
  variables jsonb not null,
  state text not null check (state in ('waiting', 'sent', 'delivered', 'read', 'replied', 'failed', 'skipped')),
  problem text,
  conversation_id uuid,
  message_seq integer,
  -- How far the conversation's log was read for what came of it.
  checked_seq integer not null default 0,
  due_at timestamptz not null,
  primary key (workspace_id, outreach_id, n),
  foreign key (workspace_id, outreach_id) references outreach (workspace_id, id) on delete cascade
);
create index outreach_due on outreach_recipients (due_at) where state = 'waiting' and message_seq is null;
create index outreach_under_way on outreach_recipients (due_at)
  where message_seq is not null and state in ('waiting', 'sent', 'delivered', 'read', 'failed');
create index outreach_by_conversation on outreach_recipients (workspace_id, conversation_id)
  where conversation_id is not null;
`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(tables).execute(db)
}
