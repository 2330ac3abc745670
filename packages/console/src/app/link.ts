// The two lines to the server: questions by HTTP, news by the live socket. One of each a page.
import type { Api, Live } from '@baton/client'
import { createApi, createLive } from '@baton/client'

const signedOut = new Set<() => void>()

/** Told when the server no longer knows the cookie, whoever asked. */
export function onSignedOut(listener: () => void): () => void {
  signedOut.add(listener)
  return () => signedOut.delete(listener)
}

async function fetchAndWatch(...given: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(...given)
  // At the door, 401 means a wrong password.
  if (response.status === 401 && !String(given[0]).endsWith('/sign-in')) for (const tell of signedOut) tell()
  return response
}

export const api: Api = createApi({ url: '', fetch: fetchAndWatch })

/** Begun after sign-in, ended at sign-out. */
export function beginLive(): Live {
  return createLive({ url: '' })
}
