// Who the visitor is to the server: begins a conversation when there is something to say, renews a token that
// runs out, and begins anew when the server no longer knows it.
import { type Api, isApiError } from '@baton/client'
import type { Memory, Visitor } from './memory.ts'

export interface Identity {
  readonly name?: string
  readonly email?: string
}

/** A token with less left than this is renewed before it is used. */
const renewBeforeMs = 60 * 60 * 1_000

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

  get conversationId(): string | null {
    return this.#visitor?.conversationId ?? null
  }

  get runsOut(): boolean {
    return this.#visitor !== null && Date.parse(this.#visitor.expiresAt) - Date.now() < renewBeforeMs
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
    const { name, email } = this.#identity
    const body = { ...(name ? { name } : {}), ...(email ? { email } : {}) }
    const params = { channelId: this.#channelId }
    return this.#keep(await this.#api.call('POST /web/{channelId}/visitors', { params, body }))
  }

  #keep(visitor: Visitor): Visitor {
    this.#visitor = visitor
    this.#memory.write({ visitor })
    return visitor
  }
}
