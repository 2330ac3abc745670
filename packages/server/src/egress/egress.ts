// The one way out. A name is resolved once and the connection goes to the very address that was looked at, so that
// a name cannot change its mind in between; redirects are not followed, size and time are capped.
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { Dispatcher } from 'undici'
import { Agent, fetch as undiciFetch } from 'undici'
import type { AddressOf, Egress, EgressLimits } from '../app/egress.ts'
import { EgressFault } from '../app/egress.ts'
import type { Allowed } from './allowed.ts'
import { parseAllowed } from './allowed.ts'
import { isPrivateAddress } from './private-address.ts'

const connectTimeoutMs = 5_000

interface Destination {
  readonly url: URL
  readonly port: number
}

type Address = { readonly address: string; readonly family: number }
/** Looked at, and none that may not be called. */
type Pinned = readonly [Address, ...Address[]]

/** Throws an EgressFault for what is no address that may be called at all. */
function destinationOf(given: string | URL): Destination {
  let url: URL
  try {
    url = new URL(given)
  } catch (cause) {
    throw new EgressFault(
      'refused',
      'This is not an address. Use one such as https://bot.example.com/turns.',
      {
        cause,
      },
    )
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new EgressFault('refused', `An address must begin with https:// or http://, not ${url.protocol}//.`)
  if (url.username !== '' || url.password !== '')
    throw new EgressFault(
      'refused',
      'An address must not hold a name or a password. Use a header or a secret.',
    )
  return { url, port: Number(url.port) || (url.protocol === 'https:' ? 443 : 80) }
}

const hostOf = (url: URL) => url.hostname.replace(/^\[|\]$/g, '')

function privateRefusal(host: string): EgressFault {
  return new EgressFault(
    'refused',
    `${host} is a private address. Ask your operator to add it to BATON_ALLOW_PRIVATE.`,
  )
}

async function addressesOf(host: string): Promise<readonly Address[]> {
  if (isIP(host)) return [{ address: host, family: isIP(host) }]
  try {
    return await lookup(host, { all: true })
  } catch (cause) {
    throw new EgressFault('unreachable', `There is no host called ${host}. Check the address.`, { cause })
  }
}

/** The addresses to connect to: every one that the name has must be one that may be called. */
async function pinned(host: string, port: number, allowed: Allowed): Promise<Pinned> {
  const [first, ...more] = await addressesOf(host)
  if (!first) throw privateRefusal(host)
  const found: Pinned = [first, ...more]
  const refused = found.some(
    ({ address }) => isPrivateAddress(address) && !allowed.covers(host, port, address),
  )
  if (refused) throw privateRefusal(host)
  return found
}

function agentFor(addresses: Pinned): Agent {
  return new Agent({
    connect: {
      timeout: connectTimeoutMs,
      // Resolved already: whatever the name says now is not asked again.
      lookup: (_host, options, done) => {
        const [{ address, family }] = addresses
        if (options.all) done(null, [...addresses])
        else done(null, address, family)
      },
    },
    pipelining: 1,
    connections: 1,
  })
}

/** The body, cut off with a fault beyond the limit; the agent is closed when it has ended, however it did. */
function capped(body: ReadableStream<Uint8Array> | null, maxBytes: number, onEnd: () => void) {
  if (body === null) {
    onEnd()
    return null
  }
  const reader = body.getReader()
  let read = 0
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read()
        if (done) {
          onEnd()
          controller.close()
          return
        }
        read += value.byteLength
        if (read > maxBytes) {
          await reader.cancel().catch(() => undefined)
          throw new EgressFault('too_large', `The answer has more than ${maxBytes} bytes.`)
        }
        controller.enqueue(value)
      } catch (error) {
        onEnd()
        controller.error(error)
      }
    },
    async cancel(reason) {
      await reader.cancel(reason).catch(() => undefined)
      onEnd()
    },
  })
}

function faultOf(error: unknown, host: string, timedOut: boolean, timeoutMs: number): unknown {
  if (error instanceof EgressFault) return error
  if (timedOut)
    return new EgressFault('timeout', `${host} did not answer within ${timeoutMs} ms.`, { cause: error })
  if (error instanceof Error && error.name === 'AbortError') return error
  return new EgressFault(
    'unreachable',
    `${host} could not be reached. Check the address, and that it runs.`,
    {
      cause: error,
    },
  )
}

/** Rejects with the signal's reason; a look-up of a name listens to no signal itself. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

async function call(
  to: Destination,
  init: RequestInit,
  limits: EgressLimits,
  allowed: Allowed,
): Promise<Response> {
  const timeout = new AbortController()
  const timer = setTimeout(() => timeout.abort(), limits.timeoutMs)
  const signal = AbortSignal.any([timeout.signal, ...(init.signal ? [init.signal] : [])])
  let agent: Agent | null = null
  // A call leaves no line open behind it.
  const close = () => void agent?.destroy().catch(() => undefined)
  try {
    agent = agentFor(await orAborted(pinned(hostOf(to.url), to.port, allowed), signal))
    const options = { ...init, signal, redirect: 'manual', dispatcher: agent as Dispatcher }
    const answer = await undiciFetch(to.url, options as Parameters<typeof undiciFetch>[1])
    if (answer.status >= 300 && answer.status < 400 && answer.status !== 304)
      throw new EgressFault(
        'redirect',
        'The address answers with a redirect. Enter the address it leads to.',
        { location: answer.headers.get('location') },
      )
    const { status, statusText } = answer
    const headers = new Headers([...answer.headers])
    const body = capped(answer.body as ReadableStream<Uint8Array> | null, limits.maxBytes, close)
    return new Response(body, { status, statusText, headers })
  } catch (error) {
    close()
    if (init.signal?.aborted) throw init.signal.reason
    throw faultOf(error, hostOf(to.url), timeout.signal.aborted, limits.timeoutMs)
  } finally {
    clearTimeout(timer)
  }
}

/** The same rules for what is not HTTP, such as mail. */
export function createAddressOf({ allowPrivate }: { readonly allowPrivate: readonly string[] }): AddressOf {
  const allowed = parseAllowed(allowPrivate)
  return async (host, port) => {
    const [{ address }] = await pinned(host, port, allowed)
    return address
  }
}

/** `allowPrivate`: what the operator allows in spite of being private; see BATON_ALLOW_PRIVATE. */
export function createEgress({ allowPrivate }: { readonly allowPrivate: readonly string[] }): Egress {
  const allowed = parseAllowed(allowPrivate)
  return {
    async fetch(given, init, limits) {
      return call(destinationOf(given), init, limits, allowed)
    },
    refusal(given) {
      try {
        const { url, port } = destinationOf(given)
        const host = hostOf(url)
        const named = host === 'localhost' || host.endsWith('.localhost') ? '127.0.0.1' : host
        if (!isIP(named) || !isPrivateAddress(named) || allowed.covers(host, port, named)) return null
        return privateRefusal(host).message
      } catch (error) {
        return error instanceof EgressFault ? error.message : 'This address cannot be called.'
      }
    },
  }
}
