// One turn of a bot: wake it, and write what it says. The answer goes through the same flight as everything
// else, where the token decides (TK3); nothing is checked here that counts.
import type { BotActor, Turn, TurnAnswer, TurnId } from '@baton/core'
import { openTurn } from '@baton/core'
import type { Directory } from './directory.ts'
import type { Flights } from './flights.ts'
import { newId } from './new-id.ts'
import type { BotKind, ConversationKey, ConversationStore, Loaded } from './ports.ts'
import type { BotEntry } from './workspace.ts'

export interface TurnsOptions {
  readonly store: ConversationStore
  readonly directory: Directory
  readonly flights: Flights
  readonly kinds: ReadonlyMap<string, BotKind>
  /** What went wrong, for the log: never what was said. */
  readonly onBotFailed: (key: ConversationKey, bot: BotEntry, error: unknown) => void
}

/** One try at a turn. */
export interface TurnRun {
  readonly controller: AbortController
  /** The bot has said what it says; only the writing of it remains. */
  answered: boolean
}

export type TurnEnd = 'answered' | 'not_owed'

export interface Turns {
  /** Runs the turn if it is still the open one. Rejects with a PortFault when the world did not answer. */
  run(key: ConversationKey, turnId: TurnId, known: Loaded | null, run: TurnRun): Promise<TurnEnd>
}

const problemMax = 300

export function createTurns({ store, directory, flights, kinds, onBotFailed }: TurnsOptions): Turns {
  async function answerOf(
    turn: Turn,
    bot: BotEntry,
    loaded: Loaded,
    signal: AbortSignal,
  ): Promise<TurnAnswer> {
    const kind = kinds.get(bot.kind)
    if (!kind) throw new Error(`there is no kind of bot called ${bot.kind}`)
    const { cause, resume, input } = turn
    const { memory } = loaded.state
    return kind.answer({ bot, cause, resume, input, memory, at: store.now(), wakeId: newId() }, signal)
  }

  return {
    async run(key, turnId, known, run) {
      const loaded = known ?? (await store.read(key))
      const turn = loaded ? openTurn(loaded.state.control) : null
      const botId = loaded?.state.botId
      if (!loaded || !turn || turn.id !== turnId || !botId) return 'not_owed'
      const bot = (await directory.of(key.workspaceId)).bots.get(botId)
      if (!bot) return 'not_owed'
      const actor: BotActor = { kind: 'bot', id: bot.id, name: bot.name }
      const token = { turnId, epoch: turn.epoch }
      let answer: TurnAnswer
      run.answered = false
      try {
        answer = await answerOf(turn, bot, loaded, run.controller.signal)
      } catch (error) {
        if (run.controller.signal.aborted) return 'answered'
        run.answered = true
        onBotFailed(key, bot, error)
        const problem = (error instanceof Error ? error.message : 'the bot failed').slice(0, problemMax)
        await flights.handle({ ...key, command: { type: 'FailTurn', actor, token, problem } })
        return 'answered'
      }
      run.answered = true
      await flights.handle({ ...key, command: { type: 'AnswerTurn', actor, token, ...answer, ends: true } })
      return 'answered'
    },
  }
}
