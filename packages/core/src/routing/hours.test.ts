import { expect, test } from 'vitest'
import { isOpen, isTimeZone } from './hours.ts'

const office = {
  timeZone: 'Europe/Madrid',
  week: [1, 2, 3, 4, 5].map(day => ({ day, from: '09:00', to: '17:00' })),
}

test.each([
  ['2026-01-12T07:59:59.999Z', false],
  ['2026-01-12T08:00:00.000Z', true],
  ['2026-01-12T15:59:59.999Z', true],
  ['2026-01-12T16:00:00.000Z', false],
  // Summer time: an hour earlier by the world's clock.
  ['2026-07-13T07:00:00.000Z', true],
  ['2026-07-13T06:59:00.000Z', false],
  // Sunday.
  ['2026-01-11T10:00:00.000Z', false],
])('[RT4] by the clock of its place, at %s it is open: %s', (at, open) => {
  expect(isOpen(office, at)).toBe(open)
})

test('[RT4] through the nights in which the clock is changed', () => {
  const night = { timeZone: 'Europe/Madrid', week: [{ day: 0, from: '01:30', to: '03:30' }] }
  // On 29 March 2026 two o'clock is followed by three: open for an hour.
  const spring = ['00:29', '00:30', '00:59', '01:00', '01:29', '01:30'].map(time =>
    isOpen(night, `2026-03-29T${time}:00.000Z`),
  )
  expect(spring).toEqual([false, true, true, true, true, false])
  // On 25 October three o'clock is followed by two: open for three hours.
  const autumn = [
    '2026-10-24T23:29',
    '2026-10-24T23:30',
    '2026-10-25T00:59',
    '2026-10-25T01:30',
    '2026-10-25T02:29',
    '2026-10-25T02:30',
  ]
  expect(autumn.map(time => isOpen(night, `${time}:00.000Z`))).toEqual([false, true, true, true, true, false])
})

test('[RT4] over midnight, to the end of a day, and in two shifts', () => {
  const late = { timeZone: 'UTC', week: [{ day: 5, from: '22:00', to: '02:00' }] }
  const at = (time: string) => isOpen(late, `2026-01-${time}:00.000Z`)
  // The 9th is a Friday.
  expect(
    ['09T21:59', '09T22:00', '09T23:59', '10T01:59', '10T02:00', '11T01:00', '09T01:00'].map(at),
  ).toEqual([false, true, true, true, false, false, false])
  const whole = { timeZone: 'UTC', week: [{ day: 5, from: '00:00', to: '24:00' }] }
  expect(isOpen(whole, '2026-01-09T23:59:59.999Z')).toBe(true)
  expect(isOpen(whole, '2026-01-10T00:00:00.000Z')).toBe(false)
  const shifts = {
    timeZone: 'UTC',
    week: [
      { day: 5, from: '09:00', to: '12:00' },
      { day: 5, from: '14:00', to: '18:00' },
    ],
  }
  expect(['11:59', '13:00', '14:00'].map(time => isOpen(shifts, `2026-01-09T${time}:00.000Z`))).toEqual([
    true,
    false,
    true,
  ])
})

test('[RT4] a time zone that is none is known as such, and closes nobody', () => {
  expect(['Europe/Madrid', 'America/Argentina/Buenos_Aires', 'UTC'].map(isTimeZone)).toEqual([
    true,
    true,
    true,
  ])
  expect(['Moon/Base', '', 'Europe/Madrid\u0000'].map(isTimeZone)).toEqual([false, false, false])
  expect(isOpen({ timeZone: 'Moon/Base', week: [] }, '2026-01-12T08:00:00.000Z')).toBe(true)
})
