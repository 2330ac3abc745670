// The door for those who build bots. Nothing of it reaches a browser.

export type {
  BotHistoryItem,
  BotMessage,
  BotNewsMessage,
  BotPart,
  TurnRequested,
} from '@baton/protocol'
export type { BotFetch, BotOptions } from './define-bot.ts'
export { defineBot } from './define-bot.ts'
export type { NodeListener } from './to-node.ts'
export { toNode } from './to-node.ts'
export type { HandOff, Marks, Turn } from './turn.ts'
export { TurnOver } from './turn-over.ts'
