// The words of bots.
import { enBots } from '../../app/messages/en-bots.ts'
import { esBots } from '../../app/messages/es-bots.ts'
import type { OwnWords } from '../../app/own-words.ts'
import { ownWords } from '../../app/own-words.ts'

export type BotKey = keyof typeof enBots
export type BotWords = OwnWords<BotKey>

export const useBotWords = ownWords({ en: enBots, es: esBots })
