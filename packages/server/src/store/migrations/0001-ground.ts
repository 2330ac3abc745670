// The ground: workspaces and what belongs to them. Every row names its workspace, and every key that another
// table points at begins with it, so that a reference cannot cross workspaces.
import type { Kysely } from 'kysely'
import { sql } from 'kysely'

const workspaces = `
create table workspaces (
  id uuid primary key,
  name text not null,
  completion jsonb not null,
  created_at timestamptz not null default clock_timestamp()
);
create table agents (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  sign_in_id text,
  name text not null,
  email text not null,
  role text not null check (role in ('admin', 'lead', 'agent')),
  active boolean not null default true,
  created_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id),
  unique (id),
  unique (workspace_id, email)
);
create unique index agents_by_sign_in on agents (sign_in_id) where sign_in_id is not null;
create table api_keys (
  workspace_id uuid not null,
  id uuid primary key,
  agent_id uuid not null,
  name text not null,
  -- SHA-256 of the key; the key itself is shown once and never kept.
  digest bytea not null unique,
  created_at timestamptz not null default clock_timestamp(),
  foreign key (workspace_id, agent_id) references agents (workspace_id, id) on delete cascade
);
create table teams (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  name text not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id),
  unique (workspace_id, name)
);
create table team_members (
  workspace_id uuid not null,
  team_id uuid not null,
  agent_id uuid not null,
  primary key (workspace_id, team_id, agent_id),
  foreign key (workspace_id, team_id) references teams (workspace_id, id) on delete cascade,
  foreign key (workspace_id, agent_id) references agents (workspace_id, id) on delete cascade
);
create table bots (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  name text not null,
  kind text not null,
  settings jsonb not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id)
);
create table channels (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  name text not null,
  kind text not null,
  bot_id uuid,
  while_requesting text not null,
  settings jsonb not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id),
  unique (id),
  foreign key (workspace_id, bot_id) references bots (workspace_id, id)
);
create table contacts (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  name text not null,
  email text,
  attributes jsonb not null default '{}',
  created_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id)
);
`

const log = `
create table conversations (
  workspace_id uuid not null,
  id uuid not null,
  channel_id uuid not null,
  contact_id uuid not null,
  contact_name text not null,
  contact_email text,
  -- The bot at the beginning: with it and the log, the snapshot can be folded anew.
  first_bot_id uuid,
  seq integer not null default 0,
  epoch integer not null default 0,
  state text not null check (state in ('active', 'requesting', 'intervened')),
  owner_id uuid,
  team_id uuid,
  waiting_since timestamptz,
  -- Only ever read whole: text that is known to be JSON is cheaper than jsonb.
  snapshot json not null,
  snapshot_version integer not null,
  last_message jsonb,
  moved_at timestamptz not null default clock_timestamp(),
  -- Minutes since 1970 of moved_at. The lists' indexes hold this and not the moment itself, so that most messages
  -- change no indexed column and their update stays within the page (HOT).
  moved_minute integer not null default floor(extract(epoch from clock_timestamp()) / 60),
  created_at timestamptz not null default clock_timestamp(),
  primary key (workspace_id, id),
  foreign key (workspace_id, channel_id) references channels (workspace_id, id),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id),
  check ((state = 'intervened') = (owner_id is not null)),
  check ((state = 'requesting') = (waiting_since is not null))
) with (fillfactor = 70);
create index conversations_by_state on conversations (workspace_id, state, moved_minute desc);
create index conversations_by_move on conversations (workspace_id, moved_minute desc);
create index conversations_waiting on conversations (workspace_id, waiting_since, id) where state = 'requesting';
create index conversations_held on conversations (workspace_id, owner_id) where owner_id is not null;
create table events (
  workspace_id uuid not null,
  conversation_id uuid not null,
  seq integer not null check (seq > 0),
  epoch integer not null,
  type text not null,
  at timestamptz not null,
  actor jsonb not null,
  data jsonb not null,
  -- Whose clientId this message came under (DL3).
  send_key text,
  -- No foreign key: events are only ever written under their conversation's lock, and the check would cost a
  -- third of the write.
  primary key (workspace_id, conversation_id, seq)
);
create unique index events_by_send_key on events (workspace_id, conversation_id, send_key) where send_key is not null;
create table outbox (
  workspace_id uuid not null,
  conversation_id uuid not null,
  lane text not null check (lane in ('bot', 'timer', 'deliver')),
  key text not null,
  due_at timestamptz not null,
  -- The server that does it; free when null or when that server's heartbeat stopped.
  leased_by uuid,
  payload jsonb not null,
  attempts integer not null default 0,
  primary key (workspace_id, conversation_id, lane, key)
) with (autovacuum_vacuum_scale_factor = 0.05);
create index outbox_due on outbox (due_at);
create table nodes (
  id uuid primary key,
  name text not null,
  started_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp()
);
`

// A person signs in before any workspace is known, so these rows belong to none (decision 0001). The shape is
// the one that the sign-in library asks for.
const signIn = `
create schema auth;
create table auth."user" (
  "id" text primary key, "name" text not null, "email" text not null unique, "emailVerified" boolean not null,
  "image" text, "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null default current_timestamp
);
create table auth."session" (
  "id" text primary key, "expiresAt" timestamptz not null, "token" text not null unique,
  "createdAt" timestamptz not null default current_timestamp, "updatedAt" timestamptz not null,
  "ipAddress" text, "userAgent" text, "userId" text not null references auth."user" ("id") on delete cascade
);
create index on auth."session" ("userId");
create table auth."account" (
  "id" text primary key, "accountId" text not null, "providerId" text not null,
  "userId" text not null references auth."user" ("id") on delete cascade, "accessToken" text, "refreshToken" text,
  "idToken" text, "accessTokenExpiresAt" timestamptz, "refreshTokenExpiresAt" timestamptz, "scope" text,
  "password" text, "createdAt" timestamptz not null default current_timestamp, "updatedAt" timestamptz not null
);
create index on auth."account" ("userId");
create table auth."verification" (
  "id" text primary key, "identifier" text not null, "value" text not null, "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default current_timestamp, "updatedAt" timestamptz not null default current_timestamp
);
create index on auth."verification" ("identifier");
`

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const part of [workspaces, log, signIn]) await sql.raw(part).execute(db)
}
