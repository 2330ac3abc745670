// A pane that slides over the page from the right where there is no room beside it.
import { Dialog as Primitive } from '@base-ui/react/dialog'
import type { ReactNode } from 'react'
import { useRef } from 'react'
import { classes } from './classes.ts'

interface DrawerProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: string
  /** `wide`: room for a transcript. */
  readonly width?: 'narrow' | 'wide'
  readonly children: ReactNode
}

export function Drawer({ open, onClose, title, width = 'narrow', children }: DrawerProps) {
  const popup = useRef<HTMLDivElement>(null)
  return (
    <Primitive.Root open={open} onOpenChange={next => (next ? undefined : onClose())}>
      <Primitive.Portal>
        <Primitive.Backdrop className="fixed inset-0 z-20 bg-scrim transition-opacity duration-160 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Primitive.Popup
          ref={popup}
          initialFocus={popup}
          data-modal=""
          className={classes(
            'fixed inset-y-0 right-0 z-20 flex max-w-full flex-col max-pane:w-full bg-surface shadow-pop outline-none transition-transform duration-180 ease-out data-ending-style:translate-x-full data-starting-style:translate-x-full',
            width === 'wide' ? 'w-180' : 'w-90',
          )}
        >
          <Primitive.Title className="sr-only">{title}</Primitive.Title>
          {children}
        </Primitive.Popup>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
