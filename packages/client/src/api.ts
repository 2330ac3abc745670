// Calls the HTTP API by the keys of the contract. Types come from the contract, so that a route that changes
// does not compile here; nothing of the schemas themselves reaches a browser.
import type { AnswerOf, BodyOf, ParamsOf, QueryOf, RouteKey } from '@baton/protocol'
import { errorOfResponse, ownError } from './api-error.ts'

type Field<Name extends string, Value> = [Value] extends [undefined]
  ? { readonly [N in Name]?: undefined }
  : undefined extends Value
    ? { readonly [N in Name]?: Value }
    : Record<string, never> extends Value
      ? { readonly [N in Name]?: Value }
      : { readonly [N in Name]: Value }

/** What a call gives: only the fields that its route has. */
export type Given<Key extends RouteKey> = Field<'params', ParamsOf<Key>> &
  Field<'query', QueryOf<Key>> &
  Field<'body', BodyOf<Key>>

export interface CallOptions {
  readonly signal?: AbortSignal
}

export interface ApiOptions {
  /** The server's origin, e.g. `https://baton.example`; '' is the page's own. */
  readonly url: string
  /** A bearer's token; without one, or with null, the page's cookie speaks. */
  readonly token?: () => string | null
  readonly fetch?: typeof fetch
}

export interface Api {
  /**
   * `api.call('POST /conversations/{id}/intervene', { params: { id } })`
   * @throws ApiError, `unreachable` when no answer came. An aborted call throws the signal's own reason.
   */
  call<Key extends RouteKey>(
    key: Key,
    ...rest: Record<string, never> extends Given<Key>
      ? [given?: Given<Key>, options?: CallOptions]
      : [given: Given<Key>, options?: CallOptions]
  ): Promise<AnswerOf<Key>>
}

interface LooseGiven {
  readonly params?: Readonly<Record<string, unknown>> | undefined
  readonly query?: Readonly<Record<string, unknown>> | undefined
  readonly body?: unknown
}

export function createApi(options: ApiOptions): Api {
  const send = options.fetch ?? globalThis.fetch.bind(globalThis)

  async function call(key: RouteKey, given: LooseGiven = {}, { signal }: CallOptions = {}): Promise<unknown> {
    const [method = 'GET', path = ''] = key.split(' ')
    const url = `${options.url}/api/v1${fill(path, given.params)}${search(given.query)}`
    const response = await attempt(() =>
      send(url, {
        method,
        headers: headersOf(options.token?.() ?? null, method),
        credentials: 'same-origin',
        ...(method === 'GET' ? {} : { body: JSON.stringify(given.body ?? {}) }),
        ...(signal ? { signal } : {}),
      }),
    )
    if (!response.ok) throw await errorOfResponse(response)
    return attempt(() => response.json())
  }

  async function attempt<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    try {
      return await work()
    } catch (fault) {
      if (fault instanceof Error && fault.name === 'AbortError') throw fault
      throw ownError('unreachable', 'The server could not be reached. Check the connection.', fault)
    }
  }

  return { call: call as Api['call'] }
}

function headersOf(token: string | null, method: string): Record<string, string> {
  return {
    accept: 'application/json',
    ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  }
}

function fill(path: string, params: LooseGiven['params']): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params?.[name] ?? '')))
}

function search(query: LooseGiven['query']): string {
  const pairs = Object.entries(query ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : (Array.isArray(value) ? value : [value]).map(one => [name, String(one)]),
  )
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`
}
