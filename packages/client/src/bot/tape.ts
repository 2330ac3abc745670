// What is answered, as it comes: read by the one who asked, and again by one who asks a second time.

export class Tape {
  readonly #chunks: string[] = []
  #ended = false
  readonly #waiting = new Set<() => void>()

  write(text: string): void {
    if (this.#ended || text === '') return
    this.#chunks.push(text)
    this.#wake()
  }

  end(): void {
    this.#ended = true
    this.#wake()
  }

  /** From its beginning, whenever it is read. */
  read(onLeave: () => void = () => undefined): ReadableStream<Uint8Array> {
    const encoder = new TextEncoder()
    let at = 0
    return new ReadableStream<Uint8Array>({
      pull: async controller => {
        while (at === this.#chunks.length && !this.#ended) {
          await new Promise<void>(resolve => this.#waiting.add(resolve))
        }
        const more = this.#chunks.slice(at).join('')
        at = this.#chunks.length
        if (more !== '') controller.enqueue(encoder.encode(more))
        else controller.close()
      },
      cancel: () => {
        onLeave()
        // The read that waits has nobody to wait for.
        this.#wake()
      },
    })
  }

  #wake(): void {
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const resolve of waiting) resolve()
  }
}

export function tapeOf(text: string): Tape {
  const tape = new Tape()
  tape.write(text)
  tape.end()
  return tape
}
