// Times as the visitor's language writes them, by this device's clock.
import type { Words } from '../words.ts'

export function timeOf(at: string, language: string): string {
  return new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' }).format(new Date(at))
}

export function dayOf(at: string, language: string, words: Words): string {
  const daysAgo = daysBetween(new Date(at), new Date())
  if (daysAgo === 0) return words.today
  if (daysAgo === 1) return words.yesterday
  return new Intl.DateTimeFormat(language, { weekday: 'short', day: 'numeric', month: 'short' }).format(
    new Date(at),
  )
}

function daysBetween(earlier: Date, later: Date): number {
  const midnight = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
  return Math.round((midnight(later) - midnight(earlier)) / 86_400_000)
}
