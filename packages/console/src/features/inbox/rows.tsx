// The rows on the screen: only those in view exist, and their order holds still under the pointer.
import type { ConversationRow } from '@baton/client'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useAction } from '../../app/actions.tsx'
import { useWords } from '../../app/i18n.tsx'
import { isUnread, useSeen } from '../../app/seen.ts'
import { useRows } from '../../app/use-desk.tsx'
import { heldOrder } from './held-order.ts'
import { heightOfRows, Row, sizeOfRows } from './row.tsx'

interface RowsProps {
  readonly rows: readonly ConversationRow[]
  readonly meId: string
  readonly openId: string | null
  readonly onOpen: (id: string) => void
  readonly onMore: (() => void) | null
}

/** The order that is shown, and what would settle it. */
function useHeldOrder(rows: readonly ConversationRow[], scrolled: boolean) {
  const [over, setOver] = useState(false)
  const shown = useRef<readonly string[]>([])
  const live = useMemo(() => rows.map(row => row.id), [rows])
  const [, settle] = useState(0)
  const order = heldOrder(shown.current, live, over || scrolled)
  shown.current = order.ids
  return {
    ...order,
    hold: setOver,
    settle: () => {
      shown.current = []
      settle(count => count + 1)
    },
  }
}

export function Rows({ rows, meId, openId, onOpen, onMore }: RowsProps) {
  const { plural } = useWords()
  const all = useRows()
  const seen = useSeen()
  const scroller = useRef<HTMLDivElement>(null)
  const [scrolled, setScrolled] = useState(false)
  const order = useHeldOrder(rows, scrolled)
  const size = sizeOfRows(rows)
  const rowHeight = heightOfRows(size)
  const virtual = useVirtualizer({
    count: order.ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    paddingStart: 6,
    paddingEnd: 12,
    getItemKey: index => order.ids[index] ?? index,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the sizes kept are of the other height.
  useLayoutEffect(() => virtual.measure(), [rowHeight])
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (onMore && last >= order.ids.length - 6) onMore()
  }, [onMore, last, order.ids.length])

  const rowOf = (id: string) =>
    scroller.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`) ?? null
  function move(step: number) {
    const focused = document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset.row ?? openId
    const at = focused ? order.ids.indexOf(focused) : -1
    const to = Math.max(0, Math.min(order.ids.length - 1, at + step))
    const id = order.ids[to]
    if (id === undefined) return
    virtual.scrollToIndex(to)
    // At once where it can be: Enter right after this key must open this row, not the one that was open.
    const row = rowOf(id)
    if (row) row.focus({ preventScroll: true })
    else requestAnimationFrame(() => rowOf(id)?.focus())
  }
  useAction('next', () => move(1))
  useAction('previous', () => move(-1))
  useAction('open', () => {
    const id = openId ?? order.ids[0]
    if (id) onOpen(id)
  })

  return (
    <div className="relative min-h-0 flex-1">
      {order.fresh > 0 ? (
        <button
          type="button"
          onClick={() => {
            order.settle()
            virtual.scrollToOffset(0)
          }}
          className="absolute top-2 left-1/2 z-10 flex h-7 -translate-x-1/2 animate-arrive items-center gap-1.5 rounded-full bg-tip px-3 font-medium text-on-tip shadow-pop touch:h-10"
        >
          {plural('list.fresh', order.fresh)}
        </button>
      ) : null}
      <div
        ref={scroller}
        onPointerEnter={event => order.hold(event.pointerType === 'mouse')}
        onPointerLeave={() => order.hold(false)}
        onScroll={event => setScrolled(event.currentTarget.scrollTop > rowHeight)}
        className="h-full overflow-y-auto overscroll-contain"
      >
        <ul className="relative mx-2" style={{ height: virtual.getTotalSize() }}>
          {items.map(item => {
            const row = all.get(order.ids[item.index] ?? '')
            return row ? (
              <li
                key={item.key}
                className="absolute inset-x-0 top-0"
                style={{ height: rowHeight, transform: `translateY(${item.start}px)` }}
              >
                <Row
                  row={row}
                  meId={meId}
                  size={size}
                  open={row.id === openId}
                  unread={row.id !== openId && isUnread(row, meId, seen)}
                  onOpen={onOpen}
                />
              </li>
            ) : null
          })}
        </ul>
      </div>
    </div>
  )
}
