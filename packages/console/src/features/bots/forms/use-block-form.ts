// What every form of a block is given: the block, a way to change it that can be undone, and what is wrong with it.
import type { Block, BlockId } from '@baton/core'
import { useCallback, useMemo } from 'react'
import { useBuilderHere } from '../builder/builder-context.tsx'
import { changeBlock } from '../flow/edits.ts'
import { messageAt } from '../flow/faults.ts'

/** Undefined takes a field away. */
export type Changes<Value> = { readonly [Key in keyof Value]?: Value[Key] | undefined }

export interface BlockForm<Kind extends Block['kind'] = Block['kind']> {
  readonly id: BlockId
  readonly block: Extract<Block, { kind: Kind }>
  /** `field`: strokes on one field are one step of undo. */
  readonly change: (change: Changes<Extract<Block, { kind: Kind }>>, field?: string) => void
  /** What is wrong at a path such as `options[0].label`; null when nothing is. */
  readonly fault: (path: string) => string | null
}

export function useBlockForm(id: BlockId, block: Block): BlockForm {
  const { edit, findings, fresh } = useBuilderHere()
  const own = useMemo(
    () => (fresh ? [] : findings.filter(finding => finding.block === id)),
    [findings, fresh, id],
  )
  const change = useCallback<BlockForm['change']>(
    (some, field) =>
      edit(
        draft => {
          const now = draft.flow.blocks[id]
          return now ? changeBlock(draft, id, { ...now, ...some } as Block) : draft
        },
        field === undefined ? undefined : `${id}.${field}`,
      ),
    [edit, id],
  )
  const fault = useCallback((path: string) => messageAt(own, path), [own])
  return useMemo(() => ({ id, block, change, fault }), [id, block, change, fault])
}

/** The list with one item changed, or without it. */
export function withItem<Item>(items: readonly Item[], at: number, item: Item | null): readonly Item[] {
  return items.flatMap((each, index) => (index === at ? (item === null ? [] : [item]) : [each]))
}
