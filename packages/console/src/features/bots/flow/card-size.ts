// How large a block’s card is, so that arrows and the layout never wait for a page to measure it. Pixels.
import type { Block, BlockId, Flow } from '@baton/core'
import type { Way } from './ways.ts'
import { waysOf } from './ways.ts'

export const cardWidth = 248
export const headHeight = 36
export const bodyHeight = 48
export const wayHeight = 26
export const tabHeight = 26
/** Below the last way. */
const footHeight = 5
const tabsShown = 4

/** Kinds whose one way out needs no words: its handle sits at the card’s head. */
export function isPlain(ways: readonly Way[]): boolean {
  return ways.length === 1 && ways[0]?.id === 'next'
}

export function cardHeight(block: Block): number {
  const ways = waysOf(block)
  const rows = isPlain(ways) ? 0 : ways.length
  return headHeight + bodyHeight + (rows > 0 ? rows * wayHeight + footHeight : 0)
}

/** From the card’s top to the middle of a way. */
export function wayOffset(block: Block, at: number): number {
  return isPlain(waysOf(block)) ? headHeight / 2 : headHeight + bodyHeight + (at + 0.5) * wayHeight
}

/** What leads into a block from outside: the start, and triggers by their place. */
export interface Entrance {
  readonly start: boolean
  readonly triggers: readonly number[]
}

export function entranceOf(flow: Flow, id: BlockId): Entrance {
  return {
    start: flow.start === id,
    triggers: flow.triggers.flatMap((trigger, at) => (trigger.go === id ? [at] : [])),
  }
}

/** Tabs over the card; more than fit are counted in the last. */
export function tabsOf({ start, triggers }: Entrance): {
  readonly shown: readonly number[]
  readonly more: number
} {
  const room = tabsShown - (start ? 1 : 0)
  if (triggers.length <= room) return { shown: triggers, more: 0 }
  return { shown: triggers.slice(0, room - 1), more: triggers.length - room + 1 }
}

export function tabsHeight(entrance: Entrance): number {
  const { shown, more } = tabsOf(entrance)
  return ((entrance.start ? 1 : 0) + shown.length + (more > 0 ? 1 : 0)) * tabHeight
}
