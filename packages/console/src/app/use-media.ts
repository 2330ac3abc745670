// Which of the three layouts is on: one pane, two with a drawer, or all side by side.
import { useSyncExternalStore } from 'react'

export type Layout = 'pane' | 'drawer' | 'wide'

// The same widths as the breakpoints `pane` and `wide` in tokens.css.
const pane = typeof matchMedia === 'function' ? matchMedia('(width < 760px)') : null
const wide = typeof matchMedia === 'function' ? matchMedia('(width >= 1240px)') : null

function subscribe(listener: () => void): () => void {
  pane?.addEventListener('change', listener)
  wide?.addEventListener('change', listener)
  return () => {
    pane?.removeEventListener('change', listener)
    wide?.removeEventListener('change', listener)
  }
}

export function useLayout(): Layout {
  return useSyncExternalStore(subscribe, () => (pane?.matches ? 'pane' : wide?.matches ? 'wide' : 'drawer'))
}
