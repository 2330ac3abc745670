// The two lines to the server: questions by HTTP, news by the live socket. One of each a page.
import type { Api, Live } from '@baton/client'
import { createApi, createLive } from '@baton/client'
import type { WritingLine } from './writing.ts'

const signedOut = new Set<() => void>()

/** Told when the server no longer knows the cookie, whoever asked. */
export function onSignedOut(listener: () => void): () => void {
  signedOut.add(listener)
  return () => signedOut.delete(listener)
}

/**
 * What is asked about a conversation is answered by then, or the line is dead: nobody waits longer to be told so. The
 * slowest of it, a brief by a model, is given up by the server after 20 s.
 */
const patienceMs = 30_000

async function fetchInTime(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
  if (init?.signal || !String(input).includes('/conversations/')) return fetch(input, init)
  const giveUp = new AbortController()
  const timer = setTimeout(() => giveUp.abort(new Error('No answer in time')), patienceMs)
  return fetch(input, { ...init, signal: giveUp.signal }).finally(() => clearTimeout(timer))
}

async function fetchAndWatch(...given: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetchInTime(...given)
  // At the door, 401 means a wrong password.
  if (response.status === 401 && !String(given[0]).endsWith('/sign-in')) for (const tell of signedOut) tell()
  return response
}

export const api: Api = createApi({ url: '', fetch: fetchAndWatch })

const lastWords = createApi({
  url: '',
  fetch: (input, init) => fetch(input, { ...init, keepalive: true }),
})

/** Begun after sign-in, ended at sign-out. */
export function beginLive(): Live {
  return createLive({ url: '' })
}

/** Where drafts are kept. The last words of a page go without an answer, and outlive it. */
export const draftLine: WritingLine = {
  list: async () => (await api.call('GET /me/drafts')).items,
  read: id => api.call('GET /conversations/{id}/writing', { params: { id } }),
  keep({ conversationId, kind }, body, last) {
    const params = { id: conversationId, kind }
    return (last ? lastWords : api).call('PUT /conversations/{id}/drafts/{kind}', { params, body })
  },
}
