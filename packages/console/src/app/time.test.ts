import { describe, expect, test } from 'vitest'
import { clock, duration, span, waitingLevel } from './time.ts'
import { wordsIn } from './words.ts'

const { t } = wordsIn('en')
const minute = 60_000

describe('how pressing a wait is', () => {
  test('it is calm at first, amber from two minutes, red from five', () => {
    expect(waitingLevel(0)).toBe('calm')
    expect(waitingLevel(2 * minute - 1)).toBe('calm')
    expect(waitingLevel(2 * minute)).toBe('amber')
    expect(waitingLevel(5 * minute - 1)).toBe('amber')
    expect(waitingLevel(5 * minute)).toBe('red')
  })
  test('limits of its own decide, where they are set', () => {
    expect(waitingLevel(20, { amberMs: 10, redMs: 30 })).toBe('amber')
  })
})

describe('how times are said', () => {
  test('a clock ticks in minutes and seconds, and shows hours when there are any', () => {
    expect(clock(7_000)).toBe('0:07')
    expect(clock(12 * minute + 40_000)).toBe('12:40')
    expect(clock(62 * minute + 9_000)).toBe('1:02:09')
  })
  test('a clock of a machine that runs ahead does not go below zero', () => {
    expect(clock(-3_000)).toBe('0:00')
    expect(span(-3_000, t)).toBe('now')
  })
  test('a span is said by its largest whole unit', () => {
    expect(span(59_000, t)).toBe('now')
    expect(span(4 * minute, t)).toBe('4 min')
    expect(span(90 * minute, t)).toBe('1 h')
    expect(span(50 * 60 * minute, t)).toBe('2 d')
  })
  test('under a minute a duration is said in seconds', () => {
    expect(duration(43_400, t)).toBe('43 s')
    expect(duration(0, t)).toBe('1 s')
  })
})
