// Where the visitor writes. Enter sends, Shift+Enter breaks the line; the draft outlives a reload.
import { SendIcon } from './icons.tsx'
import type { Speech } from './speech.ts'

export function Composer({ draft, speech: { words, visit } }: { draft: string; speech: Speech }) {
  const send = (event: Event) => {
    event.preventDefault()
    if (draft.trim() === '') return
    visit.say(draft.trim())
    visit.write('')
  }
  return (
    <form class="composer" onSubmit={send}>
      <div class="field">
        <textarea
          // Anew after every drawing, as its height follows what is written.
          ref={area => fitText(area)}
          rows={1}
          value={draft}
          placeholder={words.write}
          aria-label={words.write}
          enterkeyhint="send"
          onInput={event => {
            visit.write(event.currentTarget.value)
            visit.typing()
          }}
          onKeyDown={event => {
            if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) send(event)
          }}
        />
        <button type="submit" class="send" aria-label={words.send} disabled={draft.trim() === ''}>
          <SendIcon />
        </button>
      </div>
    </form>
  )
}

function fitText(area: HTMLTextAreaElement | null): void {
  if (!area) return
  area.style.height = 'auto'
  area.style.height = `${area.scrollHeight}px`
}
