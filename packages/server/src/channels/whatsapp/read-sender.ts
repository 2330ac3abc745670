// Who wrote. Since 2026 a customer has an id of their own with each business, and their number may be hidden: the id is
// the address where there is one, and the number another name of the same customer.
import type { Sender } from '../../app/channel-port.ts'
import type { Raw } from './reading.ts'
import { record, records, text } from './reading.ts'

/** `US.1349…`; a partner's has `ENT.` in between. */
const scopedId = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/

export const isScopedId = (address: string) => scopedId.test(address)

/** A number without what people put between its digits, as `wa_id` writes it; null: neither a number nor an id. */
export function parseAddress(written: string): string | null {
  if (isScopedId(written)) return written
  const digits = written.replace(/[\s().+-]/g, '')
  return /^[1-9]\d{5,18}$/.test(digits) ? digits : null
}

const present = (names: readonly (string | null)[]) => [
  ...new Set(names.filter(name => name !== null).map(name => parseAddress(name) ?? name)),
]

export function senderOf(names: readonly (string | null)[], contact: Raw | null): Sender | null {
  const [address, ...aliases] = present(names)
  if (address === undefined) return null
  const profile = record(contact?.profile)
  const username = text(profile.username)
  const name = text(profile.name) ?? (username === null ? null : `@${username}`)
  const phone = [address, ...aliases].find(one => /^\d+$/.test(one))
  return {
    address,
    ...(aliases.length > 0 ? { aliases } : {}),
    ...(name === null ? {} : { name }),
    ...(phone === undefined ? {} : { phone: `+${phone}` }),
    ...(username === null ? {} : { attributes: { whatsapp_username: username } }),
  }
}

function contactOf(names: readonly (string | null)[], contacts: readonly Raw[]): Raw | null {
  const theirs = contacts.find(({ user_id, wa_id }) =>
    names.some(one => one && (one === user_id || one === wa_id)),
  )
  return theirs ?? (contacts.length === 1 ? (contacts[0] ?? null) : null)
}

/** Of `message`, out of the contacts beside it. */
export function writerOf(message: Raw, value: Raw): Sender | null {
  const written = [text(message.from_user_id), text(message.from)]
  const contact = contactOf(written, records(value.contacts))
  const told = contact === null ? [] : [text(contact.user_id), text(contact.wa_id)]
  return senderOf([written[0] ?? told[0] ?? null, written[1] ?? told[1] ?? null], contact)
}

/** To whom the business's own phone wrote. */
export function readerOf(echo: Raw, value: Raw): Sender | null {
  const written = [text(echo.to_user_id), text(echo.to)]
  const contact = contactOf(written, records(value.contacts))
  return senderOf([...written, text(contact?.user_id), text(contact?.wa_id)], contact)
}
