// The open chat. A dialog that does not take the page away, except on phones, where it fills the screen.
import { speakerOf } from '../visit/speaker.ts'
import { itemsOf, type VisitState } from '../visit/visit-state.ts'
import { Banner } from './banner.tsx'
import { Composer } from './composer.tsx'
import { ControlRow } from './control-row.tsx'
import { Conversation } from './conversation.tsx'
import { Head, titleId } from './head.tsx'
import type { Speech } from './speech.ts'

export function fillsScreen(): boolean {
  return matchMedia('(max-width: 480px)').matches
}

export function Panel({ state, speech }: { state: VisitState; speech: Speech }) {
  const speaker = speakerOf(itemsOf(state))
  const modal = fillsScreen()
  return (
    <section
      class="panel"
      role="dialog"
      aria-labelledby={titleId}
      aria-modal={modal}
      tabIndex={-1}
      onKeyDown={event => {
        if (event.key === 'Escape') speech.visit.setOpen(false)
        if (event.key === 'Tab' && modal) keepFocus(event, event.currentTarget)
      }}
    >
      <Head config={state.config} speaker={speaker} speech={speech} />
      <Banner state={state} speech={speech} />
      <Conversation visited={state} speech={speech} />
      <ControlRow state={state} speaker={speaker} speech={speech} />
      <Composer draft={state.draft} speech={speech} />
    </section>
  )
}

/** The page behind a full screen must not get the focus. */
function keepFocus(event: KeyboardEvent, panel: HTMLElement): void {
  const stops = [...panel.querySelectorAll<HTMLElement>('button:enabled, textarea, a, [tabindex="0"]')]
  const root = panel.getRootNode()
  const active = root instanceof ShadowRoot ? root.activeElement : null
  const [edge, other] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]]
  if (active !== edge && active !== panel) return
  event.preventDefault()
  other?.focus()
}
