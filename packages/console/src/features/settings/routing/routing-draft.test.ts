import { expect, test } from 'vitest'
import type { RoutingDraft } from './routing-draft.ts'
import { changedSpan, endOf, faultOf, shownEnd, usualHours, withoutSpan, withSpan } from './routing-draft.ts'

const hours = usualHours('Europe/Madrid')

test('usual hours are working days', () => {
  expect(hours.week.map(({ day }) => day)).toEqual([1, 2, 3, 4, 5])
})

test('a further span of a day begins where the one before it ends; a closed day begins as usual', () => {
  expect(withSpan(hours, 1).week.filter(({ day }) => day === 1)).toEqual([
    { day: 1, from: '09:00', to: '17:00' },
    { day: 1, from: '17:00', to: '22:00' },
  ])
  expect(withSpan(hours, 0).week[0]).toEqual({ day: 0, from: '09:00', to: '17:00' })
})

test('a span is changed and taken out alone', () => {
  const [monday] = hours.week
  if (!monday) throw new Error('no Monday')
  expect(changedSpan(hours, monday, { to: '12:00' }).week[0]).toEqual({ day: 1, from: '09:00', to: '12:00' })
  expect(withoutSpan(hours, monday).week).toHaveLength(4)
})

test('midnight is an end of the day', () => {
  expect(endOf('00:00')).toBe('24:00')
  expect(shownEnd('24:00')).toBe('00:00')
  expect(endOf('18:30')).toBe('18:30')
})

test('a span without a length, and hours without a zone, keep it from being saved', () => {
  const draft = (of: typeof hours | null) => ({ routing: { hours: of } }) as RoutingDraft
  expect(faultOf(draft(hours))).toBeNull()
  expect(faultOf(draft(null))).toBeNull()
  expect(faultOf(draft({ ...hours, timeZone: ' ' }))).toBe('zone')
  expect(faultOf(draft({ ...hours, week: [{ day: 1, from: '09:00', to: '09:00' }] }))).toBe('hours')
})
