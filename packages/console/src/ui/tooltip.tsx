// Says what a control does, or why it cannot do it now. The control itself stays focusable, so that the
// reason can be read by keyboard, too.
import { Tooltip } from '@base-ui/react/tooltip'
import type { ReactElement, ReactNode } from 'react'
import { Kbd } from './kbd.tsx'

export const TipProvider = ({ children }: { readonly children: ReactNode }) => (
  <Tooltip.Provider delay={350} closeDelay={0}>
    {children}
  </Tooltip.Provider>
)

interface TipProps {
  readonly label: ReactNode
  readonly keys?: string | undefined
  readonly side?: 'top' | 'bottom' | 'left' | 'right'
  readonly children: ReactElement
}

export function Tip({ label, keys, side = 'top', children }: TipProps) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={children} />
      <Tooltip.Portal>
        <Tooltip.Positioner side={side} sideOffset={6} className="z-50">
          <Tooltip.Popup className="flex max-w-72 animate-fade items-center gap-2 rounded-s bg-tip px-2 py-1 text-13 text-on-tip">
            <span>{label}</span>
            {keys ? <Kbd keys={keys} tone="inherit" /> : null}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}
