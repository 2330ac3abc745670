// Who waits for a flight, in the order in which they came. Whoever is left standing, because another server holds
// the conversation, comes back to the front; nobody of the same conversation flies past.
import type { Seat } from './fold.ts'

export interface WaitingLine<Passenger extends Seat> {
  join(passenger: Passenger): void
  /** The next to fly, `seats` at the most; none while all that wait are grounded. */
  next(seats: number): readonly Passenger[]
  /** Back to the front after a pause; then `onReturn`. */
  ground(passengers: readonly Passenger[]): void
  /** Of passengers who were to fly, those who may; the others wait behind the grounded. */
  stillReady(passengers: readonly Passenger[]): readonly Passenger[]
  isEmpty(): boolean
}

export function createWaitingLine<Passenger extends Seat>(
  pauseMs: number,
  onReturn: () => void,
): WaitingLine<Passenger> {
  let waiting: Passenger[] = []
  const grounded = new Set<string>()
  const isReady = ({ errand }: Passenger) => !grounded.has(errand.conversationId)

  return {
    join: passenger => void waiting.push(passenger),
    next(seats) {
      if (grounded.size === 0) {
        const boarding = waiting.slice(0, seats)
        waiting = waiting.slice(seats)
        return boarding
      }
      const boarding = waiting.filter(isReady).slice(0, seats)
      const taken = new Set(boarding)
      waiting = waiting.filter(passenger => !taken.has(passenger))
      return boarding
    },
    ground(passengers) {
      for (const { errand } of passengers) grounded.add(errand.conversationId)
      setTimeout(() => {
        for (const { errand } of passengers) grounded.delete(errand.conversationId)
        waiting.unshift(...passengers)
        onReturn()
      }, pauseMs)
    },
    stillReady(passengers) {
      waiting.unshift(...passengers.filter(passenger => !isReady(passenger)))
      return passengers.filter(isReady)
    },
    isEmpty: () => waiting.length === 0 && grounded.size === 0,
  }
}
