// What a route of the contract is made of.
import type { z } from 'zod'

/** `turn`: a bot with the token of its turn. */
export type Auth = 'none' | 'agent' | 'admin' | 'visitor' | 'turn'

export interface Route {
  readonly summary: string
  readonly auth: Auth
  readonly params?: z.ZodType
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  /** `in`: the body is the bytes of one file; `out`: the answer is. Neither is JSON. */
  readonly raw?: 'in' | 'out'
  /** Where it may be larger than others, in bytes. */
  readonly bodyMost?: number
  readonly response: z.ZodType
  /** 200 unless something was made. */
  readonly status?: 201
}
