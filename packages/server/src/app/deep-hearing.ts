// Listens to messages once more, with the model: after the commit, beside everything else, and never behind. What it
// hears late is an event of its own; what comes too late, or when there is too much, is not heard at all.
import type { HeardSignal } from '@baton/core'
import { deepSignalsOf } from '@baton/detection'
import type { Flights } from './flights.ts'
import type { Hearing } from './hearing.ts'
import { notableSignals } from './hearing.ts'
import type { Committed, ConversationKey } from './ports.ts'

export interface DeepHearing {
  /** After a commit. */
  publish(committed: readonly Committed[]): void
  /** Resolves when nothing waits to be listened to. */
  settled(): Promise<void>
  close(): void
}

interface Waiting {
  readonly key: ConversationKey
  readonly seq: number
  readonly text: string
  readonly hearing: Hearing
}

const waitingMost = 1_000
const heardMost = 4_096
/** It works so long at once, and rests nine times as long: a tenth of one processor. */
const workMs = 2
const restMs = 18

/** The kinds among them that are worth a line. */
function kindsOf(signals: readonly HeardSignal[]) {
  return new Set(notableSignals(signals).map(({ kind }) => kind))
}

export function createDeepHearing(flights: Flights, onFault: (fault: unknown) => void): DeepHearing {
  let queue: Waiting[] = []
  let timer: NodeJS.Timeout | null = null
  let resting: (() => void)[] = []
  const telling = new Set<Promise<unknown>>()

  function listen({ key, seq, text, hearing }: Waiting): void {
    const { running, last } = hearing
    if (last?.seq !== seq) return
    // Without itself, or it would repeat itself.
    const before = { ...running, asked: running.asked.filter(one => one.seq !== seq) }
    const { signals } = deepSignalsOf(text, before)
    const known = kindsOf(last.signals)
    if (![...kindsOf(signals)].some(kind => !known.has(kind))) return
    const command = { type: 'HearSignals', actor: { kind: 'system' }, messageSeq: seq, signals } as const
    const told = flights.handle({ ...key, command }).catch(onFault)
    telling.add(told)
    void told.finally(() => telling.delete(told))
  }

  function work(): void {
    timer = null
    const until = performance.now() + workMs
    while (queue.length > 0 && performance.now() < until) {
      const next = queue.shift()
      if (next) listen(next)
    }
    if (queue.length > 0) timer = setTimeout(work, restMs)
    else {
      const done = resting
      resting = []
      for (const rest of done) rest()
    }
  }

  return {
    publish(committed) {
      for (const { loaded, events } of committed) {
        const { hearing, workspaceId, state } = loaded
        if (!hearing) continue
        const key = { workspaceId, conversationId: state.conversationId }
        for (const { event } of events)
          if (event.type === 'MessageReceived' && event.seq === hearing.last?.seq)
            queue.push({ key, seq: event.seq, text: event.data.text.slice(0, heardMost), hearing })
      }
      if (queue.length > waitingMost) queue = queue.slice(-waitingMost)
      if (queue.length > 0 && timer === null) timer = setTimeout(work, restMs)
    },
    async settled() {
      if (queue.length > 0) await new Promise<void>(resolve => resting.push(resolve))
      await Promise.all(telling)
    },
    close() {
      if (timer) clearTimeout(timer)
      queue = []
      for (const rest of resting) rest()
    },
  }
}
