// Who the visitor is to the server: begins a conversation when there is something to say, renews a token that
// runs out, and begins anew when the server no longer knows it.
import { type Api, isApiError } from '@baton/client'
import type { Memory, Visitor } from './memory.ts'

export interface Identity {
  readonly name?: string | null
  readonly email?: string | null
}

export class VisitorDoor {
  #visitor: Visitor | null
  #identity: Identity = {}
  #beginning: Promise<Visitor> | null = null
  readonly #api: Api
  readonly #channelId: string
  readonly #memory: Memory

  constructor(api: Api, channelId: string, memory: Memory) {
    this.#api = api
    this.#channelId = channelId
    this.#memory = memory
    this.#visitor = memory.read().visitor
  }

  get token(): string | null {
    return this.#visitor?.token ?? null
  }

  /** Used when the next conversation begins. */
  identify(identity: Identity): void {
    this.#identity = identity
  }

  /** @throws ApiError */
  async enter(): Promise<Visitor> {
    this.#visitor ??= this.#memory.read().visitor
    if (this.#visitor) return this.#visitor
    this.#beginning ??= this.#begin().finally(() => {
      this.#beginning = null
    })
    return this.#beginning
  }

  /** `refused`: the server does not know this visitor any more; it is forgotten. */
  async renew(): Promise<'renewed' | 'refused' | 'unreachable'> {
    const token = this.token
    if (token === null) return 'refused'
    try {
      this.#keep(await this.#api.call('POST /web/token', { body: { token } }))
      return 'renewed'
    } catch (fault) {
      if (!isApiError(fault)) throw fault
      if (fault.status === 0 || fault.status === 429 || fault.status >= 500) return 'unreachable'
      this.forget()
      return 'refused'
    }
  }

  forget(): void {
    this.#visitor = null
    this.#memory.write({ visitor: null, readThrough: 0 })
  }

  async #begin(): Promise<Visitor> {
    const params = { channelId: this.#channelId }
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
    const body = { ...this.#identity, language: navigator.language, timeZone }
    const visitor = await this.#api.call('POST /web/{channelId}/visitors', { params, body })
    return this.#keep(visitor)
  }

  #keep(visitor: Visitor): Visitor {
    this.#visitor = visitor
    this.#memory.write({ visitor })
    return visitor
  }
}
