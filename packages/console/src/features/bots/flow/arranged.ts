// Lays a flow out from left to right, as one comes through it.

import type { BlockKind, Flow } from '@baton/core'
import dagre from '@dagrejs/dagre'
import { cardHeight, cardWidth, entranceOf, tabsHeight } from './card-size.ts'
import type { Draft, Layout, Place } from './edits.ts'
import { blockIn, onGrid } from './edits.ts'
import { emptyBlocks } from './shape.ts'
import { inOrder, waysOf } from './ways.ts'

const between = { ranks: 88, blocks: 40 }

export function arranged(flow: Flow): Layout {
  const graph = new dagre.graphlib.Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'LR', ranksep: between.ranks, nodesep: between.blocks })
  graph.setDefaultEdgeLabel(() => ({}))
  const ids = inOrder(flow)
  const tabs = (id: string) => tabsHeight(entranceOf(flow, id))
  for (const id of ids) {
    const block = flow.blocks[id]
    if (block) graph.setNode(id, { width: cardWidth, height: cardHeight(block) + tabs(id) })
  }
  for (const id of ids) {
    const block = flow.blocks[id]
    if (!block) continue
    for (const { id: way, to } of waysOf(block))
      if (to !== null && to !== id && graph.hasNode(to)) graph.setEdge(id, to, {}, way)
  }
  dagre.layout(graph)
  return Object.fromEntries(
    ids.map(id => {
      const { x, y, height } = graph.node(id) as Place & { readonly height: number }
      return [id, onGrid({ x: x - cardWidth / 2, y: y - height / 2 + tabs(id) })]
    }),
  )
}

/** The places that are known, and beside them places for blocks that have none. */
export function completed(flow: Flow, layout: Layout): Layout {
  const missing = Object.keys(flow.blocks).filter(id => !Object.hasOwn(layout, id))
  if (missing.length === 0) return layout
  if (missing.length === Object.keys(flow.blocks).length) return arranged(flow)
  const below = Math.max(0, ...Object.values(layout).map(({ y }) => y)) + 280
  const places = missing.map((id, at): readonly [string, Place] => [
    id,
    onGrid({ x: (at % 6) * (cardWidth + between.ranks), y: below + Math.floor(at / 6) * 240 }),
  ])
  return { ...layout, ...Object.fromEntries(places) }
}

/** Near the place, and on no other card. */
export function freePlace({ flow, layout }: Draft, kind: BlockKind, near: Place): Place {
  const height = cardHeight(emptyBlocks[kind])
  const taken = Object.entries(layout).flatMap(([id, { x, y }]) => {
    const block = blockIn(flow, id)
    return block ? [{ x, y: y - tabsHeight(entranceOf(flow, id)), bottom: y + cardHeight(block) }] : []
  })
  const at = onGrid(near)
  for (let tries = 0; tries < 500; tries += 1) {
    const below = taken.find(
      other =>
        Math.abs(other.x - at.x) < cardWidth + 24 && at.y < other.bottom + 24 && at.y + height + 24 > other.y,
    )
    if (!below) break
    at.y = below.bottom + 32
  }
  return onGrid(at)
}
