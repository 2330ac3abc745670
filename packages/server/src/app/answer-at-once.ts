// A bot that needs nothing but the request answers in the flight that woke it: one commit instead of two. Its
// answer is a command like any other, with a token, and decided like any other.
import type { AnswerTurn, Conversation, Instant } from '@baton/core'
import { openTurn } from '@baton/core'
import { newId } from './new-id.ts'
import type { BotKind } from './ports.ts'
import type { Workspace } from './workspace.ts'

/** The answer to the open turn, if it is due; null where it needs a run of its own. */
export type AnswerAtOnce = (state: Conversation, workspace: Workspace, at: Instant) => AnswerTurn | null

export function createAnswerAtOnce(kinds: ReadonlyMap<string, BotKind>): AnswerAtOnce {
  return (state, workspace, at) => {
    const turn = openTurn(state.control)
    const bot = state.botId ? workspace.bots.get(state.botId) : undefined
    const kind = bot ? kinds.get(bot.kind) : undefined
    // A turn that failed before is tried again with its pauses, not in the next command's flight.
    if (!turn || !bot || !kind?.answerAtOnce || turn.failures > 0 || turn.settlesAt > at) return null
    const { cause, resume, input } = turn
    try {
      const answer = kind.answerAtOnce({
        bot,
        cause,
        resume,
        input,
        memory: state.memory,
        at,
        wakeId: newId(),
      })
      const actor = { kind: 'bot', id: bot.id, name: bot.name } as const
      return {
        type: 'AnswerTurn',
        actor,
        token: { turnId: turn.id, epoch: turn.epoch },
        ...answer,
        ends: true,
      }
    } catch {
      // Its own run meets the same fault, and knows how to tell it (BT3).
      return null
    }
  }
}
