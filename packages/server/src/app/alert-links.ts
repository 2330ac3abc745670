// Links in alerts that act: of one delivery to one person, known by a code that only this Baton can make.
import { createHmac, timingSafeEqual } from 'node:crypto'

export interface AlertLinks {
  /** Below the public address. */
  pathOf(deliveryId: string): string
  /** The delivery of a code; null: it is not one of ours. */
  read(code: string): string | null
}

export const alertLinkPrefix = '/alerts/act/'
/** A link of yesterday's mail does nothing. */
export const alertLinkGoodMs = 24 * 60 * 60_000

export function createAlertLinks(key: Uint8Array): AlertLinks {
  const macOf = (id: string) => createHmac('sha256', key).update(id).digest().subarray(0, 18)
  return {
    pathOf: id => `${alertLinkPrefix}${id}.${macOf(id).toString('base64url')}`,
    read(code) {
      const [id = '', mac = ''] = code.split('.')
      if (!/^[0-9a-f-]{36}$/.test(id)) return null
      const given = Buffer.from(mac, 'base64url')
      const due = macOf(id)
      return given.length === due.length && timingSafeEqual(given, due) ? id : null
    },
  }
}
