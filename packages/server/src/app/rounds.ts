// Rounds of work, one at a time, and the calls that they begin and that outlive them.

export interface RoundsOptions {
  /** Takes up what is due; begins calls. */
  readonly round: () => Promise<void>
  readonly onFault: (fault: unknown) => void
}

export interface Rounds {
  /** Aborted a little after the close: what is under way then is left to the next server. */
  readonly stopping: AbortSignal
  readonly isOpen: boolean
  /** Something is due: a round begins, at once or when the one under way has ended. */
  soon(): void
  /** One round, for what nobody called `soon` for: retries, and what other servers left. */
  sweep(): Promise<void>
  /** Beside the rounds; `after` it, whatever came of it, another one begins. */
  call(work: () => Promise<void>, after: () => void): void
  /** Begins nothing more; waits a little for what is under way. */
  close(): Promise<void>
}

/** Between two rounds: what comes meanwhile goes together. */
const restMs = 20
const stopPatienceMs = 3_000

export function createRounds({ round, onFault }: RoundsOptions): Rounds {
  const stopping = new AbortController()
  const running = new Set<Promise<void>>()
  let current: Promise<void> | null = null
  let wanted = false
  let closed = false

  async function go(): Promise<void> {
    do {
      wanted = false
      await round()
      if (wanted) await new Promise(proceed => setTimeout(proceed, restMs))
    } while (wanted && !closed)
  }

  function begin(): Promise<void> {
    wanted = true
    current ??= go().finally(() => {
      current = null
    })
    return current
  }

  const rounds: Rounds = {
    stopping: stopping.signal,
    get isOpen() {
      return !closed
    },
    soon() {
      if (!closed) begin().catch(onFault)
    },
    async sweep() {
      if (!closed) await begin()
    },
    call(work, after) {
      const run = work()
        .catch(fault => {
          if (!stopping.signal.aborted) onFault(fault)
        })
        .finally(() => {
          running.delete(run)
          after()
          rounds.soon()
        })
      running.add(run)
    },
    async close() {
      closed = true
      await current?.catch(() => undefined)
      const patience = setTimeout(() => stopping.abort(), stopPatienceMs)
      await Promise.all(running)
      clearTimeout(patience)
    },
  }
  return rounds
}
