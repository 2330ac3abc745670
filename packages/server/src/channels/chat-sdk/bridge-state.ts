// What an adapter of the Chat SDK writes down, kept in memory for one call: what it marks as seen must not hide a
// redelivery of something that we could not store. Only what is named as a cache outlives the call.
import type { StateAdapter } from 'chat'

const maxKeys = 5_000

interface Kept {
  readonly value: unknown
  readonly until: number
}

/** Values by key; the oldest go first when there are too many. */
class Shelf {
  readonly #kept = new Map<string, Kept>()

  get(key: string): unknown {
    const kept = this.#kept.get(key)
    if (!kept) return null
    if (kept.until > Date.now()) return kept.value
    this.#kept.delete(key)
    return null
  }

  set(key: string, value: unknown, ttlMs: number | undefined): void {
    this.#kept.delete(key)
    const oldest = this.#kept.size >= maxKeys ? this.#kept.keys().next().value : undefined
    if (oldest !== undefined) this.#kept.delete(oldest)
    this.#kept.set(key, { value, until: ttlMs === undefined ? Number.POSITIVE_INFINITY : Date.now() + ttlMs })
  }

  delete(key: string): void {
    this.#kept.delete(key)
  }
}

/** `isCache`: keys that may be kept from call to call, since losing or keeping them changes nothing but speed. */
export class BridgeState implements StateAdapter {
  readonly #cache = new Shelf()
  readonly #isCache: (key: string) => boolean
  readonly #ofCall: () => Shelf | null

  constructor(isCache: (key: string) => boolean, ofCall: () => Shelf | null) {
    this.#isCache = isCache
    this.#ofCall = ofCall
  }

  static forCall(): Shelf {
    return new Shelf()
  }

  #shelf(key: string): Shelf | null {
    return this.#isCache(key) ? this.#cache : this.#ofCall()
  }

  async get<T = unknown>(key: string): Promise<T | null> {
    return (this.#shelf(key)?.get(key) ?? null) as T | null
  }
  async set<T = unknown>(key: string, value: T, ttlMs?: number): Promise<void> {
    this.#shelf(key)?.set(key, value, ttlMs)
  }
  async setIfNotExists(key: string, value: unknown, ttlMs?: number): Promise<boolean> {
    if ((await this.get(key)) !== null) return false
    await this.set(key, value, ttlMs)
    return true
  }
  async delete(key: string): Promise<void> {
    this.#shelf(key)?.delete(key)
  }
  async getList<T = unknown>(key: string): Promise<T[]> {
    return (await this.get<T[]>(key)) ?? []
  }
  async appendToList(key: string, value: unknown, options?: { maxLength?: number; ttlMs?: number }) {
    const list = [...(await this.getList(key)), value].slice(-(options?.maxLength ?? 100))
    await this.set(key, list, options?.ttlMs)
  }

  // Order and exclusion are the log's (row locks), so locks are granted and queues are empty.
  async acquireLock(threadId: string, ttlMs: number) {
    return { threadId, token: 'free', expiresAt: Date.now() + ttlMs }
  }
  async extendLock(): Promise<boolean> {
    return true
  }
  async releaseLock(): Promise<void> {}
  async forceReleaseLock(): Promise<void> {}
  async enqueue(): Promise<number> {
    return 0
  }
  async dequeue(): Promise<null> {
    return null
  }
  async queueDepth(): Promise<number> {
    return 0
  }
  async isSubscribed(): Promise<boolean> {
    return true
  }
  async subscribe(): Promise<void> {}
  async unsubscribe(): Promise<void> {}
  async connect(): Promise<void> {}
  async disconnect(): Promise<void> {}
}
