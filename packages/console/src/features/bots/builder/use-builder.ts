// What the builder knows: the draft with its history, what is selected, and what is wrong.
import type { BlockId, BlockKind, Flow } from '@baton/core'
import { useCallback, useMemo, useReducer } from 'react'
import { freePlace } from '../flow/arranged.ts'
import type { Draft, From, Place } from '../flow/edits.ts'
import { addBlock, blockIn, connect, duplicateBlock, removeBlock } from '../flow/edits.ts'
import type { Finding } from '../flow/faults.ts'
import type { History } from '../flow/history.ts'
import { begun, changed, redone, undone } from '../flow/history.ts'
import { waysOf } from '../flow/ways.ts'
import { checkedDraft, findingsOf } from '../flow/written-flow.ts'

export type Selection =
  | { readonly kind: 'block'; readonly id: BlockId }
  | { readonly kind: 'trigger'; readonly at: number }
  /** Variables and entrances of the flow. */
  | { readonly kind: 'flow' }

interface State {
  readonly history: History<Draft>
  readonly selection: Selection | null
  /** A block that was just added: it is not called faulty while it is being filled in. */
  readonly fresh: BlockId | null
}

type Change = (draft: Draft) => Draft

type Step =
  | { readonly do: 'change'; readonly change: Change; readonly tag: string | null; readonly atMs: number }
  | { readonly do: 'select'; readonly selection: Selection | null; readonly fresh: BlockId | null }
  | { readonly do: 'undo' | 'redo' }

/** Undo may take away what was selected. */
function stillThere(selection: Selection | null, { flow }: Draft): Selection | null {
  if (selection?.kind === 'block' && blockIn(flow, selection.id) === null) return null
  if (selection?.kind === 'trigger' && selection.at >= flow.triggers.length) return null
  return selection
}

function stepped(state: State, step: Step): State {
  if (step.do === 'select') return { ...state, selection: step.selection, fresh: step.fresh }
  const history =
    step.do === 'change'
      ? changed(state.history, step.change(state.history.now), step.tag, step.atMs)
      : step.do === 'undo'
        ? undone(state.history)
        : redone(state.history)
  return { ...state, history, selection: stillThere(state.selection, history.now) }
}

export interface Builder {
  readonly draft: Draft
  readonly flow: Flow
  readonly selection: Selection | null
  /** The selected block. */
  readonly blockId: BlockId | null
  /** It was just added, and is still being filled in. */
  readonly fresh: boolean
  readonly findings: readonly Finding[]
  /** The draft as the engine takes it; null while it has faults. */
  readonly sound: Flow | null
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** `tag`: the field that is typed into; its strokes are one step of undo. */
  edit(change: Change, tag?: string): void
  select(selection: Selection | null): void
  selectBlock(id: BlockId | null): void
  undo(): void
  redo(): void
  /** Adds a block and selects it: at a place, after a way, or after what is selected. */
  add(kind: BlockKind, where: { readonly at?: Place; readonly from?: From | null }): void
  remove(id: BlockId): void
  duplicate(id: BlockId): void
}

/** From where a block that is added without an arrow is reached: the first open way of what is selected. */
function openWay(flow: Flow, id: BlockId | null): From | null {
  const block = blockIn(flow, id)
  if (block === null || id === null) return null
  const ways = waysOf(block)
  const open = ways.find(way => way.to === null) ?? ways.find(way => way.id === 'next')
  return open ? { block: id, way: open.id } : null
}

/** The block, and after it what stood there before. */
function inserted(draft: Draft, kind: BlockKind, at: Place, from: From | null) {
  const source = from && blockIn(draft.flow, from.block)
  const before = source ? (waysOf(source).find(way => way.id === from.way)?.to ?? null) : null
  const added = addBlock(draft, kind, freePlace(draft, kind, at), from)
  const block = blockIn(added.draft.flow, added.id)
  const goesOn = before !== null && block !== null && waysOf(block).some(way => way.id === 'next')
  return goesOn ? { ...added, draft: connect(added.draft, { block: added.id, way: 'next' }, before) } : added
}

function besides(draft: Draft, from: From | null): Place {
  const places = Object.values(draft.layout)
  const near = from ? draft.layout[from.block] : places.at(-1)
  return near ? { x: near.x + 336, y: near.y } : { x: 0, y: 0 }
}

export function useBuilder(initial: Draft): Builder {
  const [state, dispatch] = useReducer(stepped, initial, draft => ({
    history: begun(draft),
    selection: null,
    fresh: null,
  }))
  const { history, selection, fresh } = state
  const draft = history.now
  const { flow } = draft
  const checked = useMemo(() => checkedDraft(flow), [flow])
  const findings = useMemo(() => findingsOf(checked, flow), [checked, flow])
  const blockId = selection?.kind === 'block' ? selection.id : null

  const edit = useCallback(
    (change: Change, tag: string | null = null) => dispatch({ do: 'change', change, tag, atMs: Date.now() }),
    [],
  )
  const select = useCallback(
    (next: Selection | null) => dispatch({ do: 'select', selection: next, fresh: null }),
    [],
  )
  const selectBlock = useCallback(
    (id: BlockId | null) => select(id === null ? null : { kind: 'block', id }),
    [select],
  )
  return useMemo<Builder>(
    () => ({
      draft,
      flow,
      selection,
      blockId,
      fresh: fresh !== null && fresh === blockId,
      findings,
      sound: checked.flow,
      canUndo: history.past.length > 0,
      canRedo: history.future.length > 0,
      edit,
      select,
      selectBlock,
      undo: () => dispatch({ do: 'undo' }),
      redo: () => dispatch({ do: 'redo' }),
      add(kind, { at, from = openWay(flow, blockId) }) {
        const added = inserted(draft, kind, at ?? besides(draft, from), from)
        edit(() => added.draft)
        dispatch({ do: 'select', selection: { kind: 'block', id: added.id }, fresh: added.id })
      },
      remove(id) {
        const onward = Object.entries(flow.blocks).find(([, block]) =>
          waysOf(block).some(way => way.to === id),
        )
        edit(before => removeBlock(before, id))
        selectBlock(onward?.[0] ?? null)
      },
      duplicate(id) {
        const copied = duplicateBlock(draft, id)
        edit(() => copied.draft)
        selectBlock(copied.id)
      },
    }),
    [draft, flow, selection, blockId, fresh, findings, checked, history, edit, select, selectBlock],
  )
}
