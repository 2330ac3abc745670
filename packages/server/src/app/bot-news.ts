// Tells a bot what happens besides its turns: a person took over, gave back, a turn was cancelled. Told again
// until it was heard, with pauses that grow with its age, and given up after an hour.
import type { BotId, BotNews, Instant, TurnId } from '@baton/core'
import { msBetween } from '@baton/core'
import type { BotKind } from './bot-port.ts'
import type { Directory } from './directory.ts'
import type { ConversationKey, ConversationStore, OutboxRow } from './ports.ts'
import type { BotEntry } from './workspace.ts'

export interface BotNewsOptions {
  readonly store: Pick<ConversationStore, 'now'>
  readonly directory: Directory
  readonly kinds: ReadonlyMap<string, BotKind>
  readonly onGivenUp: (key: ConversationKey, bot: BotEntry, error: unknown) => void
}

export interface BotNewsDesk {
  /** Null: done, or given up. Otherwise the pause after which to tell it again. */
  tell(row: OutboxRow): Promise<number | null>
}

const triedForMs = 60 * 60_000
const firstPauseMs = 2_000
const longestPauseMs = 10 * 60_000
const answerWithinMs = 10_000

/** Written by outboxChanges. */
interface Payload {
  readonly botId: BotId
  readonly seq: number
  readonly news: BotNews
  readonly turnId: TurnId | null
  readonly at: Instant
}

export function createBotNewsDesk({ store, directory, kinds, onGivenUp }: BotNewsOptions): BotNewsDesk {
  return {
    async tell(row) {
      const { workspaceId, conversationId } = row
      const { botId, seq, news, turnId, at } = row.payload as unknown as Payload
      const bot = (await directory.of(workspaceId)).bots.get(botId)
      const kind = bot ? kinds.get(bot.kind) : undefined
      if (!bot || !kind?.hear) return null
      const key = { workspaceId, conversationId }
      const item = { id: `${conversationId} ${seq} ${news}`, key, news, seq, at, turnId }
      try {
        await kind.hear(bot, item, AbortSignal.timeout(answerWithinMs))
        return null
      } catch (error) {
        const ageMs = msBetween(at, store.now())
        if (ageMs < triedForMs) return Math.min(Math.max(ageMs, firstPauseMs), longestPauseMs)
        onGivenUp(key, bot, error)
        return null
      }
    },
  }
}
