// Keys as they are printed: `mod` is ⌘ on a Mac and Ctrl elsewhere.
import { classes } from './classes.ts'

const isMac = typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.userAgent)

const printed: Readonly<Record<string, string>> = {
  mod: isMac ? '⌘' : 'Ctrl',
  shift: '⇧',
  enter: '↵',
  escape: 'Esc',
  tab: 'Tab',
  up: '↑',
  down: '↓',
}

/** `mod+enter` → `['⌘', '↵']` */
export function keyNames(keys: string): readonly string[] {
  return keys.split('+').map(key => printed[key] ?? (key.length === 1 ? key.toUpperCase() : key))
}

interface KbdProps {
  readonly keys: string
  /** On a filled button or a tooltip the frame takes the text's colour. */
  readonly tone?: 'plain' | 'inherit'
}

export function Kbd({ keys, tone = 'plain' }: KbdProps) {
  return (
    <span className="inline-flex gap-0.5 touch:hidden" aria-hidden="true">
      {keyNames(keys).map(name => (
        <kbd
          key={name}
          className={classes(
            'inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-[4px] border px-1 font-sans text-[11px] leading-none font-medium',
            tone === 'plain' ? 'border-line-strong text-ink-3' : 'border-current/30 text-current',
          )}
        >
          {name}
        </kbd>
      ))}
    </span>
  )
}
