// Every change that a builder makes to a flow, as a function from draft to draft: undo is keeping the one before.
import type { Block, BlockId, BlockKind, Flow, Trigger } from '@baton/core'
import { emptyBlocks } from './shape.ts'
import type { WayId } from './ways.ts'
import { redirected, waysOf, withWay } from './ways.ts'

export interface Place {
  readonly x: number
  readonly y: number
}
/** Where the canvas shows each block. */
export type Layout = Readonly<Record<BlockId, Place>>

export interface Draft {
  readonly flow: Flow
  readonly layout: Layout
}

const grid = 8
export const onGrid = ({ x, y }: Place): { x: number; y: number } => ({
  x: Math.round(x / grid) * grid,
  y: Math.round(y / grid) * grid,
})

export function blockIn(flow: Flow, id: BlockId | null): Block | null {
  return id !== null && Object.hasOwn(flow.blocks, id) ? (flow.blocks[id] ?? null) : null
}

/** A name that no block bears: `message`, `message_2` … */
export function freeId(flow: Flow, stem: string): BlockId {
  let id = stem
  for (let n = 2; Object.hasOwn(flow.blocks, id); n += 1) id = `${stem}_${n}`
  return id
}

const withBlocks = (draft: Draft, blocks: Flow['blocks']): Draft => ({
  ...draft,
  flow: { ...draft.flow, blocks },
})

const eachBlock = (flow: Flow, change: (block: Block) => Block): Flow['blocks'] =>
  Object.fromEntries(Object.entries(flow.blocks).map(([id, block]) => [id, change(block)]))

/** The way from which a new block is reached. */
export interface From {
  readonly block: BlockId
  readonly way: WayId
}

export function addBlock(
  draft: Draft,
  kind: BlockKind,
  at: Place,
  from: From | null,
): { readonly draft: Draft; readonly id: BlockId } {
  const id = freeId(draft.flow, kind)
  const first = Object.keys(draft.flow.blocks).length === 0
  const flow: Flow = {
    ...draft.flow,
    start: first ? id : draft.flow.start,
    blocks: { ...draft.flow.blocks, [id]: emptyBlocks[kind] },
  }
  const added = { flow, layout: { ...draft.layout, [id]: onGrid(at) } }
  return { id, draft: from ? connect(added, from, id) : added }
}

export function changeBlock(draft: Draft, id: BlockId, block: Block): Draft {
  return withBlocks(draft, { ...draft.flow.blocks, [id]: block })
}

export function connect(draft: Draft, from: From, to: BlockId | null): Draft {
  const block = blockIn(draft.flow, from.block)
  return block === null ? draft : changeBlock(draft, from.block, withWay(block, from.way, to))
}

/** What led to it leads on to where it led, if that was one place. */
export function removeBlock(draft: Draft, id: BlockId): Draft {
  const block = blockIn(draft.flow, id)
  if (block === null) return draft
  const [onward, other] = [
    ...new Set(waysOf(block).flatMap(({ to }) => (to === null || to === id ? [] : [to]))),
  ]
  const to = other === undefined ? (onward ?? null) : null
  const { flow } = draft
  const rest = Object.entries(flow.blocks).filter(([each]) => each !== id)
  const layout = Object.entries(draft.layout).filter(([each]) => each !== id)
  return {
    flow: {
      ...flow,
      start: flow.start === id ? (to ?? '') : flow.start,
      triggers: flow.triggers.map(trigger => (trigger.go === id ? { ...trigger, go: to ?? '' } : trigger)),
      blocks: Object.fromEntries(rest.map(([each, kept]) => [each, redirected(kept, id, to)])),
    },
    layout: Object.fromEntries(layout),
  }
}

/** The server keeps a secret for its block by name: under another one it has to be typed again. */
function withoutKept(block: Block): Block {
  const isKept = (secret: unknown) => typeof secret === 'object'
  if (block.kind === 'request')
    return {
      ...block,
      headers: block.headers.map(header => (isKept(header.secret) ? { ...header, secret: '' } : header)),
    }
  if (block.kind !== 'ai' || !block.model || !isKept(block.model.apiKey)) return block
  return { ...block, model: { ...block.model, apiKey: '' } }
}

export function duplicateBlock(draft: Draft, id: BlockId): { readonly draft: Draft; readonly id: BlockId } {
  const block = blockIn(draft.flow, id)
  if (block === null) return { draft, id }
  const copy = freeId(draft.flow, id)
  const { x, y } = draft.layout[id] ?? { x: 0, y: 0 }
  const changed = changeBlock(draft, copy, withoutKept(block))
  return { id: copy, draft: { ...changed, layout: { ...changed.layout, [copy]: { x: x + 32, y: y + 48 } } } }
}

/** The name by which arrows know a block; null when it is taken or none. */
export function renameBlock(draft: Draft, id: BlockId, name: string): Draft | null {
  const to = name.trim()
  if (to === id) return draft
  if (to === '' || to === 'repeat' || Object.hasOwn(draft.flow.blocks, to)) return null
  const { flow, layout } = draft
  const places = Object.entries(layout).map(([each, place]) => [each === id ? to : each, place])
  const blocks = Object.entries(eachBlock(flow, block => redirected(block, id, to)))
  return {
    flow: {
      ...flow,
      start: flow.start === id ? to : flow.start,
      triggers: flow.triggers.map(trigger => (trigger.go === id ? { ...trigger, go: to } : trigger)),
      blocks: Object.fromEntries(
        blocks.map(([each, block]) => (each === id ? [to, withoutKept(block)] : [each, block])),
      ),
    },
    layout: Object.fromEntries(places),
  }
}

export function moveBlock(draft: Draft, id: BlockId, to: Place): Draft {
  return { ...draft, layout: { ...draft.layout, [id]: onGrid(to) } }
}

export function startAt(draft: Draft, start: BlockId): Draft {
  return { ...draft, flow: { ...draft.flow, start } }
}

export function addTrigger(draft: Draft, go: BlockId): Draft {
  const trigger: Trigger = { phrases: [], go }
  return { ...draft, flow: { ...draft.flow, triggers: [...draft.flow.triggers, trigger] } }
}

export function changeTrigger(draft: Draft, at: number, trigger: Trigger | null): Draft {
  const triggers = draft.flow.triggers.flatMap((each, index) =>
    index === at ? (trigger === null ? [] : [trigger]) : [each],
  )
  return { ...draft, flow: { ...draft.flow, triggers } }
}

/** The order decides which trigger is tried first. */
export function moveTrigger(draft: Draft, at: number, by: -1 | 1): Draft {
  const triggers = [...draft.flow.triggers]
  const [trigger] = triggers.splice(at, 1)
  if (trigger === undefined) return draft
  triggers.splice(Math.max(0, at + by), 0, trigger)
  return { ...draft, flow: { ...draft.flow, triggers } }
}

export function setVariables(draft: Draft, variables: Flow['variables']): Draft {
  return { ...draft, flow: { ...draft.flow, variables } }
}

/** The variables that some block fills, and those that the flow begins with. */
export function variablesOf(flow: Flow): readonly string[] {
  const filled = Object.values(flow.blocks).flatMap(block => [
    ...('variable' in block && block.variable ? [block.variable] : []),
    ...(block.kind === 'set' ? Object.keys(block.assign) : []),
    ...(block.kind === 'request' ? block.save.map(save => save.variable) : []),
  ])
  return [...new Set(['said', ...Object.keys(flow.variables), ...filled])].filter(name => name !== '').sort()
}
