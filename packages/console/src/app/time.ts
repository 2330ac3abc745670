// How times are said: short in lists, ticking while somebody waits. Pure, so that `now` is given.
import type { Language, Saying } from './words.ts'

export type WaitingLevel = 'calm' | 'amber' | 'red'

/** Milliseconds of waiting from which a customer's wait is pressing, and from which it is too long. */
export const waitingLimits = { amberMs: 2 * 60_000, redMs: 5 * 60_000 } as const

export function waitingLevel(
  waitedMs: number,
  limits: { amberMs: number; redMs: number } = waitingLimits,
): WaitingLevel {
  if (waitedMs >= limits.redMs) return 'red'
  return waitedMs >= limits.amberMs ? 'amber' : 'calm'
}

/** `0:07`, `12:40`, `1:02:09`: a clock that ticks. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000))
  const two = (n: number) => String(n).padStart(2, '0')
  const hours = Math.floor(seconds / 3_600)
  const rest = `${two(seconds % 60)}`
  const minutes = Math.floor((seconds % 3_600) / 60)
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`
}

/** `now`, `4 min`, `3 h`, `2 d`: how long something lasted or is ago. */
export function span(ms: number, t: Saying['t']): string {
  const minutes = Math.floor(Math.max(0, ms) / 60_000)
  if (minutes < 1) return t('time.now')
  if (minutes < 60) return t('time.minutes', { count: minutes })
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? t('time.hours', { count: hours }) : t('time.days', { count: Math.floor(hours / 24) })
}

/** How long something took; under a minute in seconds. */
export function duration(ms: number, t: Saying['t']): string {
  return ms < 60_000 ? `${Math.max(1, Math.round(ms / 1_000))} s` : span(ms, t)
}

/** The browser's own region of the chosen language, so that a day is written as its reader writes it. */
function localeOf(language: Language): string {
  const own = globalThis.navigator?.language ?? language
  return own.toLowerCase().startsWith(language) ? own : language
}

export function timeOfDay(at: string, language: Language): string {
  return new Date(at).toLocaleTimeString(localeOf(language), {
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  })
}

/** The local day as a key that sorts. */
export function dayOf(at: string): string {
  const date = new Date(at)
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`
}

export function dayName(
  day: string,
  now: number,
  words: Pick<Saying, 't'> & { readonly language: Language },
): string {
  if (day === dayOf(new Date(now).toISOString())) return words.t('talk.today')
  if (day === dayOf(new Date(now - 86_400_000).toISOString())) return words.t('talk.yesterday')
  return new Date(`${day}T12:00:00`).toLocaleDateString(localeOf(words.language), {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  })
}

/** A time with its day when it is not today's. */
export function moment(at: string, now: number, language: Language): string {
  if (dayOf(at) === dayOf(new Date(now).toISOString())) return timeOfDay(at, language)
  const day = new Date(at).toLocaleDateString(localeOf(language), { day: 'numeric', month: 'short' })
  return `${day}, ${timeOfDay(at, language)}`
}
