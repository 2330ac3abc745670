// What one decision makes of a conversation: its events, encoded, and what they owe. And the joining of two of them.
import type { Context, Happening, Instant, Policy } from '@baton/core'
import { append } from '@baton/core'
import type { AnswerAtOnce } from './answer-at-once.ts'
import { encodeEvent } from './encode.ts'
import type { PromptWanted } from './hearing.ts'
import { outboxChanges } from './owed.ts'
import type { EncodedEvent, FlightDeck, Loaded, OutboxChange } from './ports.ts'
import { withEvents } from './rows.ts'
import { heardIn } from './rules-in-flight.ts'
import type { Workspace } from './workspace.ts'

export interface FreshIds extends Omit<Context, 'at' | 'policy'> {
  /** For what a bot answers to this command. */
  readonly following: FreshIds
  /** For what rules do beside it. */
  readonly beside: FreshIds
}

/** What a whole flight has in common. */
export interface FoldContext {
  readonly deck: FlightDeck
  readonly workspaces: ReadonlyMap<string, Workspace>
  readonly now: Instant
  readonly answerAtOnce: AnswerAtOnce
  /** Whether bots of this kind want to hear of more than their turns. */
  readonly listens: (kind: string) => boolean
}

/** What came of a command so far, with all that followed from it. */
export interface Decided {
  readonly loaded: Loaded
  readonly events: readonly EncodedEvent[]
  readonly changes: readonly OutboxChange[]
  /** What a model has to judge before rules are through. */
  readonly wanted: readonly PromptWanted[]
}

export function decided(
  loaded: Loaded,
  happenings: readonly Happening[],
  policy: Policy,
  workspace: Workspace,
  { deck, now, listens }: FoldContext,
): Decided {
  const { events, states } = append(loaded.state, happenings, deck.at)
  const encoded = events.map(encodeEvent)
  const channelKind = workspace.channels.get(loaded.channelId)?.kind ?? ''
  return {
    loaded: heardIn(withEvents(loaded, states.at(-1) ?? loaded.state, encoded), encoded),
    events: encoded,
    changes: outboxChanges(events, states, policy, channelKind, now, botId =>
      listens(workspace.bots.get(botId)?.kind ?? ''),
    ),
    wanted: [],
  }
}

export function contextOf(ids: FreshIds, policy: Policy, { deck }: FoldContext): Context {
  // Not spread: the ids are made when they are asked for.
  return {
    at: deck.at,
    policy,
    messageId: ids.messageId,
    get turnId() {
      return ids.turnId
    },
  }
}

/** `next` was decided on top of `first`. */
export function joined(first: Decided, next: Decided): Decided {
  return {
    loaded: next.loaded,
    events: [...first.events, ...next.events],
    changes: [...first.changes, ...next.changes],
    wanted: [...first.wanted, ...next.wanted],
  }
}
