// Secrets of others' systems at rest: sealed with a key of this installation, and bound to where they belong, so
// that a sealed text copied to another bot opens nothing.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

export interface Seals {
  /** `place`: to what it belongs, e.g. `bot <id> apiKey`; the same to open it. */
  seal(secret: string, place: string): string
  /** Throws when it is not ours, was changed, or belongs elsewhere. */
  open(sealed: string, place: string): string
}

const version = 'v1'
const ivBytes = 12
const tagBytes = 16

/** `key`: 32 bytes. */
export function createSeals(key: Uint8Array): Seals {
  return {
    seal(secret, place) {
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(place))
      const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
      return `${version}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`
    },
    open(sealed, place) {
      const [given, text = ''] = sealed.split('.')
      if (given !== version) throw new Error('this secret was not sealed by this Baton; enter it again')
      const bytes = Buffer.from(text, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes))
        .setAAD(Buffer.from(place))
        .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
      try {
        return decipher.update(bytes.subarray(ivBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8')
      } catch (cause) {
        throw new Error('this secret cannot be opened with the secret of this Baton; enter it again', {
          cause,
        })
      }
    },
  }
}
