// From a draft to what the canvas library draws. Sizes and handles are computed, never measured.
import type { BlockId, Flow } from '@baton/core'
import type { Edge, NodeHandle } from '@xyflow/react'
import { MarkerType, Position } from '@xyflow/react'
import { cardHeight, cardWidth, entranceOf, headHeight, wayOffset } from '../flow/card-size.ts'
import type { Draft, Place } from '../flow/edits.ts'
import type { Grade } from '../flow/faults.ts'
import { waysOf } from '../flow/ways.ts'
import type { CardData, CardNode } from './block-card.tsx'

/** Pixels across. */
const handleSize = 10

export interface CardView {
  readonly selected: BlockId | null
  readonly standing: BlockId | null
  readonly grades: ReadonlyMap<BlockId, Grade>
  /** Where a card is while it is dragged. */
  readonly dragged: { readonly id: BlockId; readonly at: Place } | null
  readonly label: (id: BlockId) => string
  readonly onTrigger: (at: number) => void
}

function handlesOf(block: CardData['block']): NodeHandle[] {
  const at = (y: number, x: number) => ({
    x: x - handleSize / 2,
    y: y - handleSize / 2,
    width: handleSize,
    height: handleSize,
  })
  return [
    { type: 'target', position: Position.Left, ...at(headHeight / 2, 0) },
    ...waysOf(block).map(
      (way, index): NodeHandle => ({
        id: way.id,
        type: 'source',
        position: Position.Right,
        ...at(wayOffset(block, index), cardWidth),
      }),
    ),
  ]
}

export function cardNodes({ flow, layout }: Draft, view: CardView): CardNode[] {
  const focusable = view.selected ?? flow.start
  return Object.entries(flow.blocks).map(([id, block]): CardNode => {
    const size = { width: cardWidth, height: cardHeight(block) }
    return {
      id,
      type: 'block',
      position: view.dragged?.id === id ? view.dragged.at : (layout[id] ?? { x: 0, y: 0 }),
      ...size,
      measured: size,
      handles: handlesOf(block),
      selected: view.selected === id,
      // One stop for the tab key; arrows lead on from it.
      focusable: id === focusable,
      ariaLabel: view.label(id),
      data: {
        id,
        block,
        entrance: entranceOf(flow, id),
        triggers: flow.triggers,
        grade: view.grades.get(id) ?? null,
        standing: view.standing === id,
        onTrigger: view.onTrigger,
      },
    }
  })
}

export function arrows(flow: Flow, selected: BlockId | null, chosen: string | null): Edge[] {
  return Object.entries(flow.blocks).flatMap(([id, block]) =>
    waysOf(block).flatMap((way): Edge[] => {
      if (way.to === null || !Object.hasOwn(flow.blocks, way.to)) return []
      const edge = `${id}/${way.id}`
      const near = selected === id || selected === way.to
      const colour = chosen === edge ? 'var(--person)' : near ? 'var(--ink-3)' : 'var(--line-strong)'
      return [
        {
          id: edge,
          source: id,
          sourceHandle: way.id,
          target: way.to,
          selected: chosen === edge,
          focusable: false,
          className: near ? 'near' : '',
          markerEnd: { type: MarkerType.ArrowClosed, width: 14, height: 14, color: colour },
        },
      ]
    }),
  )
}
