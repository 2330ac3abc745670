// One turn of a bot: wake it, and write what it says. The answer goes through the same flight as everything
// else, where the token decides (TK3); nothing is checked here that counts.
import type { BotActor, TurnId, TurnToken } from '@baton/core'
import { openTurn, plainText, textParts } from '@baton/core'
import type { BotKind, TurnRequest, TurnResult } from './bot-port.ts'
import { BotFault, LateFault, TurnOver } from './bot-port.ts'
import type { Directory } from './directory.ts'
import type { Drafts } from './drafts.ts'
import type { Flights } from './flights.ts'
import type { ConversationKey, ConversationStore, Loaded } from './ports.ts'
import { PortFault } from './ports.ts'
import type { OpenedTurn } from './turn-request.ts'
import { requestOf } from './turn-request.ts'
import type { Voice } from './voice.ts'
import { createVoice } from './voice.ts'
import type { BotEntry } from './workspace.ts'

export interface TurnsOptions {
  readonly store: ConversationStore
  readonly directory: Directory
  readonly flights: Flights
  readonly drafts: Drafts
  readonly kinds: ReadonlyMap<string, BotKind>
  /** What went wrong, for the log: never what was said. */
  readonly onBotFailed: (key: ConversationKey, bot: BotEntry, error: unknown) => void
}

/** One try at a turn. */
export interface TurnRun {
  readonly controller: AbortController
  /** Something changed on another server: is the turn still open? */
  recheck: (() => void) | null
}

export type TurnEnd = 'answered' | 'not_owed'

export interface Turns {
  /** Runs the turn if it is still the open one. Rejects with a PortFault when the world did not answer. */
  run(key: ConversationKey, turnId: TurnId, known: Loaded | null, run: TurnRun): Promise<TurnEnd>
}

const problemMax = 300
/** A bot of any kind that is not done by then has failed. */
const runLimitMs = 5 * 60_000
const goneProblem = 'this bot was deleted; give the conversation another one'
const lateProblem = 'the bot did not answer in time'

async function write(
  flights: Flights,
  key: ConversationKey,
  actor: BotActor,
  token: TurnToken,
  seq: number,
  result: TurnResult,
): Promise<boolean> {
  const command =
    result.kind === 'later'
      ? ({ type: 'DeferTurn', actor, token, until: result.until, heardThrough: seq } as const)
      : ({
          type: 'AnswerTurn',
          actor,
          token,
          ...result.answer,
          ends: true,
          heardThrough: result.unheard ? null : seq,
        } as const)
  return (await flights.handle({ ...key, command })).ok
}

/** BT2: what a visitor had read of it stays in the log, as what it is. */
async function interrupted(
  flights: Flights,
  key: ConversationKey,
  actor: BotActor,
  turnId: TurnId,
  shown: string,
) {
  if (shown.trim() === '') return
  const command = { type: 'InterruptMessage', actor, turnId, parts: textParts(shown) } as const
  await flights.handle({ ...key, command })
}

async function fail(
  flights: Flights,
  key: ConversationKey,
  actor: BotActor,
  token: TurnToken,
  problem: string,
) {
  const command = { type: 'FailTurn', actor, token, problem: problem.slice(0, problemMax) } as const
  await flights.handle({ ...key, command })
}

/** What was shown is the beginning of something that was said. */
function becameMessage(shown: string, result: TurnResult): boolean {
  if (result.kind === 'later') return false
  const text = shown.trim()
  return text === '' || result.answer.messages.some(parts => plainText(parts).includes(text))
}

export function createTurns(options: TurnsOptions): Turns {
  const { store, directory, flights, drafts, kinds, onBotFailed } = options

  async function opened(
    key: ConversationKey,
    turnId: TurnId,
    known: Loaded | null,
  ): Promise<OpenedTurn | null> {
    const loaded = known ?? (await store.read(key))
    const turn = loaded ? openTurn(loaded.state.control) : null
    const botId = loaded?.state.botId
    if (!loaded || !turn || turn.id !== turnId || !botId) return null
    const bot = (await directory.of(key.workspaceId)).bots.get(botId)
    if (bot) return { loaded, turn, bot }
    // The customer must not meet silence: this leads to a person (BT3).
    const actor: BotActor = { kind: 'bot', id: botId, name: '' }
    await fail(flights, key, actor, { turnId, epoch: turn.epoch }, goneProblem)
    return null
  }

  async function resultOf(request: TurnRequest, bot: BotEntry, voice: Voice): Promise<TurnResult> {
    const kind = kinds.get(bot.kind)
    if (!kind) throw new BotFault(`there is no kind of bot called ${bot.kind}`)
    const result = kind.answer(request, voice)
    // A kind that does not listen to its signal must not keep the turn.
    result.catch(() => undefined)
    return Promise.race([result, voice.overBy(runLimitMs)])
  }

  return {
    async run(key, turnId, known, run) {
      const open = await opened(key, turnId, known)
      if (!open) return 'not_owed'
      const { turn, bot, loaded } = open
      const actor: BotActor = { kind: 'bot', id: bot.id, name: bot.name }
      const token = { turnId, epoch: turn.epoch }
      if (turn.deferred) {
        await fail(flights, key, actor, token, lateProblem)
        return 'answered'
      }
      const request = requestOf(open, await directory.of(key.workspaceId), store.now())
      const voice = createVoice({
        key,
        actor,
        token,
        controller: run.controller,
        store,
        flights,
        drafts,
        memory: loaded.state.memory,
      })
      run.recheck = voice.recheck
      try {
        const result = await resultOf(request, bot, voice)
        const stood = await write(flights, key, actor, token, request.seq, result)
        const shown = voice.close()
        if (!stood || !becameMessage(shown, result)) await interrupted(flights, key, actor, turnId, shown)
        return 'answered'
      } catch (error) {
        const late = error instanceof LateFault
        const over = !late && (run.controller.signal.aborted || error instanceof TurnOver)
        const shown = voice.close()
        // The world did not answer: the whole turn is tried again, and nothing of it is known to be wrong.
        if (error instanceof PortFault && !over) throw error
        if (!over) {
          onBotFailed(key, bot, error)
          await fail(flights, key, actor, token, error instanceof Error ? error.message : 'the bot failed')
        }
        await interrupted(flights, key, actor, turnId, shown)
        return 'answered'
      } finally {
        run.recheck = null
      }
    },
  }
}
