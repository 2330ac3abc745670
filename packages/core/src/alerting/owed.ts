// Which alert an event owes, and what withdraws it (AL1, AL2).
import type { ConversationEvent } from '../conversation/event.ts'
import type { Conversation } from '../conversation/state.ts'

/** One alert is open under a key at a time (AL2): of an episode, or of a rule that asked for nobody. */
export type AlertKey = `episode ${number}` | `rule ${string}`

export type AlertEffect =
  /** The team is to be told. `seq` is the event that owes it. */
  | { readonly type: 'Alert'; readonly key: AlertKey; readonly seq: number }
  /** Whatever the team was told about this conversation until `seq` is settled. */
  | { readonly type: 'WithdrawAlert'; readonly seq: number }

/** `state` is the conversation after the event. */
export function alertsOf(
  { type, data, seq }: ConversationEvent,
  { control }: Conversation,
): readonly AlertEffect[] {
  switch (type) {
    case 'HumanRequested':
      if (!data.first) return []
      return control.state === 'requesting'
        ? [{ type: 'Alert', key: `episode ${control.episodeSeq}`, seq }]
        : []
    case 'ReturnedToQueue':
      return control.state === 'requesting'
        ? [{ type: 'Alert', key: `episode ${control.episodeSeq}`, seq }]
        : []
    case 'AlertRaised':
      // Where a person is wanted already, the episode's alert is the one that is visible.
      return control.state === 'requesting' ? [] : [{ type: 'Alert', key: `rule ${data.ruleId}`, seq }]
    case 'TakenOver':
    case 'RequestDismissed':
    case 'Resolved':
    case 'TakeoverCancelled':
      return [{ type: 'WithdrawAlert', seq }]
    case 'BotChanged':
      return data.previousOwner === null ? [] : [{ type: 'WithdrawAlert', seq }]
    default:
      return []
  }
}
