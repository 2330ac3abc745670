// What a queue's routing and everybody's presence look like while they are edited, and what keeps them from
// being saved. Pure.
import type { AnswerOf } from '@baton/client'

type Answer = AnswerOf<'GET /routing'>
export type Routing = Answer['routing']
export type PresenceRules = Answer['presence']
export type Hours = NonNullable<Routing['hours']>
export type Span = Hours['week'][number]

/** Monday first; 0 is Sunday. */
export const days = [1, 2, 3, 4, 5, 6, 0] as const

export interface RoutingDraft {
  readonly routing: Routing
  readonly presence: PresenceRules
}

/** Working days, nine to five, where this browser is: a beginning that is quickly changed. */
export function usualHours(timeZone: string): Hours {
  return { timeZone, week: [1, 2, 3, 4, 5].map(day => ({ day, from: '09:00', to: '17:00' })) }
}

const sorted = (week: readonly Span[]): Span[] =>
  [...week].sort((a, b) => a.day - b.day || a.from.localeCompare(b.from))

export function withSpan(hours: Hours, day: number): Hours {
  const last = sorted(hours.week.filter(span => span.day === day)).at(-1)
  const from = last && last.to < '22:00' && last.from < last.to ? last.to : '09:00'
  const to = from === '09:00' ? '17:00' : '22:00'
  return { ...hours, week: sorted([...hours.week, { day, from, to }]) }
}

export function changedSpan(hours: Hours, span: Span, change: Partial<Span>): Hours {
  return { ...hours, week: hours.week.map(each => (each === span ? { ...each, ...change } : each)) }
}

export function withoutSpan(hours: Hours, span: Span): Hours {
  return { ...hours, week: hours.week.filter(each => each !== span) }
}

/** A browser's time field knows no end of the day: midnight as an end is 24:00. */
export const endOf = (value: string): string => (value === '00:00' ? '24:00' : value)
export const shownEnd = (value: string): string => (value === '24:00' ? '00:00' : value)

export const isFaulty = (span: Span): boolean => span.from === '' || span.to === '' || span.from === span.to

export function faultOf({ routing }: RoutingDraft): 'hours' | 'zone' | null {
  if (!routing.hours) return null
  if (routing.hours.timeZone.trim() === '') return 'zone'
  return routing.hours.week.some(isFaulty) ? 'hours' : null
}
