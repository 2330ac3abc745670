// What a browser remembers of one channel. Every message that waits has a key of its own, so that two tabs
// never overwrite each other's. Where storage is refused, the page itself is the memory.
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
  /** Another tab wrote. */
  onChange(listener: () => void): () => void
}

export function createMemory(channelId: string, storage: Storage | null = browserStorage()): Memory {
  const key = `baton:${channelId}`
  const prefix = `${key}:unsent:`
  const page = new Map<string, string>()

  const get = (name: string) => attempt(() => storage?.getItem(name)) ?? page.get(name) ?? null
  const set = (name: string, value: string) => {
    page.set(name, value)
    attempt(() => storage?.setItem(name, value))
  }
  const remove = (name: string) => {
    page.delete(name)
    attempt(() => storage?.removeItem(name))
  }
  const read = () => ({ ...nothing, ...parseObject(get(key)) })

  return {
    read,
    write: change => set(key, JSON.stringify({ ...read(), ...change })),
    unsent() {
      const names = new Set([...page.keys(), ...(attempt(() => Object.keys(storage ?? {})) ?? [])])
      return [...names]
        .filter(name => name.startsWith(prefix))
        .flatMap(name => {
          const one = parseObject(get(name))
          return isUnsent(one) ? [one] : []
        })
        .sort((one, other) => (one.at < other.at ? -1 : 1))
    },
    keepUnsent: unsent => set(prefix + unsent.clientId, JSON.stringify(unsent)),
    dropUnsent: clientId => remove(prefix + clientId),
    onChange(listener) {
      const heard = (event: StorageEvent) => {
        if (event.key?.startsWith(key)) listener()
      }
      addEventListener('storage', heard)
      return () => removeEventListener('storage', heard)
    },
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

function parseObject(text: string | null): object {
  const value: unknown = text === null ? null : attempt(() => JSON.parse(text))
  return typeof value === 'object' && value !== null ? value : {}
}

function isUnsent(one: object): one is Unsent {
  return 'clientId' in one && 'text' in one && 'at' in one && typeof one.text === 'string'
}
