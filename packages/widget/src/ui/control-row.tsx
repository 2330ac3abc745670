// The way to a person is always one tap away; once asked, the row says what happens next.
import type { Speaker } from '../visit/speaker.ts'
import type { VisitState } from '../visit/visit-state.ts'
import type { Speech } from './speech.ts'
import { timeOf } from './times.ts'

interface Props {
  readonly state: VisitState
  readonly speaker: Speaker
  readonly speech: Speech
}

export function ControlRow({ state, speaker, speech: { words, language, visit } }: Props) {
  if (speaker.kind === 'agent') return null
  if (speaker.waitingSince !== null) {
    return (
      <div class="row waiting">
        <span class="pulse" aria-hidden="true" />
        <p>
          {words.willJoin}{' '}
          <span class="quiet">{words.waitingSince(timeOf(speaker.waitingSince, language))}</span>
        </p>
      </div>
    )
  }
  const { asking, config } = state
  return (
    <div class="row">
      <p class={asking === 'failed' ? 'failing' : 'quiet'} aria-live="polite">
        {asking === 'failed' ? words.askFailed : config?.botName === null ? words.noBot : words.botAnswers}
      </p>
      <button
        type="button"
        class="ask"
        aria-disabled={asking === 'asking'}
        onClick={() => void visit.askPerson()}
      >
        {asking === 'asking' ? words.asking : words.talkToPerson}
      </button>
    </div>
  )
}
