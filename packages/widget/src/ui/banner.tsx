// Says when something is between the visitor and the server, and that nothing is lost by it.
import type { VisitState } from '../visit/visit-state.ts'
import type { Speech } from './speech.ts'

export function Banner({ state, speech: { words, visit } }: { state: VisitState; speech: Speech }) {
  if (state.configFailed && !state.config) {
    return (
      <p class="banner" role="status">
        <span>{words.unavailable}</span>
        <button type="button" class="link" onClick={() => void visit.loadConfig()}>
          {words.retry}
        </button>
      </p>
    )
  }
  if (!state.troubled || state.polling) return null
  return (
    <p class="banner" role="status">
      {words.offline}
    </p>
  )
}
