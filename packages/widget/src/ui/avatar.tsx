// Whoever holds the baton has a ring around their avatar: the one picture of who may speak.
import type { From } from '../look/transcript.ts'
import { BotIcon } from './icons.tsx'

interface Props {
  readonly from: Exclude<From, 'contact'>
  readonly name: string | null
  readonly holds: boolean
  readonly size: 'small' | 'large'
}

export function Avatar({ from, name, holds, size }: Props) {
  const kind = from === 'agent' ? 'agent' : 'bot'
  return (
    <span class={`avatar ${kind} ${size} ${holds ? 'holds' : ''}`} aria-hidden="true">
      {from === 'bot' ? <BotIcon size={size === 'large' ? 24 : 16} /> : initialOf(name)}
    </span>
  )
}

function initialOf(name: string | null): string {
  return [...(name ?? '').trim()][0]?.toUpperCase() ?? '·'
}
