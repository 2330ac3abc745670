// A bot that needs nothing but the request answers in the flight that woke it: one commit instead of two. Its
// answer is a command like any other, with a token, and decided like any other.
import type { AnswerTurn, Instant } from '@baton/core'
import { openTurn } from '@baton/core'
import type { BotKind } from './bot-port.ts'
import type { Loaded } from './ports.ts'
import { requestOf } from './turn-request.ts'
import type { Workspace } from './workspace.ts'

/** The answer to the open turn, if it is due; null where it needs a run of its own. */
export type AnswerAtOnce = (loaded: Loaded, workspace: Workspace, at: Instant) => AnswerTurn | null

export function createAnswerAtOnce(kinds: ReadonlyMap<string, BotKind>): AnswerAtOnce {
  return (loaded, workspace, at) => {
    const { state } = loaded
    const turn = openTurn(state.control)
    const bot = state.botId ? workspace.bots.get(state.botId) : undefined
    const kind = bot ? kinds.get(bot.kind) : undefined
    // A turn that failed before is tried again with its pauses, not in the next command's flight.
    if (!turn || !bot || !kind?.answerAtOnce || turn.failures > 0 || turn.settlesAt > at) return null
    try {
      const answer = kind.answerAtOnce(requestOf({ loaded, turn, bot }, workspace, at))
      if (answer === null) return null
      const actor = { kind: 'bot', id: bot.id, name: bot.name } as const
      return {
        type: 'AnswerTurn',
        actor,
        token: { turnId: turn.id, epoch: turn.epoch },
        ...answer,
        ends: true,
        // Nothing that answers at once reads guidance.
        heardThrough: null,
      }
    } catch {
      // Its own run meets the same fault, and knows how to tell it (BT3).
      return null
    }
  }
}
