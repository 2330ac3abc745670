// One open-loop run at one rate. Every message has an instant at which it is due, and every time is taken from
// that instant: a server that falls behind cannot slow its own customers down and look fast.
import { setImmediate as nextTick, setTimeout as sleep } from 'node:timers/promises'
import type { RunTrial, TrialResult, Violations } from './orders.ts'
import { percentile } from './percentile.ts'
import type { Item, Reader } from './reader.ts'
import { sentenceOf } from './sentences.ts'

/** After the last send, for what is still on its way. */
const drainMs = 5_000
/** A second of backlog cannot come down to a p99 of 250 ms. */
const hopelessBacklogMs = 1_000

let trials = 0

export class Trial {
  readonly tag = `${process.pid.toString(36)}-${(trials++).toString(36)}`
  readonly #run: RunTrial
  readonly #writers: readonly Reader[]
  readonly #readersEach: number
  readonly #total: number
  readonly #warm: number
  readonly #acknowledged: Uint8Array
  readonly #finished: Uint8Array
  /** Bot path: what each visitor still waits for, oldest first. */
  readonly #unanswered: number[][]
  readonly #ackMs: number[] = []
  readonly #deliveryMs: number[] = []
  readonly #lagMs: number[] = []
  readonly #refusals: Record<string, number> = {}
  #start = 0
  #sent = 0
  #acks = 0
  #delivered = 0
  #refused = 0
  #joined = 0
  #outstanding = 0

  /** `consoles`: how many of them read each message on the person path. */
  constructor(run: RunTrial, visitors: readonly Reader[], consoles: number) {
    this.#run = run
    this.#writers = visitors.slice(0, run.writers ?? visitors.length)
    this.#readersEach = run.path === 'person' ? consoles : 1
    this.#total = Math.max(1, Math.round((run.rate * (run.warmMs + run.measureMs)) / 1_000))
    this.#warm = Math.round((run.rate * run.warmMs) / 1_000)
    this.#acknowledged = new Uint8Array(Math.ceil(this.#total / 8))
    this.#finished = new Uint8Array(this.#total)
    this.#unanswered = this.#writers.map(() => [])
  }

  accepted(ref: string): void {
    const n = this.#own(ref)
    if (n === null) return
    const byte = n >> 3
    this.#acknowledged[byte] = (this.#acknowledged[byte] ?? 0) | (1 << (n & 7))
    if (n < this.#warm) return
    this.#acks += 1
    this.#ackMs.push(performance.now() - this.#dueAt(n))
  }

  refused(ref: string | null, code: string): void {
    this.#refused += 1
    this.#refusals[code] = (this.#refusals[code] ?? 0) + 1
    if (ref !== null && this.#own(ref) !== null) this.#outstanding -= this.#readersEach
  }

  items(reader: Reader, items: readonly Item[], console: boolean): void {
    for (const { type, data } of items) {
      if (this.#run.path === 'person') {
        if (console && type === 'MessageReceived') this.#deliver(this.#own(data.clientId ?? ''))
      } else if (!console && type === 'MessageSent' && data.from === 'bot') {
        this.#answer(reader.index, data.text ?? '')
      }
    }
  }

  /** Sends what is due until all is sent, then waits for the rest. */
  async play(violations: () => Violations): Promise<TrialResult> {
    const { rate } = this.#run
    this.#start = performance.now() + 20
    const hopeless = Math.max(1_000, (rate * this.#readersEach * hopelessBacklogMs) / 1_000)
    while (this.#sent < this.#total && this.#outstanding < hopeless) {
      const now = performance.now()
      while (this.#sent < this.#total && this.#dueAt(this.#sent) <= now) this.#send(this.#sent, now)
      // A timer wakes up to 1 ms late: at a low rate the generator waits the last bit awake.
      const restMs = this.#dueAt(this.#sent) - performance.now()
      if (rate > 200) await sleep(1)
      else if (restMs > 2) await sleep(restMs - 1.5)
      else await nextTick()
    }
    const abandoned = this.#sent < this.#total
    const until = performance.now() + drainMs
    while (this.#outstanding > 0 && performance.now() < until) await sleep(5)
    return this.#result(abandoned, violations())
  }

  #dueAt(n: number): number {
    return this.#start + (n * 1_000) / this.#run.rate
  }

  #send(n: number, now: number): void {
    const at = n % this.#writers.length
    const id = `${this.tag}.${n}`
    const text = `${sentenceOf(Math.floor(n / this.#writers.length) + at)} #${id}`
    this.#writers[at]?.send(`{"type":"send","ref":"${id}","clientId":"${id}","text":${JSON.stringify(text)}}`)
    if (this.#run.path === 'bot') this.#unanswered[at]?.push(n)
    this.#lagMs.push(now - this.#dueAt(n))
    this.#outstanding += this.#readersEach
    this.#sent += 1
  }

  #own(ref: string): number | null {
    const dot = ref.indexOf('.')
    return dot === this.tag.length && ref.startsWith(this.tag) ? Number(ref.slice(dot + 1)) : null
  }

  #deliver(n: number | null): void {
    if (n === null || (this.#finished[n] ?? 0) >= this.#readersEach) return
    this.#finished[n] = (this.#finished[n] ?? 0) + 1
    this.#outstanding -= 1
    if (n < this.#warm) return
    this.#delivered += 1
    this.#deliveryMs.push(performance.now() - this.#dueAt(n))
  }

  /** The bot repeats what was said, so its answer names the message; a turn takes earlier ones along. */
  #answer(visitor: number, text: string): void {
    const n = this.#own(text.slice(text.lastIndexOf('#') + 1))
    const waiting = this.#unanswered[visitor]
    if (n === null || !waiting) return
    while (waiting[0] !== undefined && waiting[0] <= n) {
      const answered = waiting.shift() ?? n
      if (answered < n) this.#joined += 1
      this.#deliver(answered)
    }
  }

  #result(abandoned: boolean, violations: Violations): TrialResult {
    const sent = Math.max(0, this.#sent - this.#warm)
    return {
      rate: this.#run.rate,
      sent,
      acknowledged: this.#acks,
      delivered: this.#delivered,
      expected: sent * this.#readersEach,
      refused: this.#refused,
      refusals: this.#refusals,
      joined: this.#joined,
      ackP50Ms: percentile(this.#ackMs, 0.5),
      ackP99Ms: percentile(this.#ackMs, 0.99),
      p50Ms: percentile(this.#deliveryMs, 0.5),
      p99Ms: percentile(this.#deliveryMs, 0.99),
      maxMs: percentile(this.#deliveryMs, 1),
      lagP99Ms: percentile(this.#lagMs, 0.99),
      abandoned,
      violations,
      tag: this.tag,
      total: this.#sent,
      acknowledgedBits: this.#acknowledged,
    }
  }
}
