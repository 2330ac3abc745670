// The rules of a workspace, asked in the flight that wrote what they are about: what they do stands or falls with it.
// Only the customer, the bot, its failures, a clock and a model's verdict make them look; what the platform did never.
import type {
  Because,
  Command,
  ConversationEvent,
  FireRule,
  HearSignals,
  Instant,
  PromptVerdict,
} from '@baton/core'
import { evaluateCondition, listenerOf, plusMs } from '@baton/core'
import type { Hearing, PromptWanted } from './hearing.ts'
import { hearEvent, notableSignals, silence } from './hearing.ts'
import type { EncodedEvent, Loaded, OutboxChange } from './ports.ts'
import type { ReadyRule } from './ready-rules.ts'
import { mayFire } from './ready-rules.ts'
import type { JustSaid } from './rule-facts.ts'
import { factsOf, requestedSince } from './rule-facts.ts'
import type { Workspace } from './workspace.ts'

const system = { kind: 'system' } as const

export function hearingOf(loaded: Loaded): Hearing {
  return loaded.hearing ?? silence
}

/** What events tell. */
export function heardIn(loaded: Loaded, events: readonly EncodedEvent[]): Loaded {
  const before = hearingOf(loaded)
  const hearing = events.reduce((sofar, { event }) => hearEvent(sofar, event), before)
  return hearing === before ? loaded : { ...loaded, hearing }
}

/** The signals that are worth a line, of a message that has just been stored. */
export function signalsOwed(loaded: Loaded, events: readonly EncodedEvent[]): HearSignals | null {
  const { last } = hearingOf(loaded)
  if (
    last === null ||
    !events.some(({ event }) => event.type === 'MessageReceived' && event.seq === last.seq)
  )
    return null
  const signals = notableSignals(last.signals)
  return signals.length > 0 ? { type: 'HearSignals', actor: system, messageSeq: last.seq, signals } : null
}

/** `said`: null where something else than a message made the rules look. */
export interface Occasion {
  readonly said: JustSaid | null
}

function occasionOf(event: ConversationEvent): Occasion | null {
  switch (event.type) {
    case 'MessageReceived':
      return { said: { seq: event.seq, by: 'contact', text: event.data.text } }
    case 'MessageSent':
      return event.data.from === 'bot' ? { said: { seq: event.seq, by: 'bot', text: event.data.text } } : null
    case 'TurnFailed':
      return { said: null }
    case 'TurnEnded':
      return event.data.outcome === 'failed' ? { said: null } : null
    default:
      return null
  }
}

/** What makes the rules look, in order. Of a command that asks them to look: once more, with what was said last. */
export function occasionsOf(
  command: Pick<Command, 'type'> | { readonly type: 'none' },
  events: readonly EncodedEvent[],
): readonly Occasion[] {
  if (command.type === 'CheckRules' || command.type === 'HearSignals') return [{ said: null }]
  const found: Occasion[] = []
  for (const { event } of events) {
    const occasion = occasionOf(event)
    if (occasion) found.push(occasion)
  }
  return found
}

/** What the command itself brings, before anybody looks. */
export function withVerdict(loaded: Loaded, command: Command): Loaded {
  if (command.type !== 'CheckRules') return loaded
  const hearing = { ...hearingOf(loaded), nextCheck: null }
  const { verdict } = command
  if (verdict === null || isStale(verdict, loaded, hearing)) return { ...loaded, hearing }
  const { prompt, holds, seq } = verdict
  return { ...loaded, hearing: { ...hearing, verdicts: { ...hearing.verdicts, [prompt]: { holds, seq } } } }
}

/** Of another stretch, of other hands, or of words that are not the last any more. */
function isStale({ epoch, since, seq }: PromptVerdict, { state }: Loaded, hearing: Hearing): boolean {
  return epoch !== state.epoch || since !== hearing.since || seq < (state.lastContact?.seq ?? 0)
}

const quotesMost = 3
const quoteChars = 60

/** The rule's name, and the words that gave rise to it. */
function whyOf(name: string, because: readonly Because[], said: JustSaid | null): string {
  const quotes = because.flatMap(({ kind, messageSeq, words, detail }) => {
    if (kind === 'prompt') return detail === null ? [] : [detail]
    if (said === null || messageSeq !== said.seq) return []
    return words.flatMap(({ from, to }) => {
      const quote = said.text.slice(from, to).slice(0, quoteChars).trim()
      return quote === '' ? [] : [`“${quote}”`]
    })
  })
  const some = [...new Set(quotes)].slice(0, quotesMost)
  return some.length > 0 ? `${name}: ${some.join(', ')}` : name
}

export interface NextRule {
  readonly rule: { readonly command: FireRule; readonly place: number; readonly stop: boolean } | null
  /** What a model would have to judge on the way there. */
  readonly wanted: readonly PromptWanted[]
}

function fireOf({ rule }: ReadyRule, because: readonly Because[], said: JustSaid | null): FireRule {
  const { id: ruleId, name, actions } = rule
  const why = whyOf(name, because, said)
  return { type: 'FireRule', actor: { kind: 'system', name }, ruleId, name, because, why, actions }
}

/** The next rule that holds. Asked again after each that fired, for that has changed what the next one sees. */
export function nextRule(
  loaded: Loaded,
  workspace: Workspace,
  at: Instant,
  { said }: Occasion,
  { from, unasked }: { readonly from: number; readonly unasked: boolean },
): NextRule {
  const { on } = workspace.rules
  const hearing = hearingOf(loaded)
  const { state } = loaded
  const listener = listenerOf(factsOf(loaded, hearing, workspace, at, said))
  const wanted: PromptWanted[] = []
  for (let place = from; place < on.length; place += 1) {
    const ready = on[place]
    if (!ready || (unasked && ready.asksForPerson) || !mayFire(ready, hearing, state.control.state)) continue
    const { rule, prompt } = ready
    const { truth, because } = evaluateCondition(rule.when, listener)
    if (truth === 'holds')
      return {
        rule: { command: fireOf(ready, because, listener.facts.message), place, stop: rule.stop },
        wanted,
      }
    if (truth === 'fails' || prompt === null) continue
    const seq = state.lastContact?.seq ?? 0
    wanted.push({ ruleId: rule.id, prompt, seq, epoch: state.epoch, since: hearing.since })
  }
  return { rule: null, wanted }
}

/** When the rules have to be looked at without anything happening; null: not before something does. */
function nextWait(loaded: Loaded, { rules }: Workspace, at: Instant): Instant | null {
  const hearing = hearingOf(loaded)
  const since = { person: requestedSince(loaded), answer: hearing.unansweredSince }
  let next: Instant | null = null
  for (const ready of rules.on) {
    if (ready.waits.length === 0 || !mayFire(ready, hearing, loaded.state.control.state)) continue
    for (const wait of ready.waits) {
      const from = since[wait.for]
      const due = from === null ? null : plusMs(from, wait.ms)
      if (due !== null && due > at && (next === null || due < next)) next = due
    }
  }
  return next
}

const leaseMs = 60_000

/** The timer that looks again, where none is set that comes as early. A timer that comes for nothing does nothing. */
export function withTimer(
  loaded: Loaded,
  workspace: Workspace,
  at: Instant,
): { readonly loaded: Loaded; readonly changes: readonly OutboxChange[] } {
  if (!workspace.rules.waits) return { loaded, changes: [] }
  const hearing = hearingOf(loaded)
  const next = nextWait(loaded, workspace, at)
  const set = hearing.nextCheck !== null && hearing.nextCheck > at ? hearing.nextCheck : null
  if (next === null || (set !== null && set <= next)) return { loaded, changes: [] }
  const change: OutboxChange = {
    op: 'put',
    lane: 'timer',
    key: 'rules',
    dueAt: next,
    payload: { command: { type: 'CheckRules', actor: system, verdict: null } },
    leased: Date.parse(next) - Date.parse(at) < leaseMs,
  }
  return { loaded: { ...loaded, hearing: { ...hearing, nextCheck: next } }, changes: [change] }
}
