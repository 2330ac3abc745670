// What can be done on the page that is open. A feature offers its actions while it is on the page; keys and
// the palette run them by name, so that neither knows a feature.
import type { ReactNode } from 'react'
import { createContext, useContext, useEffect, useMemo, useRef } from 'react'
import type { ActionId } from './key-map.ts'
import { actionFor, isField } from './key-map.ts'

interface Offer {
  readonly run: () => void
  /** Why not now; null when it can be done. */
  readonly denied: string | null
}

interface Actions {
  readonly offer: (id: ActionId, offer: Offer) => () => void
  readonly look: (id: ActionId) => Offer | null
  readonly run: (id: ActionId) => void
}

const ActionsContext = createContext<Actions | null>(null)

/** Something is open over the page that keeps the keys to itself; a notice is not. */
function isModal(): boolean {
  return document.querySelector('[data-modal],[role="menu"]') !== null
}

interface ActionsProviderProps {
  readonly children: ReactNode
  /** A key was pressed whose action is not possible now. */
  readonly onDenied: (reason: string) => void
}

export function ActionsProvider({ children, onDenied }: ActionsProviderProps) {
  const offers = useRef(new Map<ActionId, Offer>())
  const denied = useRef(onDenied)
  denied.current = onDenied
  const actions = useMemo<Actions>(
    () => ({
      offer: (id, offer) => {
        offers.current.set(id, offer)
        return () => {
          if (offers.current.get(id) === offer) offers.current.delete(id)
        }
      },
      look: id => offers.current.get(id) ?? null,
      run: id => {
        const offer = offers.current.get(id)
        if (offer?.denied) denied.current(offer.denied)
        else offer?.run()
      },
    }),
    [],
  )
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isModal()) return
      const id = actionFor(event, isField(event.target))
      if (id === null) return
      // Enter belongs to the button that has the focus.
      const onControl = event.target instanceof HTMLElement && event.target.closest('button,a') !== null
      if (id === 'open' && onControl) return
      if (!offers.current.has(id)) return
      event.preventDefault()
      actions.run(id)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [actions])
  return <ActionsContext.Provider value={actions}>{children}</ActionsContext.Provider>
}

export function useActions(): Actions {
  const actions = useContext(ActionsContext)
  if (!actions) throw new Error('useActions needs an ActionsProvider above it')
  return actions
}

/** Offers an action while the caller is on the page; `denied` keeps it there with its reason. */
export function useAction(id: ActionId, run: () => void, denied: string | null = null): void {
  const { offer } = useActions()
  const latest = useRef(run)
  latest.current = run
  useEffect(() => offer(id, { run: () => latest.current(), denied }), [offer, id, denied])
}
