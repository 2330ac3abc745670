// A list that is put in order by dragging a handle, by pointer or finger; its keys are Alt and the arrows.
import type { KeyboardEvent, PointerEvent } from 'react'
import { useRef, useState } from 'react'

export interface Sortable {
  /** The item that is being dragged. */
  readonly dragged: number | null
  /** Where it would land. */
  readonly over: number | null
  readonly itemProps: (index: number) => { readonly 'data-sort': number }
  readonly handleProps: (index: number) => {
    readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void
    readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void
    readonly onPointerUp: () => void
    readonly onPointerCancel: () => void
    readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
  }
}

export function moved<Item>(items: readonly Item[], from: number, to: number): readonly Item[] {
  const item = items[from]
  if (item === undefined || to < 0 || to >= items.length || to === from) return items
  const rest = items.filter((_, index) => index !== from)
  return [...rest.slice(0, to), item, ...rest.slice(to)]
}

/** The last place whose middle lies above the pointer. */
function placeAt(list: Element, y: number, from: number): number {
  const items = [...list.querySelectorAll<HTMLElement>(':scope > [data-sort]')]
  let place = 0
  for (const [index, item] of items.entries()) {
    if (index === from) continue
    const { top, height } = item.getBoundingClientRect()
    if (y > top + height / 2) place += 1
  }
  return place
}

/** `onMove` is called once, when the item is let go, or at each key. */
export function useSortable(count: number, onMove: (from: number, to: number) => void): Sortable {
  const [drag, setDrag] = useState<{ from: number; over: number } | null>(null)
  const list = useRef<Element | null>(null)
  return {
    dragged: drag?.from ?? null,
    over: drag?.over ?? null,
    itemProps: index => ({ 'data-sort': index }),
    handleProps: index => ({
      onPointerDown(event) {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        list.current = event.currentTarget.closest('[data-sort]')?.parentElement ?? null
        setDrag({ from: index, over: index })
      },
      onPointerMove(event) {
        if (!drag || !list.current) return
        const over = placeAt(list.current, event.clientY, drag.from)
        if (over !== drag.over) setDrag({ ...drag, over })
      },
      onPointerUp() {
        if (drag && drag.over !== drag.from) onMove(drag.from, drag.over)
        setDrag(null)
      },
      onPointerCancel: () => setDrag(null),
      onKeyDown(event) {
        if (event.key === 'Escape') setDrag(null)
        const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
        if (step === 0 || !event.altKey) return
        event.preventDefault()
        const to = index + step
        if (to >= 0 && to < count) onMove(index, to)
      },
    }),
  }
}
