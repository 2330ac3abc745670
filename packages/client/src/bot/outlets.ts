// The three ways in which a bot's words go out: whole in the answer, as a stream, or later by themselves.
import type { BotAnswer, BotMessage } from '@baton/protocol'
import type { Tape } from './tape.ts'
import type { TurnCalls } from './turn-calls.ts'

/** What an answer holds besides messages. */
export type Rest = Omit<BotAnswer, 'messages' | 'end'>

export interface Outlet {
  say(message: BotMessage): Promise<void>
  /** More of the text that is being written. */
  write(text: string): Promise<void>
  /** What was written is a message. */
  endMessage(): Promise<void>
  end(rest: Rest): Promise<void>
}

/** Characters of one message. */
export const messageMax = 4_096

/** Cuts text to what one message holds, never within a character. */
export function piecesOf(text: string, max = messageMax): readonly string[] {
  const pieces: string[] = []
  for (let at = 0; at < text.length; ) {
    let end = Math.min(text.length, at + max)
    const last = text.charCodeAt(end - 1)
    if (end < text.length && last >= 0xd800 && last <= 0xdbff) end -= 1
    pieces.push(text.slice(at, end))
    at = end
  }
  return pieces
}

/** Text that is being written, cut into messages. */
abstract class Written implements Outlet {
  protected written = ''

  abstract say(message: BotMessage): Promise<void>
  abstract end(rest: Rest): Promise<void>
  protected abstract show(text: string): void
  protected abstract close(text: string): Promise<void>

  async write(text: string): Promise<void> {
    for (const piece of piecesOf(text)) {
      if (this.written.length + piece.length > messageMax) await this.endMessage()
      this.written += piece
      this.show(piece)
    }
  }

  async endMessage(): Promise<void> {
    const text = this.written
    this.written = ''
    if (text.trim() !== '') await this.close(text)
  }
}

export class WholeOutlet extends Written {
  answer: Rest & { readonly messages: BotMessage[] } = { messages: [] }

  async say(message: BotMessage): Promise<void> {
    this.answer.messages.push(message)
  }

  protected show(): void {}

  protected close(text: string): Promise<void> {
    return this.say(text)
  }

  async end(rest: Rest): Promise<void> {
    this.answer = { ...rest, messages: this.answer.messages }
  }
}

export class StreamOutlet extends Written {
  readonly #tape: Tape

  constructor(tape: Tape) {
    super()
    this.#tape = tape
  }

  async say(message: BotMessage): Promise<void> {
    this.#event('message', typeof message === 'string' ? { text: message } : message)
  }

  protected show(text: string): void {
    this.#event('delta', { text })
  }

  protected async close(): Promise<void> {
    this.#event('message', {})
  }

  async end(rest: Rest): Promise<void> {
    this.#event('end', rest)
    this.#tape.end()
  }

  #event(name: string, value: unknown): void {
    this.#tape.write(`event: ${name}\ndata: ${JSON.stringify(value)}\n\n`)
  }
}

export class LaterOutlet extends Written {
  readonly #calls: TurnCalls
  readonly #turnId: string
  #sent = 0

  constructor(calls: TurnCalls, turnId: string) {
    super()
    this.#calls = calls
    this.#turnId = turnId
  }

  say(message: BotMessage): Promise<void> {
    this.#sent += 1
    return this.#calls.post('/messages', { messages: [message], end: false }, `${this.#turnId}:${this.#sent}`)
  }

  protected show(): void {}

  protected close(text: string): Promise<void> {
    return this.say(text)
  }

  end(rest: Rest): Promise<void> {
    return this.#calls.post('/messages', { ...rest, messages: [], end: true }, `${this.#turnId}:end`)
  }
}
