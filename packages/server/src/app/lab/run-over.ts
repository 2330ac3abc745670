// Rules over one past conversation: where each would have fired, and whether a person was needed there. The same code
// asks them as in a live conversation; only what they do is left out.
import type { Because, Conversation, ConversationEvent, Instant } from '@baton/core'
import { evaluateCondition, evolve, listenerOf, newConversation, plusMs } from '@baton/core'
import type { Hearing } from '../hearing.ts'
import { hearEvent, silence } from '../hearing.ts'
import type { Loaded } from '../ports.ts'
import type { WorkspaceRules } from '../ready-rules.ts'
import { mayFire } from '../ready-rules.ts'
import type { JustSaid } from '../rule-facts.ts'
import { factsOf, requestedSince } from '../rule-facts.ts'
import type { Workspace } from '../workspace.ts'
import type { Past } from './past.ts'

export interface Hit {
  readonly ruleId: string
  readonly seq: number
  readonly at: Instant
  readonly text: string
  readonly because: readonly Because[]
  /** It asks for a person or tells the team. */
  readonly loud: boolean
  /** The customer's messages until then. */
  readonly messages: number
}

export interface Need {
  readonly seq: number
  readonly at: Instant
  readonly messages: number
  readonly text: string
}

/** One stretch with the bot, up to the end of its episode. */
export interface Stretch {
  readonly hits: readonly Hit[]
  /** The first time that a person was needed in it. */
  readonly need: Need | null
}

export interface RunOver {
  readonly messages: number
  readonly stretches: readonly Stretch[]
}

interface Running {
  state: Conversation
  hearing: Hearing
  messages: number
  last: JustSaid | null
  hits: Hit[]
  need: Need | null
  readonly stretches: Stretch[]
}

const textMost = 500

function saidIn(event: ConversationEvent): JustSaid | null {
  if (event.type === 'MessageReceived') return { seq: event.seq, by: 'contact', text: event.data.text }
  if (event.type === 'MessageSent' && event.data.from === 'bot')
    return { seq: event.seq, by: 'bot', text: event.data.text }
  return null
}

/** Whether rules are asked after it, as they are in a live conversation. */
function isOccasion(event: ConversationEvent): boolean {
  return (
    saidIn(event) !== null ||
    event.type === 'TurnFailed' ||
    (event.type === 'TurnEnded' && event.data.outcome === 'failed')
  )
}

function loadedOf(run: Running, past: Past, workspace: Workspace): Loaded {
  const { state } = run
  const { contact, founding } = past
  return {
    workspaceId: workspace.id,
    state,
    contact: { id: founding.contactId, name: contact.name, email: contact.email, version: 0 },
    known: { language: contact.language, attributes: contact.attributes },
    channelId: founding.channelId,
    lastMessage: null,
    movedAt: '',
    createdAt: '',
    hearing: run.hearing,
  }
}

/** Asks the rules in order, as often as one of them fires. */
function ask(run: Running, past: Past, rules: WorkspaceRules, workspace: Workspace, at: Instant): void {
  const loaded = loadedOf(run, past, workspace)
  const listener = listenerOf(factsOf(loaded, run.hearing, workspace, at, run.last))
  for (const ready of rules.on) {
    if (!mayFire(ready, run.hearing, run.state.control.state)) continue
    const { rule, asksForPerson } = ready
    const { truth, because } = evaluateCondition(rule.when, listener)
    if (truth !== 'holds') continue
    run.hearing = { ...run.hearing, fired: { ...run.hearing.fired, [rule.id]: run.hearing.messages } }
    run.hits.push({
      ruleId: rule.id,
      seq: run.last?.seq ?? run.state.seq,
      at,
      text: (run.last?.text ?? '').slice(0, textMost),
      because,
      loud: asksForPerson || rule.actions.some(action => action.do === 'alert'),
      messages: run.messages,
    })
    if (rule.stop) return
  }
}

/** Times between two moments at which a rule that waits would have been looked at. */
function duesBetween(
  run: Running,
  past: Past,
  rules: WorkspaceRules,
  workspace: Workspace,
  from: Instant,
  to: Instant,
): readonly Instant[] {
  if (!rules.waits || !past.timed) return []
  const since = {
    person: requestedSince(loadedOf(run, past, workspace)),
    answer: run.hearing.unansweredSince,
  }
  const dues = rules.on.flatMap(({ waits }) =>
    waits.flatMap(wait => {
      const begun = since[wait.for]
      const due = begun === null ? null : plusMs(begun, wait.ms)
      return due !== null && due > from && due < to ? [due] : []
    }),
  )
  return [...new Set(dues)].sort()
}

function within({ hits, need }: Stretch, { from }: Time): readonly Stretch[] {
  if (need !== null && need.at < from) return []
  const inTime = hits.filter(hit => hit.at >= from)
  return inTime.length > 0 || need !== null ? [{ hits: inTime, need }] : []
}

function close(run: Running): void {
  if (run.hits.length > 0 || run.need !== null) run.stretches.push({ hits: run.hits, need: run.need })
  run.hits = []
  run.need = null
}

/** The time that is looked at; what was said before it is what led there. */
export interface Time {
  readonly from: Instant
  readonly to: Instant
}

/** What a rule of that time did is no reason for one of now to be silent. */
const isOfRules = ({ type }: ConversationEvent) => type === 'RuleFired' || type === 'AlertRaised'

export function runOver(past: Past, rules: WorkspaceRules, workspace: Workspace, time: Time): RunOver {
  const run: Running = {
    state: newConversation(past.founding),
    hearing: silence,
    messages: 0,
    last: null,
    hits: [],
    need: null,
    stretches: [],
  }
  let before: Instant = ''
  for (const event of past.events) {
    if (before !== '')
      for (const due of duesBetween(run, past, rules, workspace, before, event.at))
        ask(run, past, rules, workspace, due)
    before = event.at
    if (past.timed) run.state = evolve(run.state, event)
    if (!isOfRules(event)) run.hearing = hearEvent(run.hearing, event)
    if (event.type === 'MessageReceived') run.messages += 1
    run.last = saidIn(event) ?? run.last
    // What was said before the need is what might have told of it: the rules are asked first.
    if (isOccasion(event)) ask(run, past, rules, workspace, event.at)
    if (past.needs.has(event.seq) && run.need === null) {
      const text = run.last?.by === 'contact' ? run.last.text.slice(0, textMost) : ''
      run.need = { seq: event.seq, at: event.at, messages: run.messages, text }
    }
    if (run.hearing.since === event.seq) close(run)
  }
  if (before !== '')
    for (const due of duesBetween(run, past, rules, workspace, before, time.to))
      ask(run, past, rules, workspace, due)
  close(run)
  return { messages: run.messages, stretches: run.stretches.flatMap(one => within(one, time)) }
}
