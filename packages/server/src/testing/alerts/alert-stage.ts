// What the contract suite of alerts needs of each kind: a local server that behaves like the real one, checks what it
// gets, and keeps it.
import type { BodyOf } from '@baton/client'
import type { AlertKindName } from '@baton/protocol'

/** What the other side has of one alert. */
export interface ToldAlert {
  /** By which a repetition is known. */
  readonly id: string
  /** All that a person reads of it. */
  readonly text: string
  /** Where its link leads. */
  readonly url: string
}

/**
 * Of the next calls: too many, wait a second; failed for now; taken, and the line cut before the answer, or left open
 * without one.
 */
export type AlertMishap = 'throttles' | 'fails' | 'drops_answer' | 'hangs'

export interface AlertStage {
  readonly kind: AlertKindName
  readonly settings: object
  /** Says later what became of it: `closings` has that, by what it reads. */
  readonly updates: boolean
  /** How often one alert is seen when its answer got lost: looked for, or known by its id. */
  readonly afterLostAnswer: 'once' | 'repeated_under_one_id'
  /** Whatever an agent has to do to be told. */
  readonly enrol?: (
    subscribe: (browser: BodyOf<'POST /push/subscriptions'>) => Promise<unknown>,
  ) => Promise<void>
  told(): readonly ToldAlert[]
  closings(): readonly string[]
  /** Whatever was wrong with the form or the signature of a call. */
  faults(): readonly string[]
  mishap(mishap: AlertMishap, times?: number): void
  /** With what `POST /alert-channels` answered. */
  made?(secret: string | null): void
  close(): Promise<void>
}
