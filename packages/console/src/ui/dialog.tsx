// A question that must be answered before going on. Focus is trapped and goes back by the primitive.
import { Dialog as Primitive } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { KeyboardEvent, ReactNode, RefObject } from 'react'
import { useRef } from 'react'
import { Button } from './button.tsx'
import { classes } from './classes.ts'

interface DialogProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: string
  readonly description?: ReactNode
  readonly closeLabel: string
  readonly children: ReactNode
  readonly foot?: ReactNode
  readonly width?: 'narrow' | 'wide'
  /** Off for a palette, which has its own head. */
  readonly head?: boolean
  readonly initialFocus?: RefObject<HTMLElement | null>
  /** Only read: nothing in it takes the focus, so the text itself does, for the keys that scroll. */
  readonly readOnly?: boolean
  /** Enter in a line of text, or Ctrl Enter anywhere, presses the filled button of its foot. */
  readonly submits?: boolean
}

/** Lists take Enter for themselves, and so do buttons and boxes to tick. */
const isLine = (target: EventTarget) =>
  target instanceof HTMLInputElement &&
  target.getAttribute('role') !== 'combobox' &&
  ['text', 'email', 'password', 'url', 'number', 'tel'].includes(target.type)

export function Dialog(props: DialogProps) {
  const { open, onClose, title, description, closeLabel, children, foot, width = 'narrow' } = props
  const head = props.head ?? true
  const popup = useRef<HTMLDivElement>(null)
  const footer = useRef<HTMLElement>(null)

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || event.defaultPrevented || event.nativeEvent.isComposing) return
    if (!isLine(event.target) && !event.ctrlKey && !event.metaKey) return
    const button = footer.current?.querySelector<HTMLElement>('[data-look=filled]')
    event.preventDefault()
    // One that cannot act says why where it has the focus.
    if (button?.ariaDisabled === 'true') button.focus()
    else button?.click()
  }
  return (
    <Primitive.Root open={open} onOpenChange={next => (next ? undefined : onClose())}>
      <Primitive.Portal>
        <Primitive.Backdrop className="fixed inset-0 z-30 bg-scrim transition-opacity duration-160 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Primitive.Viewport className="fixed inset-0 z-30 flex items-start justify-center overflow-y-auto px-3 pt-[9vh] pb-6 max-pane:items-end max-pane:px-0 max-pane:pt-10 max-pane:pb-0">
          <Primitive.Popup
            data-modal=""
            onKeyDown={props.submits ? onKeyDown : undefined}
            ref={popup}
            initialFocus={props.initialFocus ?? (head ? popup : true)}
            className={classes(
              'flex w-full flex-col rounded-m bg-raised shadow-pop outline-none transition-[opacity,transform] duration-160',
              'data-ending-style:opacity-0 data-starting-style:translate-y-1 data-starting-style:opacity-0',
              'max-pane:max-h-[92dvh] max-pane:rounded-b-none max-pane:pb-[env(safe-area-inset-bottom)]',
              width === 'wide' ? 'max-w-152' : 'max-w-112',
            )}
          >
            {head ? (
              <header className="flex items-start gap-3 px-5 pt-4 pb-1">
                <div className="min-w-0 flex-1">
                  <Primitive.Title className="text-16 font-semibold">{title}</Primitive.Title>
                  {description ? (
                    <Primitive.Description className="mt-0.5 text-13 text-ink-2">
                      {description}
                    </Primitive.Description>
                  ) : null}
                </div>
                <Button
                  look="quiet"
                  size="s"
                  aria-label={closeLabel}
                  onClick={onClose}
                  icon={<X size={16} />}
                  className="-mr-2"
                />
              </header>
            ) : (
              <Primitive.Title className="sr-only">{title}</Primitive.Title>
            )}
            <div
              tabIndex={props.readOnly ? 0 : undefined}
              className={classes('min-h-0 flex-1', head && 'overflow-y-auto px-5 py-3')}
            >
              {children}
            </div>
            {foot ? (
              <footer ref={footer} className="flex items-center gap-2 border-t border-line px-5 py-3">
                {foot}
              </footer>
            ) : null}
          </Primitive.Popup>
        </Primitive.Viewport>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
