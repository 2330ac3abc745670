// The egress as libraries want it: a `fetch`. Forms are written out, since the egress' own fetch knows other classes.

import type { FetchedMedia } from '../app/channel-port.ts'
import { MediaFault } from '../app/channel-port.ts'
import type { Egress, EgressLimits } from '../app/egress.ts'
import { EgressFault } from '../app/egress.ts'

async function plainBody(init: RequestInit): Promise<RequestInit> {
  const { body } = init
  if (body instanceof URLSearchParams) return { ...init, body: body.toString() }
  if (!(body instanceof FormData)) return init
  const encoded = new Response(body)
  const headers = new Headers(init.headers)
  headers.set('content-type', encoded.headers.get('content-type') ?? 'multipart/form-data')
  return { ...init, headers, body: new Uint8Array(await encoded.arrayBuffer()) }
}

export function fetchThrough(egress: Egress, limits: EgressLimits, signal: AbortSignal): typeof fetch {
  return async (to, init = {}) => {
    const url = to instanceof Request ? to.url : to
    return egress.fetch(url, { ...(await plainBody(init)), signal }, limits)
  }
}

const redirectsMost = 3
const fetchLimits = { timeoutMs: 20_000 }

function mediaFaultOf(error: unknown): MediaFault {
  if (error instanceof MediaFault) return error
  const code = error instanceof EgressFault ? error.code : null
  const isForGood = code === 'refused' || code === 'too_large' || code === 'redirect'
  const problem = code === 'too_large' ? 'too_large' : isForGood ? 'refused' : 'unreachable'
  return new MediaFault(problem, { retryable: !isForGood, cause: error })
}

export interface FileAddress {
  readonly url: string
  /** Go to this very host and to no other that it redirects to. */
  readonly headers: Readonly<Record<string, string>>
}

/** A channel's file. Each host that it leads to is looked at anew. @throws MediaFault */
export async function fetchFile(
  egress: Egress,
  { url, headers }: FileAddress,
  maxBytes: number,
  signal: AbortSignal,
): Promise<FetchedMedia> {
  let at = new URL(url)
  const { host } = at
  for (let n = 0; ; n++) {
    try {
      const init = { signal, headers: at.host === host ? { ...headers } : {} }
      const response = await egress.fetch(at, init, { ...fetchLimits, maxBytes })
      if (response.status === 404 || response.status === 410)
        throw new MediaFault('expired', { retryable: false })
      if (!response.ok || !response.body)
        throw new MediaFault('unreachable', { retryable: response.status >= 500 || response.status === 429 })
      const length = Number(response.headers.get('content-length'))
      const body = response.body as AsyncIterable<Uint8Array>
      return { body, sizeBytes: length > 0 ? length : null, name: null }
    } catch (error) {
      const next = error instanceof EgressFault ? error.location : null
      if (next === null || n >= redirectsMost) throw mediaFaultOf(error)
      at = new URL(next, at)
    }
  }
}
