// One message to the server: by the live line where there is one, else by a plain call. Either may break half
// way; the clientId makes the second way safe to take after the first [DL3].
import { type Api, isApiError, type Live } from '@baton/client'
import type { Unsent } from './unsent.ts'

/** Characters. A frame that the line cannot take is not answered by name; a call says what is wrong with it. */
const lineTakes = 4_096

export type Delivery =
  | { readonly outcome: 'sent' | 'later' | 'signed_out' }
  | { readonly outcome: 'refused'; readonly reason: string }

export async function deliver(one: Unsent, api: Api, live: Live | null): Promise<Delivery> {
  const { clientId, text } = one
  const media = one.media?.map(part => part.mediaId)
  try {
    const answered =
      !media &&
      live?.status() === 'online' &&
      text.length <= lineTakes &&
      (await byLine(live, { clientId, text }))
    if (!answered) await api.call('POST /web/messages', { body: { clientId, text, media } })
    return { outcome: 'sent' }
  } catch (fault) {
    return deliveryOfFault(fault)
  }
}

/** What a failure means for a message; a fault that is not the API's is ours and goes up. */
export function deliveryOfFault(fault: unknown): Delivery {
  if (!isApiError(fault)) throw fault
  if (fault.status === 401) return { outcome: 'signed_out' }
  if (fault.status === 0 || fault.status === 408 || fault.status === 429 || fault.status >= 500) {
    return { outcome: 'later' }
  }
  return { outcome: 'refused', reason: fault.detail }
}

/** False when the line broke before it answered. */
async function byLine(live: Live, message: { clientId: string; text: string }): Promise<boolean> {
  let stop = () => {}
  const broken = new Promise<false>(resolve => {
    stop = live.onStatus(() => resolve(false))
  })
  try {
    return await Promise.race([live.send(message).then(() => true), broken])
  } finally {
    stop()
  }
}
