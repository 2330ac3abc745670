// Who is asked next to take a conversation, or why nobody is (RT4). The same answer for the same input: fairness
// comes from when each was asked last, so that it survives restarts and holds over several servers.
import type { NobodyWhy } from '../conversation/request.ts'
import type { AgentId, Instant } from '../ids.ts'
import type { OpeningHours } from './hours.ts'
import { isOpen } from './hours.ts'

/** `away`: signed in, and not to be asked. */
export type Presence = 'online' | 'away' | 'offline'

export interface RoutingRules {
  /** `by_hand`: nobody is asked; whoever clicks. */
  readonly how: 'by_hand' | 'round_robin' | 'least_busy'
  readonly lastAgentFirst: boolean
  readonly matchLanguage: boolean
  readonly matchSkills: boolean
  readonly hours: OpeningHours | null
}

/** Somebody of the team; of a conversation without a team, anybody. */
export interface Candidate {
  readonly id: AgentId
  readonly presence: Presence
  /** Conversations in their hands, and offers that they have not answered. */
  readonly held: number
  readonly offered: number
  /** `held` and `offered` together stay within it. */
  readonly capacity: number
  readonly languages: readonly string[]
  readonly skills: readonly string[]
  /** Null: never. */
  readonly lastOfferedAt: Instant | null
}

export interface Need {
  /** The contact's, where it is known. */
  readonly language: string | null
  readonly tags: readonly string[]
  readonly lastAgentId: AgentId | null
  /** Those who let it pass in this round. */
  readonly passedBy: readonly AgentId[]
}

export type Routed<C extends Candidate = Candidate> =
  | { readonly agent: C }
  /** `passed`: those who could take it all had it; `by_hand`: somebody is there, and sees it. */
  | { readonly nobody: NobodyWhy | 'passed' | 'by_hand' }

export function hasRoom({ held, offered, capacity }: Candidate): boolean {
  return held + offered < capacity
}

/** `pt-BR` and `pt` are one language here. */
function languageOf(tag: string): string {
  return (tag.trim().toLowerCase().split(/[-_]/)[0] ?? '').trim()
}

function speaks({ languages }: Candidate, language: string): boolean {
  const wanted = languageOf(language)
  return languages.some(one => languageOf(one) === wanted)
}

/** Tags that are a skill of somebody here; a tag that nobody has as a skill asks for nothing. */
function neededSkills(tags: readonly string[], candidates: readonly Candidate[]): readonly string[] {
  const known = new Set(candidates.flatMap(({ skills }) => skills))
  return tags.filter(tag => known.has(tag))
}

function fitting<C extends Candidate>(
  need: Need,
  candidates: readonly C[],
  of: readonly C[],
  rules: RoutingRules,
) {
  const { language } = need
  const skills = rules.matchSkills ? neededSkills(need.tags, candidates) : []
  return of.filter(
    one =>
      (!rules.matchLanguage || language === null || speaks(one, language)) &&
      skills.every(skill => one.skills.includes(skill)),
  )
}

/** The one asked longest ago, whoever was never asked before all; then by id, so that it is always the same one. */
function byTurn(a: Candidate, b: Candidate): number {
  const [left, right] = [a.lastOfferedAt ?? '', b.lastOfferedAt ?? '']
  if (left !== right) return left < right ? -1 : 1
  return a.id < b.id ? -1 : 1
}

function byLoad(a: Candidate, b: Candidate): number {
  return a.held + a.offered - (b.held + b.offered) || byTurn(a, b)
}

/** Whom to ask at `at`, or why nobody. */
export function route<C extends Candidate>(
  need: Need,
  candidates: readonly C[],
  rules: RoutingRules,
  at: Instant,
): Routed<C> {
  if (rules.hours && !isOpen(rules.hours, at)) return { nobody: 'closed' }
  const online = candidates.filter(({ presence }) => presence === 'online')
  if (online.length === 0) return { nobody: 'absent' }
  if (rules.how === 'by_hand') return { nobody: 'by_hand' }
  const fit = fitting(need, candidates, online, rules)
  if (fit.length === 0) return { nobody: 'unmatched' }
  const free = fit.filter(hasRoom)
  if (free.length === 0) return { nobody: 'busy' }
  const asked = free.filter(({ id }) => !need.passedBy.includes(id))
  const last = rules.lastAgentFirst ? asked.find(({ id }) => id === need.lastAgentId) : undefined
  const [first] = last ? [last] : asked.toSorted(rules.how === 'least_busy' ? byLoad : byTurn)
  return first ? { agent: first } : { nobody: 'passed' }
}
