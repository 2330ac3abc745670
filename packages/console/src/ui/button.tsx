// A button that cannot act says why: it keeps its place in the focus order and shows the reason as its tip.
import type { ComponentProps, ReactNode } from 'react'
import { classes } from './classes.ts'
import { Kbd } from './kbd.tsx'
import { Tip } from './tooltip.tsx'

export type ButtonLook = 'filled' | 'outline' | 'quiet' | 'danger'
export type ButtonSize = 's' | 'm' | 'l'

const looks: Record<ButtonLook, string> = {
  filled: 'bg-person text-on-person border-transparent hover:bg-person-hover',
  outline: 'bg-surface text-ink border-line-strong hover:bg-hover active:bg-press',
  quiet: 'text-ink-2 border-transparent hover:bg-hover hover:text-ink active:bg-press',
  danger: 'bg-surface text-failure-ink border-failure-line hover:bg-failure-soft',
}
const denied = 'bg-sunken text-ink-3 border-transparent'
const sizes: Record<ButtonSize, string> = {
  s: 'h-7 px-2 gap-1.5 touch:h-10 touch:px-3',
  m: 'h-8 px-3 gap-2 touch:h-10',
  l: 'h-10 px-4 gap-2 text-14',
}
const squares: Record<ButtonSize, string> = {
  s: 'size-7 touch:size-10',
  m: 'size-8 touch:size-10',
  l: 'size-10',
}

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  readonly look?: ButtonLook
  readonly size?: ButtonSize
  readonly icon?: ReactNode
  /** Shown on the button itself; `tip` shows it in the tip. */
  readonly keys?: string | undefined
  readonly tip?: ReactNode
  readonly tipSide?: 'top' | 'bottom' | 'left' | 'right'
  /** Why it cannot act now; null or absent when it can. */
  readonly denied?: string | null | undefined
  readonly busy?: boolean
  /** Nothing to do yet, e.g. no text to send: quiet, without a reason. */
  readonly idle?: boolean
}

export function Button(props: ButtonProps) {
  const {
    look = 'outline',
    size = 'm',
    icon,
    keys,
    tip,
    tipSide,
    denied: reason,
    busy,
    idle,
    ...rest
  } = props
  const { className, children, onClick, ...native } = rest
  const off = Boolean(reason)
  const square = children === undefined || children === null
  const button = (
    <button
      type="button"
      {...native}
      data-look={look}
      aria-disabled={off || busy || idle || undefined}
      onClick={off || busy ? event => event.preventDefault() : onClick}
      className={classes(
        'inline-flex shrink-0 items-center justify-center rounded-s border font-medium whitespace-nowrap transition-colors select-none',
        (off || idle) && look !== 'quiet'
          ? denied
          : off
            ? 'border-transparent text-ink-3 opacity-60'
            : looks[look],
        square ? squares[size] : sizes[size],
        busy && 'cursor-progress opacity-80',
        className,
      )}
    >
      {icon}
      {children}
      {keys ? <Kbd keys={keys} tone="inherit" /> : null}
    </button>
  )
  const label = reason ?? tip
  if (!label) return button
  return (
    <Tip
      label={label}
      keys={reason || keys ? undefined : native['aria-keyshortcuts']}
      side={tipSide ?? 'top'}
    >
      {button}
    </Tip>
  )
}
