// What a block says, and what a flow offers to the people who complete a takeover (HB1, HB3).
import type { Json } from '../ids.ts'
import type { Parts } from '../message/content.ts'
import type { BlockId, Flow } from './definition.ts'

export interface ClosingBlock {
  readonly block: BlockId
  readonly label: string
  readonly preview: string
}
export interface FlowEntry {
  readonly block: BlockId
  readonly label: string
}

export function renderBlock(
  _flow: Flow,
  _block: BlockId,
  _variables: { readonly [name: string]: Json },
): Parts | null {
  return null
}

export function closingBlocks(_flow: Flow): readonly ClosingBlock[] {
  return []
}

export function entries(_flow: Flow): readonly FlowEntry[] {
  return []
}
