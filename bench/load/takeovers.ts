// Agents click Intervene while the bot is about to answer, under load. Timed from the instant the click was
// due until it is answered (durable) and until every console has been told.
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RunTakeovers, TakeoverResult, TrialResult, VisitorTarget } from './orders.ts'
import { percentile } from './percentile.ts'
import type { Item, Reader, Row } from './reader.ts'

/** The customer writes this long before the click at most: before, within and after the bot's 20 ms. */
const writtenBeforeMs = 45
const toldWithinMs = 5_000

interface Click {
  readonly dueAt: number
  answeredMs: number | null
  toldMs: number | null
  readonly untold: Set<number>
  takenOver: boolean
  botAfter: number
}

export class Takeovers {
  readonly #run: RunTakeovers
  readonly #targets: readonly VisitorTarget[]
  readonly #writers: readonly Reader[]
  readonly #consoles: readonly Reader[]
  readonly #clicks = new Map<string, Click>()
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 16 })
  #failed = 0

  constructor(
    run: RunTakeovers,
    targets: readonly VisitorTarget[],
    visitors: readonly Reader[],
    consoles: readonly Reader[],
  ) {
    this.#run = run
    this.#targets = targets.slice(-run.clicks)
    this.#writers = visitors.slice(-run.clicks)
    this.#consoles = consoles
  }

  /** A console learns it from its list. */
  rows(reader: Reader, rows: readonly Row[]): void {
    for (const row of rows) if (row.state === 'intervened') this.#told(row.id, reader.index)
  }

  items(conversationId: string, items: readonly Item[]): void {
    const click = this.#clicks.get(conversationId)
    if (!click) return
    for (const { type, data } of items) {
      if (type === 'TakenOver') click.takenOver = true
      else if (click.takenOver && type === 'MessageSent' && data.from === 'bot') click.botAfter += 1
    }
  }

  /** Clicks at their instants while `load` plays. */
  async play(load: Promise<TrialResult>, warmMs: number): Promise<TakeoverResult> {
    const { clicks, perSecond } = this.#run
    const start = performance.now() + warmMs
    const all = this.#targets.map(async (target, k) => {
      const dueAt = start + (k * 1_000) / perSecond
      await sleep(Math.max(0, dueAt - ((k * 7) % writtenBeforeMs) - performance.now()))
      const id = `takeover-${process.pid}-${k}`
      const text = 'Are you still there?'
      this.#writers[k]?.send(JSON.stringify({ type: 'send', ref: id, clientId: id, text }))
      await sleep(Math.max(0, dueAt - performance.now()))
      await this.#click(target.conversationId, dueAt)
    })
    await Promise.all(all)
    const until = performance.now() + toldWithinMs
    while ([...this.#clicks.values()].some(click => click.toldMs === null) && performance.now() < until) {
      await sleep(20)
    }
    const result = await load
    this.#agent.destroy()
    return this.#result(clicks, result)
  }

  async #click(conversationId: string, dueAt: number): Promise<void> {
    const untold = new Set(this.#consoles.map(console => console.index))
    const click = { dueAt, answeredMs: null, toldMs: null, untold, takenOver: false, botAfter: 0 }
    this.#clicks.set(conversationId, click)
    if (await this.#intervene(conversationId)) {
      const taken = this.#clicks.get(conversationId)
      if (taken) taken.answeredMs = performance.now() - dueAt
      this.#settle(conversationId)
    } else {
      this.#failed += 1
    }
  }

  #intervene(conversationId: string): Promise<boolean> {
    const { apiUrl, apiKey } = this.#run
    return new Promise(resolve => {
      const sent = request(`${apiUrl}/conversations/${conversationId}/intervene`, {
        method: 'POST',
        agent: this.#agent,
        timeout: 10_000,
        headers: {
          authorization: `Bearer ${apiKey}`,
          'content-type': 'application/json',
          'content-length': 2,
        },
      })
      sent.on('response', answer => {
        answer.resume()
        answer.on('end', () => resolve(answer.statusCode === 200))
      })
      sent.on('timeout', () => sent.destroy())
      sent.on('error', () => resolve(false))
      sent.end('{}')
    })
  }

  #told(conversationId: string, console: number): void {
    const click = this.#clicks.get(conversationId)
    if (click?.untold.delete(console)) this.#settle(conversationId)
  }

  #settle(conversationId: string): void {
    const click = this.#clicks.get(conversationId)
    if (click && click.answeredMs !== null && click.untold.size === 0) {
      click.toldMs = performance.now() - click.dueAt
    }
  }

  #result(clicks: number, load: TrialResult): TakeoverResult {
    const all = [...this.#clicks.values()]
    const answered = all.flatMap(click => click.answeredMs ?? [])
    const told = all.flatMap(click => click.toldMs ?? [])
    return {
      clicks,
      failed: this.#failed,
      untold: all.length - this.#failed - told.length,
      answeredP50Ms: percentile(answered, 0.5),
      answeredP99Ms: percentile(answered, 0.99),
      toldP50Ms: percentile(told, 0.5),
      toldP99Ms: percentile(told, 0.99),
      botAfter: all.reduce((sum, click) => sum + click.botAfter, 0),
      conversationIds: this.#targets.map(target => target.conversationId),
      load,
    }
  }
}
