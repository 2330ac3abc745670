// A face, and the ring of whoever holds the baton: one look tells who may speak.
import { Bot } from 'lucide-react'
import type { CSSProperties, ReactNode } from 'react'
import { classes } from './classes.ts'
import type { Here } from './presence-dot.tsx'
import { PresenceDot } from './presence-dot.tsx'

export type RingTone = 'mine' | 'person' | 'waiting' | 'bot'
export type Face = 'contact' | 'agent' | 'bot'

const faces: Record<Face, string> = {
  contact: 'bg-sunken text-ink-2',
  agent: 'bg-person-soft text-person-ink',
  bot: 'bg-bot-soft text-bot-ink',
}
const tones: Record<RingTone, string> = {
  mine: 'var(--person)',
  person: 'var(--person)',
  waiting: 'var(--waiting)',
  bot: 'var(--bot)',
}

/** The first letters of the first and the last word. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean)
  const first = [...(words[0] ?? '')][0] ?? '?'
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : ''
  return (first + last).toUpperCase()
}

interface AvatarProps {
  readonly name: string
  readonly face?: Face
  /** Pixels. */
  readonly size?: 20 | 24 | 28 | 32 | 36 | 40 | 48
  readonly ring?: RingTone | null
  readonly badge?: ReactNode
  readonly presence?: Here | undefined
}

export function Avatar({ name, face = 'contact', size = 32, ring = null, badge, presence }: AvatarProps) {
  const style: CSSProperties & Record<`--${string}`, string> = {
    width: size,
    height: size,
    fontSize: Math.max(9, Math.round(size * 0.36)),
    ...(ring ? { '--ring-tone': tones[ring] } : {}),
  }
  return (
    <span className="relative inline-flex shrink-0" aria-hidden="true">
      <span
        style={style}
        className={classes(
          'inline-flex items-center justify-center rounded-full font-semibold tracking-tight transition-[outline-color] duration-160 select-none',
          faces[face],
          ring && 'ring-holder',
          ring && size <= 24 && '[outline-offset:1px] [outline-width:1.5px]',
        )}
      >
        {face === 'bot' ? <Bot size={Math.round(size * 0.56)} strokeWidth={1.75} /> : initials(name)}
      </span>
      {badge ? (
        <span className="absolute -right-1.5 -bottom-1.5 inline-flex size-4.5 items-center justify-center rounded-full border-2 border-(--badge-ground,var(--surface)) bg-sunken text-ink-2">
          {badge}
        </span>
      ) : null}
      {presence === undefined ? null : (
        <PresenceDot
          presence={presence}
          className="absolute -right-0.5 -bottom-0.5 shadow-[0_0_0_2px_var(--badge-ground,var(--surface))]"
        />
      )}
    </span>
  )
}
