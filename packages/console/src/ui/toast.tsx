// What just happened elsewhere, or an undo. Never the only place where a failure shows.
import { Toast } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'

const toasts = Toast.createToastManager()

interface Notice {
  readonly title: string
  readonly text?: string
  readonly action?: { readonly label: string; readonly run: () => void }
  /** The action is no undo: the next notice leaves it. */
  readonly stays?: boolean
}

/** An undo is for what was done last: the next notice takes the place of its offer. */
let undoable: string | null = null

/** Shows a notice for some seconds; it waits while the pointer or the focus is on it. */
export function notify({ title, text, action, stays }: Notice): void {
  if (undoable !== null && !stays) toasts.close(undoable)
  const id = toasts.add({
    title,
    ...(text ? { description: text } : {}),
    timeout: action ? 8_000 : 5_000,
    ...(action
      ? {
          actionProps: {
            children: action.label,
            onClick: () => {
              toasts.close(id)
              action.run()
            },
          },
        }
      : {}),
  })
  if (!stays) undoable = action ? id : null
}

function Notices({ closeLabel }: { readonly closeLabel: string }) {
  const { toasts: shown } = Toast.useToastManager()
  return shown.map(toast => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className="pointer-events-auto flex w-full items-center gap-3 rounded-m bg-raised py-2.5 pr-2.5 pl-3.5 shadow-pop transition-[opacity,transform] duration-160 data-ending-style:opacity-0 data-limited:hidden data-starting-style:translate-y-2 data-starting-style:opacity-0"
    >
      <Toast.Content className="min-w-0 flex-1">
        <Toast.Title className="text-13 font-medium" />
        {toast.description ? <Toast.Description className="text-13 text-ink-2" /> : null}
      </Toast.Content>
      {toast.actionProps ? (
        <Toast.Action className="rounded-s border border-line-strong px-2 py-0.5 text-13 font-medium hover:bg-hover touch:min-h-10" />
      ) : null}
      <Toast.Close
        aria-label={closeLabel}
        className="rounded-s p-1 text-ink-3 hover:bg-hover hover:text-ink touch:p-3"
      >
        <X size={14} />
      </Toast.Close>
    </Toast.Root>
  ))
}

export function ToastProvider({
  children,
  closeLabel,
}: {
  readonly children: ReactNode
  readonly closeLabel: string
}) {
  return (
    <Toast.Provider toastManager={toasts} limit={3}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="pointer-events-none fixed bottom-4 left-18 z-50 flex w-72 flex-col gap-2 max-pane:inset-x-3 max-pane:top-17 max-pane:bottom-auto max-pane:w-auto">
          <Notices closeLabel={closeLabel} />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}
