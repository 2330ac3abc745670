// The proof at the end: every acknowledged message is in the log once, where its acknowledgement said, in the
// order in which it was written.
import { setTimeout as sleep } from 'node:timers/promises'
import { createApi, isApiError, type VisitorItem } from '@baton/client'
import type { Said } from './customer.ts'

const atOnce = 16
const pageSize = 500
/** A server that is just coming back is waited for. */
const patienceMs = 30_000

export interface Verdict {
  readonly checked: number
  /** One line a fault; empty when all is well. */
  readonly faults: readonly string[]
}

/** Reads the log of every customer. Throws when a log cannot be read. */
export async function verify(url: string, all: readonly Said[]): Promise<Verdict> {
  const faults: string[] = []
  let [next, checked] = [0, 0]
  const work = async () => {
    for (let said = all[next++]; said !== undefined; said = all[next++]) {
      faults.push(...faultsOf(said, await read(url, said.token)))
      checked += said.acknowledged.length
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return { checked, faults }
}

async function read(url: string, token: string): Promise<VisitorItem[]> {
  const api = createApi({ url, token: () => token })
  const until = Date.now() + patienceMs
  const items: VisitorItem[] = []
  for (let after: number | null = 0; after !== null; ) {
    try {
      const page: { items: readonly object[]; next: number | null } = await api.call('GET /web/messages', {
        query: { after, limit: pageSize },
      })
      items.push(...(page.items as readonly VisitorItem[]))
      after = page.next
    } catch (fault) {
      if (!isApiError(fault) || (fault.status > 0 && fault.status < 500) || Date.now() > until) throw fault
      await sleep(500)
    }
  }
  return items
}

export function faultsOf({ acknowledged }: Said, items: readonly VisitorItem[]): string[] {
  const faults: string[] = []
  const places = new Map<string, number[]>()
  let last = 0
  for (const item of items) {
    if (item.seq <= last) faults.push(`seq ${item.seq} comes after ${last}`)
    last = item.seq
    const clientId = item.type === 'MessageReceived' ? item.data.clientId : null
    if (clientId !== null) places.set(clientId, [...(places.get(clientId) ?? []), item.seq])
  }
  let before = 0
  for (const { clientId, seq } of acknowledged) {
    const found = places.get(clientId) ?? []
    if (found.length === 0) faults.push(`message ${clientId}, acknowledged as seq ${seq}, is not in the log`)
    else if (found.length > 1) faults.push(`message ${clientId} is in the log ${found.length} times`)
    else if (found[0] !== seq)
      faults.push(`message ${clientId} was acknowledged as ${seq} and is at ${found[0]}`)
    if (seq <= before) faults.push(`message ${clientId} was written after seq ${before} and is at ${seq}`)
    before = seq
  }
  return faults
}
