// Telling this browser by push, also while no page is open: the service worker shows it.
import { api } from './link.ts'

export type PushState = 'on' | 'off' | 'denied' | 'missing'

const isThere = () => 'serviceWorker' in navigator && 'PushManager' in window

async function subscriptionNow(): Promise<PushSubscription | null> {
  const worker = await navigator.serviceWorker.getRegistration('/')
  return (await worker?.pushManager.getSubscription()) ?? null
}

export async function pushState(): Promise<PushState> {
  if (!isThere()) return 'missing'
  if (Notification.permission === 'denied') return 'denied'
  return (await subscriptionNow()) ? 'on' : 'off'
}

const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), sign => sign.charCodeAt(0))

/** Asks the browser for its leave. Throws what the API or the push service throws. */
export async function pushOn(): Promise<PushState> {
  if (!isThere()) return 'missing'
  if ((await Notification.requestPermission()) !== 'granted') return 'denied'
  const { publicKey } = await api.call('GET /push')
  const worker = await navigator.serviceWorker.register('/sw.js')
  await navigator.serviceWorker.ready
  const made = await worker.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytesOf(publicKey),
  })
  const { endpoint, keys } = made.toJSON()
  await api.call('POST /push/subscriptions', {
    body: { endpoint: endpoint ?? '', keys: { p256dh: keys?.p256dh ?? '', auth: keys?.auth ?? '' } },
  })
  return 'on'
}

export async function pushOff(): Promise<PushState> {
  const held = isThere() ? await subscriptionNow() : null
  if (held) {
    await api.call('POST /push/subscriptions/remove', { body: { endpoint: held.endpoint } })
    await held.unsubscribe()
  }
  return 'off'
}

/** A notification was clicked while this page is open; answers how to stop listening. */
export function onPushOpened(open: (path: string) => void): () => void {
  if (!('serviceWorker' in navigator)) return () => undefined
  const hear = ({ data }: MessageEvent<unknown>) => {
    const { type, url } = (data ?? {}) as { type?: unknown; url?: unknown }
    if (type === 'open' && typeof url === 'string' && url.startsWith('/')) open(url)
  }
  navigator.serviceWorker.addEventListener('message', hear)
  return () => navigator.serviceWorker.removeEventListener('message', hear)
}
