// Who a contact is. A conversation repeats its contact's name, address and version, so that lists need no join
// and a server sees under the row's lock that what it holds of it is old.
import type { Kysely } from 'kysely'
import { sql } from 'kysely'

const text = `
alter table workspaces add column statuses jsonb not null default '[]';
alter table contacts
  add column language text,
  add column time_zone text,
  add column version integer not null default 1;
create index contacts_by_email on contacts (workspace_id, lower(email)) where email is not null;
alter table conversations add column contact_version integer not null default 1;
-- With its order, in the place of the one that only finds them.
drop index if exists conversations_by_contact;
create index conversations_by_contact on conversations (workspace_id, contact_id, created_at desc, id desc);
create table contact_ways (
  workspace_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  kind text not null check (kind in ('email', 'phone', 'whatsapp', 'telegram', 'other')),
  -- In the form in which two equal ones are equal: E.164, lower case.
  value text not null,
  label text not null,
  preferred boolean not null default false,
  verified_at timestamptz,
  verified_by jsonb,
  created_by jsonb not null,
  created_at timestamptz not null default clock_timestamp(),
  -- Kept for a while, so that removing one can be taken back with all that is known of it.
  removed_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id) on delete cascade,
  unique (workspace_id, contact_id, kind, value)
);
create index contact_ways_by_value on contact_ways (workspace_id, value);
create unique index contact_ways_preferred on contact_ways (workspace_id, contact_id)
  where preferred and removed_at is null;
`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(text).execute(db)
}
