// What a case of the check is, and what it may find.
import type { Subject } from './subject.ts'

export type Finding =
  | { readonly kind: 'ok'; readonly note?: string }
  | { readonly kind: 'failed'; readonly problems: readonly string[] }
  /** The bot does not do this, and need not. */
  | { readonly kind: 'not_offered'; readonly note: string }

export interface Case {
  readonly name: string
  readonly title: string
  readonly required: boolean
  run(bot: Subject): Promise<Finding>
}

export function found(problems: readonly string[], note?: string): Finding {
  if (problems.length > 0) return { kind: 'failed', problems: [...new Set(problems)] }
  return note === undefined ? { kind: 'ok' } : { kind: 'ok', note }
}

export function pause(delayMs: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, delayMs))
}
