// The two lines to the server: questions by HTTP, news by the live socket. One of each a page.
import type { Api, Live } from '@baton/client'
import { createApi, createLive } from '@baton/client'

export const api: Api = createApi({ url: '' })

/** Begun after sign-in, ended at sign-out. */
export function beginLive(): Live {
  return createLive({ url: '' })
}
