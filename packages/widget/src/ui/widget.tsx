import { accentColours } from '../look/accent.ts'
import type { VisitState } from '../visit/visit-state.ts'
import { Launcher } from './launcher.tsx'
import { Panel } from './panel.tsx'
import type { Speech } from './speech.ts'

export function Widget({ state, speech }: { state: VisitState; speech: Speech }) {
  const { fill, ink, onLight, onDark } = accentColours(state.config?.accent ?? null)
  const colours = { '--fill': fill, '--ink': ink, '--on-light': onLight, '--on-dark': onDark }
  return (
    <div class="baton" style={colours} lang={speech.language}>
      {state.open && <Panel state={state} speech={speech} />}
      <Launcher state={state} speech={speech} />
    </div>
  )
}
