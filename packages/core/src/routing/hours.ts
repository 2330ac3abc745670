// When a team is there: by the clock on its own wall, through every change of summer time.
import type { Instant } from '../ids.ts'

export interface OpeningHours {
  /** Of the IANA list, e.g. `Europe/Madrid`. */
  readonly timeZone: string
  /** 0 is Sunday. `from` later than `to`: it lasts into the next day. A day that is missing is closed. */
  readonly week: readonly { readonly day: number; readonly from: string; readonly to: string }[]
}

const names: readonly string[] = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const clocks = new Map<string, Intl.DateTimeFormat | null>()

/** Null: this machine does not know the time zone. */
function clockOf(timeZone: string): Intl.DateTimeFormat | null {
  const known = clocks.get(timeZone)
  if (known !== undefined) return known
  let clock: Intl.DateTimeFormat | null
  try {
    const parts = { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
    clock = new Intl.DateTimeFormat('en-US', { timeZone, ...parts })
  } catch {
    clock = null
  }
  clocks.set(timeZone, clock)
  return clock
}

export function isTimeZone(name: string): boolean {
  return clockOf(name) !== null
}

/** Whether it is open at `at`. In a time zone that this machine does not know it always is: nobody waits in vain. */
export function isOpen({ timeZone, week }: OpeningHours, at: Instant): boolean {
  const clock = clockOf(timeZone)
  if (clock === null) return true
  const parts = new Map(clock.formatToParts(new Date(at)).map(part => [part.type, part.value]))
  const day = names.indexOf(parts.get('weekday') ?? '')
  const time = `${parts.get('hour')}:${parts.get('minute')}`
  const yesterday = (day + 6) % 7
  return week.some(({ day: of, from, to }) =>
    from <= to
      ? of === day && from <= time && time < to
      : (of === day && from <= time) || (of === yesterday && time < to),
  )
}
