// Who holds the baton, as the visitor sees it, folded from the items of the log.
import type { VisitorItem } from '@baton/client'

export type Speaker =
  | { readonly kind: 'bot'; readonly waitingSince: string | null }
  | { readonly kind: 'agent'; readonly name: string }

export const firstSpeaker: Speaker = { kind: 'bot', waitingSince: null }

export function nextSpeaker(speaker: Speaker, item: VisitorItem): Speaker {
  switch (item.type) {
    case 'HumanRequested':
    case 'ReturnedToQueue':
      return { kind: 'bot', waitingSince: item.data.waitingSince ?? item.at }
    case 'TakenOver':
    case 'OwnerChanged':
      return { kind: 'agent', name: item.data.name }
    case 'RequestDismissed':
    case 'TakeoverCancelled':
    case 'Resolved':
      return firstSpeaker
    case 'BotChanged':
      return speaker.kind === 'agent' ? firstSpeaker : speaker
    default:
      return speaker
  }
}

export function speakerOf(items: readonly VisitorItem[]): Speaker {
  return items.reduce(nextSpeaker, firstSpeaker)
}
