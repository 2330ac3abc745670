// The part of a long past that the commands of a flight need: their own clientIds (DL3), the statuses of the
// messages that they speak of (DL4).
import type { AcceptedSend, DeliveryStatus, Parts, Recall } from '@baton/core'
import { contentKey } from '@baton/core'
import type pg from 'pg'
import type { FlightRequest } from '../app/ports.ts'

const sendsSql = `
select e.conversation_id, e.send_key, e.seq, e.data->'parts' as parts
from events e
join unnest($1::uuid[], $2::uuid[], $3::text[]) as k (workspace_id, conversation_id, send_key)
  on e.workspace_id = k.workspace_id and e.conversation_id = k.conversation_id and e.send_key = k.send_key`

const deliveriesSql = `
select distinct on (e.conversation_id, (e.data->>'messageSeq')::int)
  e.conversation_id, (e.data->>'messageSeq')::int as message_seq,
  case e.type when 'DeliveryChanged' then e.data->>'status' when 'MessageWithheld' then 'withheld' else 'queued' end
    as status
from events e
join unnest($1::uuid[], $2::uuid[], $3::int[]) as k (workspace_id, conversation_id, message_seq)
  on e.workspace_id = k.workspace_id and e.conversation_id = k.conversation_id
  and e.seq > k.message_seq and (e.data->>'messageSeq')::int = k.message_seq
  and e.type in ('DeliveryChanged', 'DeliveryDeferred', 'DeliveryRetried', 'MessageWithheld')
  and not coalesce((e.data->>'through')::boolean, false)
order by e.conversation_id, (e.data->>'messageSeq')::int, e.seq desc`

/** By conversation id; those of which nothing is recalled are left out. */
export async function loadRecall(
  client: pg.ClientBase,
  requests: readonly FlightRequest[],
): Promise<Map<string, Recall>> {
  const recalls = new Map<
    string,
    { sends: Map<string, AcceptedSend>; deliveries: Map<number, DeliveryStatus> }
  >()
  const of = (id: string) => {
    const found = recalls.get(id) ?? { sends: new Map(), deliveries: new Map() }
    recalls.set(id, found)
    return found
  }
  const sends = requests.flatMap(r => r.sendKeys.map(key => [r.workspaceId, r.conversationId, key] as const))
  if (sends.length > 0) {
    const found = await client.query<{
      conversation_id: string
      send_key: string
      seq: number
      parts: Parts | null
    }>({
      name: 'flight-sends',
      text: sendsSql,
      values: [sends.map(s => s[0]), sends.map(s => s[1]), sends.map(s => s[2])],
    })
    for (const row of found.rows)
      of(row.conversation_id).sends.set(row.send_key, { seq: row.seq, content: contentKey(row.parts ?? []) })
  }
  const seqs = requests.flatMap(r =>
    r.messageSeqs.map(seq => [r.workspaceId, r.conversationId, seq] as const),
  )
  if (seqs.length > 0) {
    const found = await client.query<{
      conversation_id: string
      message_seq: number
      status: DeliveryStatus
    }>({
      name: 'flight-deliveries',
      text: deliveriesSql,
      values: [seqs.map(s => s[0]), seqs.map(s => s[1]), seqs.map(s => s[2])],
    })
    for (const row of found.rows) of(row.conversation_id).deliveries.set(row.message_seq, row.status)
  }
  return recalls
}
