// The four kinds of bot, as they are shown.
import { Bot, Braces, Sparkles, Workflow } from 'lucide-react'
import type { BotKey } from '../use-bot-words.ts'

export const botKinds = ['flow', 'ai', 'http', 'rasa'] as const
export type BotKindName = (typeof botKinds)[number]

interface Shown {
  readonly icon: typeof Bot
  readonly name: BotKey
  readonly text: BotKey
}

export const shownKinds: Readonly<Record<BotKindName, Shown>> = {
  flow: { icon: Workflow, name: 'botKind.flow', text: 'botKind.flowText' },
  ai: { icon: Sparkles, name: 'botKind.ai', text: 'botKind.aiText' },
  http: { icon: Braces, name: 'botKind.http', text: 'botKind.httpText' },
  rasa: { icon: Bot, name: 'botKind.rasa', text: 'botKind.rasaText' },
}
