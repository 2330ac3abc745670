// The kinds of blocks as they are shown, in the order of the palette.
import type { BlockKind } from '@baton/core'
import type { LucideIcon } from 'lucide-react'
import {
  CircleStop,
  Clock,
  Flag,
  GitFork,
  Globe,
  Hand,
  Inbox,
  ListChecks,
  MessageCircleQuestion,
  MessageSquare,
  PenLine,
  Sparkles,
  Star,
  Tag,
  UserRoundSearch,
  Variable,
} from 'lucide-react'
import type { BotKey } from '../use-bot-words.ts'

export type KindGroup = 'talk' | 'decide' | 'call' | 'people' | 'mark'

interface ShownKind {
  readonly icon: LucideIcon
  readonly group: KindGroup
  readonly name: BotKey
  readonly text: BotKey
}

const shown = (kind: BlockKind, group: KindGroup, icon: LucideIcon): ShownKind => ({
  icon,
  group,
  name: `block.${kind}`,
  text: `block.${kind}Text`,
})

export const shownBlocks: Readonly<Record<BlockKind, ShownKind>> = {
  message: shown('message', 'talk', MessageSquare),
  choices: shown('choices', 'talk', ListChecks),
  question: shown('question', 'talk', MessageCircleQuestion),
  feedback: shown('feedback', 'talk', Star),
  condition: shown('condition', 'decide', GitFork),
  set: shown('set', 'decide', Variable),
  wait: shown('wait', 'decide', Clock),
  end: shown('end', 'decide', CircleStop),
  request: shown('request', 'call', Globe),
  ai: shown('ai', 'call', Sparkles),
  handoff: shown('handoff', 'people', Hand),
  ask_team: shown('ask_team', 'people', UserRoundSearch),
  queue: shown('queue', 'people', Inbox),
  tag: shown('tag', 'mark', Tag),
  status: shown('status', 'mark', PenLine),
  priority: shown('priority', 'mark', Flag),
}

/** By group, as the palette lists them. */
export const paletteKinds = Object.keys(shownBlocks) as readonly BlockKind[]

/** Tone is meaning: people, machines, and the rest of the flow. */
export const groupTones: Readonly<Record<KindGroup, string>> = {
  talk: 'bg-sunken text-ink-2',
  decide: 'bg-sunken text-ink-2',
  call: 'bg-bot-soft text-bot-ink',
  people: 'bg-person-soft text-person-ink',
  mark: 'bg-sunken text-ink-2',
}
