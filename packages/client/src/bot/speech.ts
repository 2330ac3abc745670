// Where a turn's words go: whole, unless the bot's code streams or says "later", which it may do at any moment.
// One after the other, and none once the turn is over.
import type { BotMessage } from '@baton/protocol'
import type { Outlet, Rest } from './outlets.ts'
import { LaterOutlet, StreamOutlet, WholeOutlet } from './outlets.ts'
import type { Reply } from './reply.ts'
import { jsonReply, laterReply } from './reply.ts'
import { Tape } from './tape.ts'
import type { TurnCalls } from './turn-calls.ts'
import { TurnOver } from './turn-over.ts'

export interface SpeechOptions {
  readonly turnId: string
  readonly calls: TurnCalls
  readonly signal: AbortSignal
  /** The first one counts. */
  readonly onReply: (reply: Reply) => void
}

export class Speech {
  form: 'whole' | 'stream' | 'later' = 'whole'
  readonly #options: SpeechOptions
  readonly #whole = new WholeOutlet()
  #outlet: Outlet = this.#whole
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: SpeechOptions) {
    this.#options = options
  }

  /** @throws TurnOver. A promise that nobody waits for does not bring the process down. */
  next<Value>(work: (outlet: Outlet) => Promise<Value>): Promise<Value> {
    const done = this.#last.then(() => {
      if (this.#options.signal.aborted) throw new TurnOver()
      return work(this.#outlet)
    })
    this.#last = done.catch(() => undefined)
    return done
  }

  say(messages: readonly BotMessage[]): Promise<void> {
    return this.next(async outlet => {
      for (const message of messages) await outlet.say(message)
    })
  }

  toStream(): void {
    if (this.form !== 'whole') return
    this.form = 'stream'
    const tape = new Tape()
    this.#options.signal.addEventListener('abort', () => tape.end(), { once: true })
    this.#options.onReply({ status: 200, type: 'text/event-stream', tape })
    this.#moveTo(new StreamOutlet(tape))
  }

  toLater(): void {
    if (this.form === 'stream') throw new Error('This turn is being streamed already: say later() first.')
    if (this.form === 'later') return
    this.form = 'later'
    this.#options.onReply(laterReply())
    this.#moveTo(new LaterOutlet(this.#options.calls, this.#options.turnId))
  }

  end(rest: Rest): Promise<void> {
    return this.next(async outlet => {
      await outlet.end(rest)
      if (this.form === 'whole') this.#options.onReply(jsonReply(200, this.#whole.answer))
    })
  }

  /** What was said so far goes first. */
  #moveTo(outlet: Outlet): void {
    void this.next(async () => {
      this.#outlet = outlet
      for (const message of this.#whole.answer.messages) await outlet.say(message)
    }).catch(() => undefined)
  }
}
