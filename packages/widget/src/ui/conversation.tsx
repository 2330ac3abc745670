// The scrolling part: it stays at the end while the visitor is there, and never moves under them otherwise.
import { Component, createRef } from 'preact'
import { openChoices, transcript } from '../look/transcript.ts'
import { itemsOf, type VisitState } from '../visit/visit-state.ts'
import { DownIcon } from './icons.tsx'
import { LineView } from './lines.tsx'
import type { Speech } from './speech.ts'
import { Greeting, Typing } from './waiting-lines.tsx'

/** Pixels from the end that still count as being at it. */
const nearEnd = 48

interface Props {
  readonly visited: VisitState
  readonly speech: Speech
}

export class Conversation extends Component<Props, { behind: boolean }> {
  readonly #scroller = createRef<HTMLDivElement>()
  #atEnd = true

  override componentDidMount(): void {
    this.#toEnd()
    document.addEventListener('visibilitychange', this.#look)
  }

  override componentDidUpdate({ visited: before }: Props): void {
    const { log, unsent } = this.props.visited
    // What was just said is what to look at; and whatever grew beside us must not push the end out of sight.
    if (this.#atEnd || unsent.length > before.unsent.length) this.#toEnd()
    else if (log !== before.log) this.setState({ behind: true })
  }

  override componentWillUnmount(): void {
    document.removeEventListener('visibilitychange', this.#look)
  }

  readonly #toEnd = () => {
    const element = this.#scroller.current
    if (element) element.scrollTop = element.scrollHeight
    this.#atEnd = true
    this.#look()
  }

  readonly #look = () => {
    if (!this.#atEnd) return
    if (this.state.behind) this.setState({ behind: false })
    if (document.visibilityState === 'visible') this.props.speech.visit.seen()
  }

  readonly #scrolled = () => {
    const element = this.#scroller.current
    if (!element) return
    this.#atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd
    this.#look()
  }

  override render() {
    const { visited, speech } = this.props
    const { config, unsent, loaded, typing, writing, begunAnew } = visited
    const { words, visit } = speech
    const items = itemsOf(visited)
    const choices = openChoices(items, unsent)
    const isNew = items.length + unsent.length === 0
    return (
      <div class="conversation">
        {/* biome-ignore-start lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
        <div
          class="scroller"
          ref={this.#scroller}
          onScroll={this.#scrolled}
          tabIndex={0}
          role="log"
          aria-live="polite"
          aria-label={words.messages}
          aria-busy={!loaded}
        >
          {/* biome-ignore-end lint/a11y/noNoninteractiveTabindex: as above */}
          {begunAnew && <p class="day">{words.begunAnew}</p>}
          {loaded && config && (isNew || config.greeting) && <Greeting config={config} words={words} />}
          {transcript(items, unsent, words, config?.botName !== null, writing).map(line => (
            <LineView key={line.key} line={line} config={config} speech={speech} />
          ))}
          {choices && !writing && (
            <div class="choices">
              {choices.options.map(option => (
                <button type="button" key={option.id} onClick={() => visit.say(option.label)}>
                  {option.label}
                </button>
              ))}
            </div>
          )}
          {typing && !writing && <Typing name={typing.name ?? config?.botName ?? words.bot} words={words} />}
        </div>
        {this.state.behind && (
          <button type="button" class="behind" onClick={this.#toEnd}>
            {words.newMessages}
            <DownIcon size={16} />
          </button>
        )}
      </div>
    )
  }
}
