// Ways to reach a contact in the form in which two equal ones are equal.
import type { WayKind } from '@baton/protocol'
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'

const emailForm = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
const telegramForm = /^@?[a-z][a-z0-9_]{4,31}$|^\d{5,15}$/

/** The value as it is kept; null when it is none of this kind. */
export function normalisedWay(kind: WayKind, value: string): string | null {
  const text = value.trim()
  switch (kind) {
    case 'email':
      return emailForm.test(text) ? text.toLowerCase() : null
    case 'phone':
    case 'whatsapp': {
      const phone = parsePhoneNumberFromString(text.replace(/^00/, '+'))
      return phone?.isPossible() ? phone.number : null
    }
    case 'telegram': {
      const name = text.toLowerCase().replace(/^(https?:\/\/)?t\.me\//, '')
      if (!telegramForm.test(name)) return null
      return /^\d/.test(name) ? name : `@${name.replace(/^@/, '')}`
    }
    case 'other':
      return text === '' ? null : text
  }
}

/** What to write instead, for a value that was refused. */
export const wayAdvice: Readonly<Record<WayKind, string>> = {
  email: 'Write an email address such as ana@example.com.',
  phone: 'Write the number with its country code, such as +34 600 123 456.',
  whatsapp: 'Write the number with its country code, such as +34 600 123 456.',
  telegram: 'Write the name such as @ana_lopez, or the numeric id.',
  other: 'Write how to reach them.',
}
