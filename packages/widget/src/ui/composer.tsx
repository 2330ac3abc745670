// Where the visitor writes. Enter sends, Shift+Enter breaks the line; the draft outlives a reload.
import { SendIcon } from './icons.tsx'
import type { Speech } from './speech.ts'

export function Composer({ draft, speech: { words, visit } }: { draft: string; speech: Speech }) {
  const { kit } = visit
  const ready = kit?.count() ? kit.ready() : draft.trim() !== ''
  const send = (event: Event) => {
    event.preventDefault()
    if (!ready) return
    visit.say(draft.trim(), kit?.take())
    visit.write('')
  }
  return (
    <form class="composer" onSubmit={send}>
      {kit?.tray()}
      <div class="field">
        {kit?.button()}
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
        <button type="submit" class="send" aria-label={words.send} disabled={!ready}>
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
