// The integrity gate: what was acknowledged is in the log exactly once, and the log has no gaps. Read from the
// database itself, because the server under test must not mark its own work.
import pg from 'pg'
import type { TrialResult } from './load/orders.ts'

export interface Integrity {
  readonly acknowledged: number
  readonly lost: number
  readonly storedTwice: number
  /** Conversations whose `seq` is not 1, 2, 3 … */
  readonly gaps: number
}

export interface Ledger {
  /** Checks what was stored since the last call against a trial's acknowledgements. */
  settle(result: TrialResult): Promise<Integrity>
  close(): Promise<void>
}

export const nothingLost: Integrity = { acknowledged: 0, lost: 0, storedTwice: 0, gaps: 0 }

export function addIntegrity(a: Integrity, b: Integrity): Integrity {
  return {
    acknowledged: a.acknowledged + b.acknowledged,
    lost: a.lost + b.lost,
    storedTwice: a.storedTwice + b.storedTwice,
    gaps: a.gaps + b.gaps,
  }
}

/** `workspace`: whether the events have a column for it that their key begins with. */
export async function openLedger(
  databaseUrl: string,
  from: readonly { readonly conversationId: string; readonly seq: number }[],
  workspace: boolean,
): Promise<Ledger> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const stands = new Map(from.map(({ conversationId, seq }) => [conversationId, seq]))
  const scope = workspace ? 'and e.workspace_id = (select id from workspaces limit 1)' : ''
  const text = `select e.conversation_id as id, e.seq, e.type, e.data->>'clientId' as "clientId"
    from unnest($1::uuid[], $2::int[]) as s(id, seq)
    join events e on e.conversation_id = s.id and e.seq > s.seq ${scope}
    order by e.conversation_id, e.seq`

  return {
    async settle({ tag, total, acknowledgedBits }) {
      const found = await client.query<{ id: string; seq: number; type: string; clientId: string | null }>(
        text,
        [[...stands.keys()], [...stands.values()]],
      )
      const stored = new Uint8Array(total)
      const broken = new Set<string>()
      for (const { id, seq, type, clientId } of found.rows) {
        if (seq !== (stands.get(id) ?? 0) + 1) broken.add(id)
        stands.set(id, seq)
        if (type !== 'MessageReceived' || !clientId?.startsWith(`${tag}.`)) continue
        const n = Number(clientId.slice(tag.length + 1))
        stored[n] = (stored[n] ?? 0) + 1
      }
      let [acknowledged, lost, storedTwice] = [0, 0, 0]
      for (let n = 0; n < total; n++) {
        const copies = stored[n] ?? 0
        if (copies > 1) storedTwice += 1
        if (((acknowledgedBits[n >> 3] ?? 0) & (1 << (n & 7))) === 0) continue
        acknowledged += 1
        if (copies === 0) lost += 1
      }
      return { acknowledged, lost, storedTwice, gaps: broken.size }
    },
    close: () => client.end(),
  }
}
