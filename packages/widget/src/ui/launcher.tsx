// The button in the corner: it shows what is unread, and by the ring that a person holds the conversation.
import { speakerOf } from '../visit/speaker.ts'
import { itemsOf, unreadOf, type VisitState } from '../visit/visit-state.ts'
import { ChatIcon, DownIcon } from './icons.tsx'
import type { Speech } from './speech.ts'

export function Launcher({ state, speech: { words, visit } }: { state: VisitState; speech: Speech }) {
  const { open } = state
  const unread = open ? 0 : unreadOf(state)
  const held = speakerOf(itemsOf(state)).kind === 'agent'
  const label = open ? words.closeChat : unread > 0 ? words.openChatUnread(unread) : words.openChat
  return (
    <button
      type="button"
      class={`launcher ${held ? 'held' : ''} ${open ? 'opened' : ''}`}
      aria-label={label}
      aria-expanded={open}
      onClick={() => visit.setOpen(!open)}
    >
      {open ? <DownIcon size={24} /> : <ChatIcon />}
      {unread > 0 && <span class="badge">{unread > 9 ? '9+' : unread}</span>}
    </button>
  )
}
