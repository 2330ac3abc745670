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

/** The nearest card that lies in the direction of the key. */
function nearest(layout: Layout, from: BlockId, key: ArrowKey, ids: readonly BlockId[]): BlockId | null {
  const here = layout[from] ?? { x: 0, y: 0 }
  const across = key === 'ArrowRight' || key === 'ArrowLeft'
  const sign = key === 'ArrowRight' || key === 'ArrowDown' ? 1 : -1
  const found = ids.flatMap(id => {
    const { x, y } = layout[id] ?? { x: 0, y: 0 }
    const ahead = (across ? x - here.x : y - here.y) * sign
    const aside = Math.abs(across ? y - here.y : x - here.x)
    return id !== from && ahead > 0 ? [{ id, far: ahead + aside / 2 }] : []
  })
  return found.sort((a, b) => a.far - b.far)[0]?.id ?? null
}

/** Right: onward. Left: back. Up and down: the other ways from where one came. Else the nearest card that way. */
export function along(flow: Flow, layout: Layout, from: BlockId | null, key: ArrowKey): BlockId | null {
  const order = inOrder(flow)
  if (from === null || !Object.hasOwn(flow.blocks, from)) return order[0] ?? null
  const before = leadsHere(flow, from)
  const first =
    key === 'ArrowRight'
      ? leadsOn(flow, from)[0]
      : key === 'ArrowLeft'
        ? before[0]
        : nearest(
            layout,
            from,
            key,
            before.flatMap(id => leadsOn(flow, id)),
          )
  return first ?? nearest(layout, from, key, order)
}
