// A push service with one browser behind it: checks the VAPID signature, and opens each message with the browser's keys,
// as RFC 8291 and RFC 8188 say, so that what is read here is what a service worker would get.
import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto'
import type { BodyOf } from '@baton/client'
import { importJWK, jwtVerify } from 'jose'
import type { AlertStage, ToldAlert } from './alert-stage.ts'
import type { LocalCall } from './local-server.ts'
import { startLocalServer } from './local-server.ts'

const keyBytes = 65
const saltBytes = 16

const hkdf = (secret: Uint8Array, salt: Uint8Array, about: Buffer, length: number) =>
  Buffer.from(hkdfSync('sha256', secret, salt, about, length))

function opened(body: Buffer, browser: ReturnType<typeof createECDH>, auth: Buffer): string {
  const salt = body.subarray(0, saltBytes)
  const idAt = saltBytes + 4
  const sender = body.subarray(idAt + 1, idAt + 1 + (body[idAt] ?? 0))
  const cipherText = body.subarray(idAt + 1 + keyBytes)
  const keyInfo = Buffer.concat([Buffer.from('WebPush: info\0'), browser.getPublicKey(), sender])
  const secret = hkdf(browser.computeSecret(sender), auth, keyInfo, 32)
  const key = hkdf(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
  const nonce = hkdf(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12)
  const decipher = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(cipherText.subarray(-16))
  const padded = Buffer.concat([decipher.update(cipherText.subarray(0, -16)), decipher.final()])
  return padded.subarray(0, padded.lastIndexOf(2)).toString()
}

/** Empty: it is signed by the key that it names, for this service. */
async function vapidFault({ headers }: LocalCall, origin: string): Promise<string> {
  const [, token = '', key = ''] = /^vapid t=([^,]+), ?k=(.+)$/.exec(headers.authorization ?? '') ?? []
  const point = Buffer.from(key, 'base64url')
  if (point.length !== keyBytes) return 'no key in the authorization'
  const x = point.subarray(1, 33).toString('base64url')
  const y = point.subarray(33).toString('base64url')
  try {
    await jwtVerify(token, await importJWK({ kty: 'EC', crv: 'P-256', x, y }, 'ES256'), { audience: origin })
    return headers['content-encoding'] === 'aes128gcm' && headers.ttl ? '' : 'a header is missing'
  } catch (error) {
    return String(error)
  }
}

export interface PushStage extends AlertStage {
  /** What a browser's push service gave it when it subscribed. */
  readonly subscription: BodyOf<'POST /push/subscriptions'>
  /** What the worker of the browser is given, oldest first. */
  readonly payloads: readonly string[]
  /** The browser is gone for good. */
  forget(): void
}

export async function openPushStage(): Promise<PushStage> {
  const told: ToldAlert[] = []
  const faults: string[] = []
  const payloads: string[] = []
  const browser = createECDH('prime256v1')
  const p256dh = browser.generateKeys('base64url')
  const auth = randomBytes(16)
  let gone = false
  const server = await startLocalServer(async call => {
    if (gone) return { status: 410 }
    const fault = await vapidFault(call, server.url)
    if (fault !== '') faults.push(fault)
    const payload = opened(call.body, browser, auth)
    payloads.push(payload)
    const { title, body, url, tag } = JSON.parse(payload) as Record<string, string>
    told.push({ id: tag ?? '', text: `${title}\n${body}`, url: url ?? '' })
    return { status: 201 }
  })
  const subscription = {
    endpoint: `${server.url}/push/${randomBytes(8).toString('hex')}`,
    keys: { p256dh, auth: auth.toString('base64url') },
  }
  return {
    kind: 'push',
    settings: {},
    subscription,
    payloads,
    updates: false,
    afterLostAnswer: 'repeated_under_one_id',
    enrol: async subscribe => void (await subscribe(subscription)),
    forget() {
      gone = true
    },
    told: () => told,
    closings: () => [],
    faults: () => faults,
    mishap: server.mishap,
    close: server.close,
  }
}
