// Where an arrow key leads from a block: along the arrows of the flow, not across the screen.
import type { BlockId, Flow } from '@baton/core'
import type { Layout } from '../flow/edits.ts'
import { inOrder, waysOf } from '../flow/ways.ts'

export type ArrowKey = 'ArrowRight' | 'ArrowLeft' | 'ArrowUp' | 'ArrowDown'

export function isArrowKey(key: string): key is ArrowKey {
  return key === 'ArrowRight' || key === 'ArrowLeft' || key === 'ArrowUp' || key === 'ArrowDown'
}

function leadsOn(flow: Flow, id: BlockId): readonly BlockId[] {
  const block = flow.blocks[id]
  const to = block ? waysOf(block).flatMap(way => way.to ?? []) : []
  return [...new Set(to)].filter(other => other !== id && Object.hasOwn(flow.blocks, other))
}

function leadsHere(flow: Flow, id: BlockId): readonly BlockId[] {
  return inOrder(flow).filter(other => other !== id && leadsOn(flow, other).includes(id))
}

/** Right: onward. Left: back. Up and down: the other ways from where one came, else the nearest card. */
export function along(flow: Flow, layout: Layout, from: BlockId | null, key: ArrowKey): BlockId | null {
  const order = inOrder(flow)
  if (from === null || !Object.hasOwn(flow.blocks, from)) return order[0] ?? null
  const yOf = (id: BlockId) => layout[id]?.y ?? 0
  if (key === 'ArrowRight') return leadsOn(flow, from)[0] ?? null
  if (key === 'ArrowLeft') return leadsHere(flow, from)[0] ?? null
  const down = key === 'ArrowDown'
  const beyond = (id: BlockId) => (down ? yOf(id) > yOf(from) : yOf(id) < yOf(from))
  const siblings = leadsHere(flow, from).flatMap(before => leadsOn(flow, before))
  const near = (id: BlockId) =>
    Math.abs((layout[id]?.x ?? 0) - (layout[from]?.x ?? 0)) / 2 + Math.abs(yOf(id) - yOf(from))
  const nearest = (ids: readonly BlockId[]) =>
    ids.filter(id => id !== from && beyond(id)).sort((a, b) => near(a) - near(b))[0] ?? null
  return nearest(siblings) ?? nearest(order)
}
