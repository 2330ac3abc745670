// What a block says, and what a flow offers to the people who complete a takeover (HB1, HB3).
import type { Json } from '../ids.ts'
import type { Parts } from '../message/content.ts'
import { plainText } from '../message/content.ts'
import type { BlockId, Flow } from './definition.ts'
import { blockOf } from './definition.ts'
import { choicesSaid, feedbackSaid, messageSaid, textSaid } from './say.ts'

export interface ClosingBlock {
  readonly block: BlockId
  readonly label: string
  readonly preview: string
}
export interface FlowEntry {
  readonly block: BlockId
  readonly label: string
}

/** What the customer would be sent; null for a block that says nothing, or that the flow does not have. */
export function renderBlock(
  flow: Flow,
  id: BlockId,
  variables: { readonly [name: string]: Json },
): Parts | null {
  const block = blockOf(flow, id)
  if (block === null) return null
  const known = { ...flow.variables, ...variables }
  const lookup = (name: string) => (Object.hasOwn(known, name) ? known[name] : undefined)
  switch (block.kind) {
    case 'message':
      return messageSaid(block, lookup)
    case 'choices':
      return choicesSaid(block, block.text, lookup)
    case 'question':
    case 'handoff':
    case 'end':
      return textSaid(block.text, lookup)
    case 'feedback':
      return feedbackSaid(block, block.text, lookup)
    default:
      return null
  }
}

/** The blocks that an agent may send when completing, previewed with the flow's own variables. */
export function closingBlocks(flow: Flow): readonly ClosingBlock[] {
  return Object.entries(flow.blocks).flatMap(([id, block]) => {
    if ((block.kind !== 'message' && block.kind !== 'choices') || !block.closing) return []
    return [{ block: id, label: block.label ?? id, preview: plainText(renderBlock(flow, id, {}) ?? []) }]
  })
}

/** The blocks at which a bot may go on: the start, and those that carry a label. */
export function entries(flow: Flow): readonly FlowEntry[] {
  const start = { block: flow.start, label: blockOf(flow, flow.start)?.label ?? flow.start }
  const labelled = Object.entries(flow.blocks).flatMap(([id, block]) =>
    block.label === undefined || id === flow.start ? [] : [{ block: id, label: block.label }],
  )
  return [start, ...labelled]
}
