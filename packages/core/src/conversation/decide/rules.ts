// What a rule does once its condition holds (RU2): all of its actions in one decision, each only where it changes
// something and the rules of control allow it.
import { textParts } from '../../message/content.ts'
import type { RuleAction } from '../../rules/rule.ts'
import { recordOf } from '../actor.ts'
import type { Context } from '../command.ts'
import type { Happening } from '../event.ts'
import { higherPriority } from '../request.ts'
import type { FireRule, HearSignals } from '../rule-command.ts'
import type { Conversation } from '../state.ts'
import { tagEvents } from './marks.ts'
import type { Decision } from './outcome.ts'
import { happened, nothing, systemMessage } from './outcome.ts'
import { requestEvents } from './requests.ts'

/** Numbers of what a rule says among the ids of one decision. */
const toldMessage = 20

/** RU1: about the customer's last message only; what comes late about an earlier one is of no use any more. */
export function hearSignals(state: Conversation, { actor, messageSeq, signals }: HearSignals): Decision {
  if (signals.length === 0 || state.lastContact?.seq !== messageSeq) return nothing
  return happened({ type: 'SignalsHeard', actor: recordOf(actor), data: { messageSeq, signals } })
}

function requested(
  state: Conversation,
  command: FireRule,
  action: Extract<RuleAction, { do: 'request' }>,
  context: Context,
): readonly Happening[] {
  // RQ2: a person has it already.
  if (state.control.state === 'intervened') return []
  const { actor, why } = command
  const { priority, teamId } = action
  return requestEvents(state, { actor, cause: 'rule', text: why, priority, summary: null, teamId }, context)
}

function marked(state: Conversation, { actor, actions }: FireRule, action: RuleAction): readonly Happening[] {
  const by = recordOf(actor)
  switch (action.do) {
    case 'tag':
      return tagEvents(state, by, action.tags, [])
    case 'priority': {
      const { priority } = action
      // RQ4: what somebody waits for does not become less urgent.
      const { control } = state
      const least =
        control.state === 'requesting' ? higherPriority(control.request.priority, state.priority) : 'low'
      if (priority === state.priority || higherPriority(priority, least) !== priority) return []
      return [{ type: 'PriorityChanged', actor: by, data: { priority } }]
    }
    case 'team': {
      const asksForTeam = actions.some(other => other.do === 'request' && other.teamId !== null)
      if (state.control.state === 'intervened' || asksForTeam || action.teamId === state.teamId) return []
      return [{ type: 'QueueChanged', actor: by, data: { teamId: action.teamId } }]
    }
    default:
      return []
  }
}

function effectOf(
  state: Conversation,
  command: FireRule,
  action: RuleAction,
  n: number,
  context: Context,
): readonly Happening[] {
  switch (action.do) {
    case 'request':
      return requested(state, command, action, context)
    case 'alert': {
      // AL2: a request alerts by itself.
      if (command.actions.some(other => other.do === 'request') && state.control.state !== 'intervened')
        return []
      const { ruleId, name, why } = command
      return [{ type: 'AlertRaised', actor: recordOf(command.actor), data: { ruleId, name, why } }]
    }
    case 'tell':
      // While a person speaks, or somebody else on the channel, the platform does not speak in between.
      if (state.control.state === 'intervened' || state.lineHolder !== null) return []
      return [systemMessage(context, toldMessage + n, 'announcement', textParts(action.text))]
    default:
      return marked(state, command, action)
  }
}

/** Marks first and the request last, so that whoever is told of it finds it as it is. */
const order: readonly RuleAction['do'][] = ['tag', 'priority', 'team', 'tell', 'alert', 'request']

export function fireRule(state: Conversation, command: FireRule, context: Context): Decision {
  const { actor, ruleId, name, because, actions } = command
  const done: RuleAction[] = []
  const events: Happening[] = []
  for (const kind of order)
    for (const [n, action] of actions.entries()) {
      if (action.do !== kind) continue
      const own = effectOf(state, command, action, n, context)
      if (own.length === 0) continue
      done.push(action)
      events.push(...own)
    }
  if (events.length === 0) return nothing
  const fired: Happening = {
    type: 'RuleFired',
    actor: recordOf(actor),
    data: { ruleId, name, because, did: done },
  }
  return happened(fired, ...events)
}
