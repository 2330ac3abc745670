// What went out by a channel, under which of its ids, and what did not.
import type pg from 'pg'
import type { ChannelStore, DeliveryState, Known, NotGone } from '../app/channel-store.ts'
import { utc } from './pool.ts'
import type { Query } from './query.ts'
import { queryOn } from './query.ts'

export type Deliveries = Pick<
  ChannelStore,
  | 'known'
  | 'said'
  | 'externalIdOf'
  | 'lastInbound'
  | 'ours'
  | 'inLine'
  | 'delivery'
  | 'claimed'
  | 'inFlight'
  | 'released'
  | 'stepDone'
  | 'beginAgain'
  | 'notGone'
  | 'settledMedia'
>

const stateColumns = `channel_id as "channelId", conversation_id as "conversationId", message_seq as "messageSeq",
  steps_done as "stepsDone", attempts, ${utc('claimed_at')} as "claimedAt"`

interface NotGoneRecord extends Omit<NotGone, 'attempts'> {
  readonly eventSeq: number
  readonly attempts: number | null
}

// The last word on a message counts: one that went after all, or waits again, is not listed.
const notGoneSql = `
select e.conversation_id as "conversationId", c.contact_name as "contactName", c.channel_id as "channelId",
  (e.data->>'messageSeq')::int as "messageSeq", m.data->>'from' as "from", e.data->>'status' as status,
  e.data->>'problem' as problem, e.data->>'reason' as reason, d.attempts, ${utc('e.at')} as at,
  e.seq as "eventSeq"
from events e
join conversations c on c.workspace_id = e.workspace_id and c.id = e.conversation_id
join events m on m.workspace_id = e.workspace_id and m.conversation_id = e.conversation_id
  and m.seq = (e.data->>'messageSeq')::int
left join deliveries d on d.workspace_id = e.workspace_id and d.conversation_id = e.conversation_id
  and d.message_seq = m.seq
where e.workspace_id = $1 and e.type = 'DeliveryChanged' and e.data->>'status' in ('failed', 'unknown')
  and ($2::uuid is null or c.channel_id = $2)
  and ($3::timestamptz is null or (e.at, e.conversation_id, e.seq) < ($3, $4::uuid, $5::int))
  and not exists (select from events l
    where l.workspace_id = e.workspace_id and l.conversation_id = e.conversation_id and l.seq > e.seq
      and l.type in ('DeliveryChanged', 'DeliveryDeferred', 'DeliveryRetried', 'MessageWithheld')
      and l.data->>'messageSeq' = e.data->>'messageSeq')
order by e.at desc, e.conversation_id desc, e.seq desc
limit $6`

function afterOf(after: string | null): readonly [string | null, string | null, number | null] {
  const [at, id, seq] = after?.split(' ') ?? []
  return at && id && seq && /^\d+$/.test(seq) ? [at, id, Number(seq)] : [null, null, null]
}

/** From the channel's ids to ours, and back. */
function lookups(
  run: Query,
): Pick<Deliveries, 'known' | 'said' | 'externalIdOf' | 'lastInbound' | 'ours' | 'settledMedia'> {
  return {
    known: ({ workspaceId, channelId }, externalIds) =>
      run<Known>(
        'Looking for messages by the channel’s ids',
        'channel-known',
        `select external_id as "externalId", conversation_id as "conversationId", message_seq as seq
           from channel_messages where workspace_id = $1 and channel_id = $2 and external_id = any ($3)`,
        [workspaceId, channelId, [...externalIds]],
      ),
    said: ({ workspaceId, conversationId }, sendKeys) =>
      run<{ sendKey: string; seq: number }>(
        'Looking for what somebody said',
        'channel-said',
        `select send_key as "sendKey", seq from events
         where workspace_id = $1 and conversation_id = $2 and send_key = any ($3)`,
        [workspaceId, conversationId, [...sendKeys]],
      ),
    async externalIdOf({ workspaceId, conversationId }, { channelId }, seq) {
      const rows = await run<{ id: string | null }>(
        'Looking for the channel’s id of a message',
        'channel-external-id',
        `select min(external_id) as id from channel_messages
         where workspace_id = $1 and channel_id = $2 and conversation_id = $3 and message_seq = $4`,
        [workspaceId, channelId, conversationId, seq],
      )
      return rows[0]?.id ?? null
    },
    async lastInbound({ workspaceId, conversationId }) {
      const rows = await run<{ id: string | null }>(
        'Looking for what the customer said last',
        'channel-last-inbound',
        `select data->>'clientId' as id from events
         where workspace_id = $1 and conversation_id = $2 and type = 'MessageReceived' order by seq desc limit 1`,
        [workspaceId, conversationId],
      )
      return rows[0]?.id ?? null
    },
    async ours(workspaceId, messageId) {
      const rows = await run<DeliveryState>(
        'Looking for a message that went out',
        'delivery-by-message',
        `select ${stateColumns} from deliveries where workspace_id = $1 and message_id = $2`,
        [workspaceId, messageId],
      )
      return rows[0] ?? null
    },
    async settledMedia({ workspaceId, conversationId }, messageSeq) {
      const rows = await run<{ id: string }>(
        'Looking which files came',
        'media-settled',
        `select data->>'mediaId' as id from events where workspace_id = $1 and conversation_id = $2 and seq > $3
           and type = 'MediaSettled' and (data->>'messageSeq')::int = $3`,
        [workspaceId, conversationId, messageSeq],
      )
      return new Set(rows.map(row => row.id))
    },
  }
}

/** How far a message of ours got. */
function progress(
  run: Query,
): Pick<Deliveries, 'inLine' | 'delivery' | 'claimed' | 'released' | 'stepDone' | 'beginAgain'> {
  return {
    async inLine({ workspaceId, conversationId }, messageSeq) {
      const rows = await run<{ behindMs: number | null; epoch: number }>(
        'Looking for what goes before',
        'delivery-earlier',
        // Only the keys of this lane are numbers, and a filter may be looked at in any order.
        `select c.epoch, (select (extract(epoch from o.due_at - clock_timestamp()) * 1000)::float8 from (
             select due_at, case when lane = 'deliver' then key::int end as seq from outbox
             where workspace_id = $1 and conversation_id = $2 and lane = 'deliver') o
           where o.seq < $3 order by o.seq limit 1) as "behindMs"
         from conversations c where c.workspace_id = $1 and c.id = $2`,
        [workspaceId, conversationId, messageSeq],
      )
      return rows[0] ?? { behindMs: null, epoch: -1 }
    },
    async delivery({ workspaceId, conversationId }, messageSeq) {
      const rows = await run<DeliveryState>(
        'Reading a delivery',
        'delivery-read',
        `select ${stateColumns} from deliveries where workspace_id = $1 and conversation_id = $2 and message_seq = $3`,
        [workspaceId, conversationId, messageSeq],
      )
      return rows[0] ?? null
    },
    async claimed({ workspaceId, conversationId }, channelId, messageSeq, messageId) {
      const rows = await run<DeliveryState>(
        'Noting a delivery',
        'delivery-claimed',
        `insert into deliveries as d (workspace_id, conversation_id, message_seq, message_id, channel_id, attempts, claimed_at)
         values ($1, $2, $3, $4, $5, 1, clock_timestamp())
         on conflict (workspace_id, conversation_id, message_seq)
         do update set attempts = d.attempts + 1, claimed_at = clock_timestamp()
         returning ${stateColumns}`,
        [workspaceId, conversationId, messageSeq, messageId, channelId],
      )
      const [row] = rows
      if (!row) throw new Error('a delivery that was written is not there')
      return row
    },
    async released({ workspaceId, conversationId }, messageSeq) {
      await run(
        'Noting that a delivery came to nothing',
        'delivery-released',
        `update deliveries set claimed_at = null
         where workspace_id = $1 and conversation_id = $2 and message_seq = $3`,
        [workspaceId, conversationId, messageSeq],
      )
    },
    async stepDone({ workspaceId, conversationId }, { channelId }, messageSeq, steps, externalId) {
      await run(
        'Noting what a channel took',
        'delivery-step',
        `with step as (
           update deliveries set steps_done = $4 where workspace_id = $1 and conversation_id = $2 and message_seq = $3
         )
         insert into channel_messages (workspace_id, channel_id, external_id, conversation_id, message_seq)
         select $1, $5, $6, $2, $3 where $6::text is not null on conflict do nothing`,
        [workspaceId, conversationId, messageSeq, steps, channelId, externalId],
      )
    },
    async beginAgain({ workspaceId, conversationId }, messageSeq) {
      await run(
        'Beginning a delivery again',
        '',
        `update deliveries set attempts = 0, claimed_at = null
         where workspace_id = $1 and conversation_id = $2 and message_seq = $3`,
        [workspaceId, conversationId, messageSeq],
      )
    },
  }
}

/** What is under way, and what did not go. */
function overviews(run: Query): Pick<Deliveries, 'inFlight' | 'notGone'> {
  return {
    inFlight: ({ workspaceId, conversationId }) =>
      run<{ seq: number; text: string }>(
        'Looking for what is under way',
        'delivery-in-flight',
        `select m.seq, left(m.data->>'text', 200) as text from events e
         join events m on m.workspace_id = $1 and m.conversation_id = $2 and m.seq = (e.data->>'messageSeq')::int
           and m.type = 'MessageSent' and m.data->>'from' = 'bot'
         where e.workspace_id = $1 and e.conversation_id = $2 and e.type = 'DeliveryChanged'
           and e.data->>'status' = 'sending'
           and e.seq > (select seq - 500 from conversations where workspace_id = $1 and id = $2)
           and not exists (select from events l where l.workspace_id = $1 and l.conversation_id = $2 and l.seq > e.seq
             and l.type in ('DeliveryChanged', 'DeliveryDeferred', 'DeliveryRetried', 'MessageWithheld')
             and l.data->>'messageSeq' = e.data->>'messageSeq')
         order by m.seq`,
        [workspaceId, conversationId],
      ),
    async notGone(workspaceId, { channelId, limit, after }) {
      const rows = await run<NotGoneRecord>('Listing what did not go', '', notGoneSql, [
        workspaceId,
        channelId,
        ...afterOf(after),
        limit + 1,
      ])
      const shown = rows.slice(0, limit)
      const last = shown.at(-1)
      const next = rows.length > limit && last ? `${last.at} ${last.conversationId} ${last.eventSeq}` : null
      return {
        items: shown.map(({ eventSeq: _, ...row }) => ({ ...row, attempts: row.attempts ?? 0 })),
        next,
      }
    },
  }
}

export function createDeliveryRows(pool: pg.Pool): Deliveries {
  const run = queryOn(pool)
  return { ...lookups(run), ...progress(run), ...overviews(run) }
}
