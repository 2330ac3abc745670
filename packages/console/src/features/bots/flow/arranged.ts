// Lays a flow out from left to right, as one comes through it.

import type { BlockId, BlockKind, Flow } from '@baton/core'
import dagre from '@dagrejs/dagre'
import { cardHeight, cardWidth, entranceOf, tabsHeight } from './card-size.ts'
import type { Draft, Layout, Place } from './edits.ts'
import { blockIn, onGrid } from './edits.ts'
import { emptyBlocks } from './shape.ts'
import { inOrder, waysOf } from './ways.ts'

const between = { ranks: 88, blocks: 40 }
/** As wide as a row of small groups grows, at least. */
const rowWidth = 2_000

type Sizes = ReadonlyMap<BlockId, { readonly height: number; readonly tabs: number }>

function sizesOf(flow: Flow): Sizes {
  return new Map(
    Object.entries(flow.blocks).map(([id, block]) => {
      const tabs = tabsHeight(entranceOf(flow, id))
      return [id, { height: cardHeight(block) + tabs, tabs }]
    }),
  )
}

/**
 * The arrows by which one first comes to a block, and those beside them. Arrows back to a menu, of which most flows
 * are full, would pull everything apart.
 */
function onward(flow: Flow): readonly (readonly [BlockId, BlockId])[] {
  const depths = new Map<BlockId, number>()
  const arrows: (readonly [BlockId, BlockId])[] = []
  for (const root of inOrder(flow)) {
    if (depths.has(root)) continue
    depths.set(root, 0)
    const open = [root]
    for (let id = open.shift(); id !== undefined; id = open.shift()) {
      const block = flow.blocks[id]
      const depth = (depths.get(id) ?? 0) + 1
      for (const { to } of block ? waysOf(block) : []) {
        if (to === null || !Object.hasOwn(flow.blocks, to)) continue
        if (!depths.has(to)) {
          depths.set(to, depth)
          open.push(to)
        }
        if (depths.get(to) === depth) arrows.push([id, to])
      }
    }
  }
  return arrows
}

/** Blocks that hang together by these arrows, each group in the order of the flow. */
function groups(flow: Flow, arrows: ReturnType<typeof onward>): readonly (readonly BlockId[])[] {
  const groupOf = new Map(inOrder(flow).map(id => [id, [id]]))
  for (const [from, to] of arrows) {
    const [one, other] = [groupOf.get(from), groupOf.get(to)]
    if (!one || !other || one === other) continue
    one.push(...other)
    for (const id of other) groupOf.set(id, one)
  }
  return [...new Set(groupOf.values())]
}

interface Drawn {
  readonly places: readonly (readonly [BlockId, Place])[]
  readonly width: number
  readonly height: number
}

function drawn(ids: readonly BlockId[], arrows: ReturnType<typeof onward>, sizes: Sizes): Drawn {
  const graph = new dagre.graphlib.Graph()
  graph.setGraph({ rankdir: 'LR', ranksep: between.ranks, nodesep: between.blocks })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const id of ids) graph.setNode(id, { width: cardWidth, height: sizes.get(id)?.height ?? 0 })
  for (const [from, to] of arrows) if (graph.hasNode(from) && graph.hasNode(to)) graph.setEdge(from, to)
  dagre.layout(graph)
  const places = ids.map(id => {
    const { x, y, height } = graph.node(id) as Place & { readonly height: number }
    return [id, { x: x - cardWidth / 2, y: y - height / 2 + (sizes.get(id)?.tabs ?? 0) }] as const
  })
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number }
  return { places, width, height }
}

/** The group with the start first, the others in rows below it. */
export function arranged(flow: Flow): Layout {
  const arrows = onward(flow)
  const sizes = sizesOf(flow)
  const all = groups(flow, arrows).map(ids => drawn(ids, arrows, sizes))
  const widest = Math.max(rowWidth, ...all.map(({ width }) => width))
  const layout: Record<BlockId, Place> = {}
  const row = { x: 0, y: 0, height: 0 }
  for (const { places, width, height } of all) {
    if (row.x > 0 && row.x + width > widest)
      Object.assign(row, { x: 0, y: row.y + row.height + 72, height: 0 })
    for (const [id, { x, y }] of places) layout[id] = onGrid({ x: x + row.x, y: y + row.y })
    row.x += width + between.ranks
    row.height = Math.max(row.height, height)
  }
  return layout
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
