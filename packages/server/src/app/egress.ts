// The one way out: every call to an address that somebody typed into a setting goes through here. Resolves once,
// pins the address, refuses private ones, follows no redirect, caps size and time.

export interface EgressLimits {
  /** Until the answer's head. */
  readonly timeoutMs: number
  /** Of the whole body; reading beyond it fails. */
  readonly maxBytes: number
}

export interface Egress {
  /**
   * As `fetch`, streams included; `init.signal` aborts it. @throws EgressFault with what the builder can do about it.
   */
  fetch(url: string | URL, init: RequestInit, limits: EgressLimits): Promise<Response>
  /** Why this address cannot be called, in a sentence for its builder; null when nothing speaks against it. */
  refusal(url: string): string | null
}

/**
 * For what is not HTTP: the address to connect to, looked at as `fetch` does. The name is still what a certificate is
 * checked against. @throws EgressFault
 */
export type AddressOf = (host: string, port: number) => Promise<string>

/** An address was refused, did not answer in time, answered too much, or not at all. Names no secret. */
export class EgressFault extends Error {
  override readonly name = 'EgressFault'
  readonly code: 'refused' | 'unreachable' | 'timeout' | 'too_large' | 'redirect'

  /** Of a redirect: where it leads. It is not followed; who calls may call there as anew. */
  readonly location: string | null

  constructor(
    code: EgressFault['code'],
    message: string,
    options: ErrorOptions & { readonly location?: string | null } = {},
  ) {
    super(message, options)
    this.code = code
    this.location = options.location ?? null
  }
}
