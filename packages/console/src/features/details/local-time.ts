// What time it is for a contact, and what their language is called. Pure, so that `now` is given.
import type { Language } from '../../app/words.ts'

/** `Tue 14:05`; null for a zone that this browser does not know. */
export function localTime(now: number, timeZone: string, language: Language): string | null {
  try {
    const form = { timeZone, hour: '2-digit', minute: '2-digit', hour12: false } as const
    const time = new Date(now).toLocaleTimeString(language, form)
    const day = (zone?: string) =>
      new Date(now).toLocaleDateString(language, { weekday: 'short', ...(zone ? { timeZone: zone } : {}) })
    return day(timeZone) === day() ? time : `${day(timeZone)} ${time}`
  } catch {
    return null
  }
}

export function languageName(tag: string, language: Language): string {
  try {
    return new Intl.DisplayNames([language], { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag
  }
}
