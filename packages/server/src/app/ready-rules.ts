// Rules as they are in force: read from what is stored, with what they name that is gone any more left out.
import type { Condition, ControlState, Rule, RuleAction, RuleDraft } from '@baton/core'
import { conditionsOf, parseRule } from '@baton/core'
import type { BrokenPart } from '@baton/protocol'

export interface RuleRecord {
  readonly id: string
  readonly rule: unknown
  readonly version: number
  readonly updatedAt: string
}

export interface Wait {
  readonly for: 'person' | 'answer'
  readonly ms: number
}

export interface ReadyRule {
  /** As it is in force. */
  readonly rule: Rule
  /** As it was written. */
  readonly written: RuleDraft
  readonly version: number
  readonly updatedAt: string
  readonly broken: readonly BrokenPart[]
  readonly waits: readonly Wait[]
  /** Judged by the model; null: it asks nothing of it. */
  readonly prompt: string | null
  readonly asksForPerson: boolean
}

export interface WorkspaceRules {
  /** All of them, in order. */
  readonly all: readonly ReadyRule[]
  /** Those that are on. */
  readonly on: readonly ReadyRule[]
  readonly waits: boolean
}

export const noRules: WorkspaceRules = { all: [], on: [], waits: false }

/** What a rule may name. */
export interface Named {
  readonly teams: ReadonlyMap<string, unknown>
  readonly bots: ReadonlyMap<string, unknown>
  readonly channels: ReadonlyMap<string, unknown>
  readonly statuses: readonly { readonly name: string }[]
  /** The AI agent whose model judges prompts. */
  readonly briefBotId: string | null
}

function goneIn(condition: Condition, path: string, named: Named): readonly BrokenPart[] {
  const among = (what: BrokenPart['what'], ids: readonly (string | null)[], known: (id: string) => boolean) =>
    ids.flatMap((id, at) =>
      id === null || known(id) ? [] : [{ path: `${path}.anyOf[${at}]`, what, id } satisfies BrokenPart],
    )
  switch (condition.kind) {
    case 'team':
      return among('team', condition.anyOf, id => named.teams.has(id))
    case 'bot':
      return among('bot', condition.anyOf, id => named.bots.has(id))
    case 'channel':
      return among('channel', condition.anyOf, id => named.channels.has(id))
    case 'status':
      return among('status', condition.anyOf, name => named.statuses.some(status => status.name === name))
    case 'hours':
      return condition.teamId === null || named.teams.has(condition.teamId)
        ? []
        : [{ path: `${path}.teamId`, what: 'team', id: condition.teamId }]
    case 'prompt':
      return named.briefBotId === null ? [{ path, what: 'model', id: '' }] : []
    default:
      return []
  }
}

/** What the rule names that is not there. */
export function brokenIn({ when, actions }: RuleDraft, named: Named): readonly BrokenPart[] {
  const inWhen = conditionsOf(when).flatMap(({ condition, path }) => goneIn(condition, path, named))
  const inActions = actions.flatMap((action, at): readonly BrokenPart[] => {
    const teamId = 'teamId' in action ? action.teamId : null
    return teamId === null || named.teams.has(teamId)
      ? []
      : [{ path: `actions[${at}].teamId`, what: 'team', id: teamId }]
  })
  return [...inWhen, ...inActions]
}

/** A person is asked for all the same; into the queue of a team that is gone nothing moves. */
function withoutGone(action: RuleAction, named: Named): readonly RuleAction[] {
  if (!('teamId' in action) || action.teamId === null || named.teams.has(action.teamId)) return [action]
  return action.do === 'request' ? [{ ...action, teamId: null }] : []
}

function readyFrom({ id, rule: stored, version, updatedAt }: RuleRecord, named: Named): readonly ReadyRule[] {
  const parsed = parseRule(stored)
  // What is stored was parsed when it came in; what only a later Baton understands is left alone.
  if (!parsed.ok) return []
  const all = conditionsOf(parsed.rule.when).map(({ condition }) => condition)
  const waits = all.flatMap(one => (one.kind === 'waiting' ? [{ for: one.for, ms: one.longerThanMs }] : []))
  const [prompt = null] = all.flatMap(one => (one.kind === 'prompt' ? [one.text] : []))
  const actions = parsed.rule.actions.flatMap(action => withoutGone(action, named))
  const ready: ReadyRule = {
    rule: { ...parsed.rule, actions, id },
    written: parsed.rule,
    version,
    updatedAt,
    broken: brokenIn(parsed.rule, named),
    waits,
    prompt,
    asksForPerson: actions.some(action => action.do === 'request'),
  }
  return [ready]
}

export function rulesFrom(records: readonly RuleRecord[], named: Named): WorkspaceRules {
  if (records.length === 0) return noRules
  const all = records.flatMap(record => readyFrom(record, named))
  const on = all.filter(({ rule }) => rule.on)
  return { all, on, waits: on.some(({ waits }) => waits.length > 0) }
}

/** Until it fires again, so many messages of the customer's; one that asks for a person fires once an episode. */
const againAfterMessages = 10

export function mayFire(
  { rule, asksForPerson }: ReadyRule,
  { fired, messages }: { readonly fired: Readonly<Record<string, number>>; readonly messages: number },
  state: ControlState,
): boolean {
  const at = fired[rule.id]
  if (at !== undefined && (asksForPerson || messages - at < againAfterMessages)) return false
  return state !== 'intervened' || rule.actions.some(({ do: kind }) => kind !== 'request' && kind !== 'tell')
}
