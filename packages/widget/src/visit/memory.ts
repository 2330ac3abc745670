// What a browser remembers of one channel. Every message that waits has a key of its own, so that two tabs
// never overwrite each other's. Where storage is refused, nothing outlives the page.
import type { AnswerOf } from '@baton/client'
import type { Unsent } from './unsent.ts'

export type ChannelConfig = AnswerOf<'GET /web/{channelId}'>
export type Visitor = AnswerOf<'POST /web/{channelId}/visitors'>

interface Remembered {
  readonly visitor: Visitor | null
  /** The last one seen, so that the panel has its name and colours before the network answers. */
  readonly config: ChannelConfig | null
  readonly readThrough: number
  readonly draft: string
  /** The panel, when the page was left. */
  readonly open: boolean
}

const nothing: Remembered = { visitor: null, config: null, readThrough: 0, draft: '', open: false }

export interface Memory {
  read(): Remembered
  write(change: Partial<Remembered>): void
  unsent(): Unsent[]
  keepUnsent(unsent: Unsent): void
  dropUnsent(clientId: string): void
}

export function createMemory(channelId: string, storage: Storage | null = browserStorage()): Memory {
  const key = `baton:${channelId}`
  const prefix = `${key}:unsent:`

  const get = (name: string): object => attempt(() => JSON.parse(storage?.getItem(name) ?? '{}')) ?? {}
  const set = (name: string, value: object) => attempt(() => storage?.setItem(name, JSON.stringify(value)))
  const read = () => ({ ...nothing, ...get(key) })

  return {
    read,
    write: change => set(key, { ...read(), ...change }),
    unsent: () =>
      (attempt(() => Object.keys(storage ?? {})) ?? [])
        .filter(name => name.startsWith(prefix))
        .map(get)
        .filter(isUnsent)
        .sort((one, other) => (one.at < other.at ? -1 : 1)),
    keepUnsent: unsent => set(prefix + unsent.clientId, unsent),
    dropUnsent: clientId => attempt(() => storage?.removeItem(prefix + clientId)),
  }
}

function browserStorage(): Storage | null {
  return attempt(() => globalThis.localStorage) ?? null
}

/** Browsers throw where a page may not store, and when it is full. */
function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

function isUnsent(one: object): one is Unsent {
  return 'clientId' in one && 'text' in one
}
