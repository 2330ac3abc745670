// The bench's end of the channel to the load generator's process.
import { once } from 'node:events'
import type {
  Answer,
  ConsoleTarget,
  Order,
  RunTakeovers,
  RunTrial,
  TakeoverResult,
  TrialResult,
  VisitorTarget,
} from './load/orders.ts'
import { end, forkCompiled } from './processes.ts'

export interface Generator {
  connect(url: string, visitors: readonly VisitorTarget[], consoles: readonly ConsoleTarget[]): Promise<void>
  trial(run: Omit<RunTrial, 'order'>): Promise<TrialResult>
  takeovers(run: Omit<RunTakeovers, 'order'>): Promise<TakeoverResult>
  /** Counts what arrives on `sockets` sockets once `go` was called. */
  frames(url: string, sockets: number, forMs: number, go: () => void): Promise<{ perSecond: number }>
  stop(): Promise<void>
}

/** No order may hang the bench. */
const answerWithinMs = 180_000

export function startGenerator(): Generator {
  const child = forkCompiled('generator')

  async function next(): Promise<Answer> {
    const stop = new AbortController()
    const gone = once(child, 'exit', { signal: stop.signal }).then(
      (): Answer => ({
        answer: 'failed',
        problem: 'the generator ended',
      }),
    )
    const late = AbortSignal.timeout(answerWithinMs)
    try {
      const said = once(child, 'message', { signal: AbortSignal.any([late, stop.signal]) })
      const answer: Answer = await Promise.race([said.then(([message]) => message), gone])
      if (answer.answer === 'failed') throw new Error(`generator: ${answer.problem}`)
      return answer
    } finally {
      stop.abort()
      gone.catch(() => undefined)
    }
  }

  function ask(order: Order): Promise<Answer> {
    const answer = next()
    child.send(order)
    return answer
  }

  const unexpected = (answer: Answer) => new Error(`the generator answered ${answer.answer}`)
  return {
    async connect(url, visitors, consoles) {
      await ask({ order: 'connect', url, visitors, consoles })
    },
    async trial(run) {
      const answer = await ask({ order: 'trial', ...run })
      if (answer.answer !== 'trial') throw unexpected(answer)
      return answer.result
    },
    async takeovers(run) {
      const answer = await ask({ order: 'takeovers', ...run })
      if (answer.answer !== 'takeovers') throw unexpected(answer)
      return answer.result
    },
    async frames(url, sockets, forMs, go) {
      await ask({ order: 'frames', url, sockets, forMs })
      go()
      const answer = await next()
      if (answer.answer !== 'frames') throw unexpected(answer)
      return { perSecond: (answer.count * 1_000) / answer.overMs }
    },
    stop: () => end(child, 'SIGKILL'),
  }
}
