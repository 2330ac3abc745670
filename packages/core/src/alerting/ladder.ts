// Who is told when: a ladder of steps that an alert climbs until somebody takes it (AL1). Pure, so that the server
// and the settings page say the same.
import type { AgentId, Instant, TeamId } from '../ids.ts'
import { msBetween, plusMs } from '../ids.ts'
import type { OpeningHours } from '../routing/hours.ts'
import { isOpen } from '../routing/hours.ts'

/** `on_duty`: who is online of those whom it concerns; if nobody is, all of them. */
export type AlertAudience =
  | { readonly kind: 'team' }
  | { readonly kind: 'agents'; readonly agentIds: readonly AgentId[] }
  | { readonly kind: 'on_duty' }

export interface LadderStep {
  /** Since the alert became owed. */
  readonly afterMs: number
  readonly channelIds: readonly string[]
  readonly to: AlertAudience
}

export interface AlertLadder {
  /** In the order of their times. */
  readonly steps: readonly LadderStep[]
  /** Outside them nobody is told; the ladder goes on when they begin. Null: always. */
  readonly hours: OpeningHours | null
}

export type LadderScope =
  | { readonly kind: 'workspace' }
  | { readonly kind: 'team'; readonly teamId: TeamId }
  | { readonly kind: 'rule'; readonly ruleId: string }

export interface ScopedLadder extends AlertLadder {
  readonly scope: LadderScope
}

export interface Climb {
  /** Steps taken so far. */
  readonly step: number
  /** When the last of them was taken; before the first, when the alert became owed. */
  readonly since: Instant
}

export type NextStep =
  | { readonly kind: 'notify'; readonly step: LadderStep }
  | { readonly kind: 'wait'; readonly until: Instant }
  | { readonly kind: 'done' }

const minuteMs = 60_000
const aheadMs = 8 * 24 * 60 * minuteMs

/** The first minute from `at` on at which it is open; null: not within eight days. */
export function opensAt(hours: OpeningHours, at: Instant): Instant | null {
  if (isOpen(hours, at)) return at
  const start = plusMs(at, -(Date.parse(at) % minuteMs))
  for (let ahead = minuteMs; ahead <= aheadMs; ahead += minuteMs) {
    const then = plusMs(start, ahead)
    if (isOpen(hours, then)) return then
  }
  return null
}

/** What an alert that nobody took is owed now (AL1). Steps count from the one before, so that a night holds back all of them. */
export function nextStep({ steps, hours }: AlertLadder, { step, since }: Climb, now: Instant): NextStep {
  const next = steps[step]
  if (!next) return { kind: 'done' }
  const due = plusMs(since, Math.max(0, next.afterMs - (steps[step - 1]?.afterMs ?? 0)))
  if (msBetween(now, due) > 0) return { kind: 'wait', until: due }
  const open = hours === null ? now : opensAt(hours, now)
  if (open === now) return { kind: 'notify', step: next }
  return { kind: 'wait', until: open ?? plusMs(now, aheadMs) }
}

/** The rule's own, the team's own, the workspace's. Null: none is set. */
export function ladderFor(
  ladders: readonly ScopedLadder[],
  teamId: TeamId | null,
  ruleId: string | null,
): ScopedLadder | null {
  const of = (fits: (scope: LadderScope) => boolean) => ladders.find(({ scope }) => fits(scope))
  return (
    of(scope => scope.kind === 'rule' && scope.ruleId === ruleId) ??
    of(scope => scope.kind === 'team' && scope.teamId === teamId) ??
    of(scope => scope.kind === 'workspace') ??
    null
  )
}

export interface Crew {
  /** The conversation's team, or everybody where it has none. */
  readonly team: readonly AgentId[]
  readonly online: ReadonlySet<AgentId>
  /** Who works here. */
  readonly active: ReadonlySet<AgentId>
}

/** Whom a step tells. A team in which nobody works any more is everybody: an alert is never told to no one by a setting. */
export function audienceOf(to: AlertAudience, { team, online, active }: Crew): readonly AgentId[] {
  const here = (ids: readonly AgentId[]) => ids.filter(id => active.has(id))
  const named = here(to.kind === 'agents' ? to.agentIds : team)
  const all = named.length > 0 ? named : [...active]
  if (to.kind !== 'on_duty') return all
  const onDuty = all.filter(id => online.has(id))
  return onDuty.length > 0 ? onDuty : all
}
