// The greatest rate that a system carries: doubled until it fails, bisected, then confirmed by longer runs.
import type { Generator } from './generator.ts'
import { addIntegrity, type Integrity, type Ledger, nothingLost } from './ledger.ts'
import type { Path, TrialResult } from './load/orders.ts'
import { median } from './load/percentile.ts'
import type { Plan } from './plan.ts'
import { processorMs, treeProcessorMs } from './processes.ts'
import { figure, say } from './progress.ts'

export const p99LimitMs = 250
const deliveredLeast = 0.99
const errorsMost = 0.001

export interface Measured {
  readonly rate: number
  /** False: the longer runs did not bear out what the search found, even after five steps down. */
  readonly passed: boolean
  readonly p50Ms: number
  readonly p99Ms: number
  readonly ackP50Ms: number
  readonly ackP99Ms: number
  readonly lagP99Ms: number
  /** Processor time a message. */
  readonly serverMs: number
  readonly postgresMs: number
  /** Bot path: the share of messages that was answered together with a later one. */
  readonly joinedShare: number
  readonly integrity: Integrity
  /** What readers saw that must never be: doubles and disorder, over all trials so far. */
  readonly readerFaults: number
  /** Frames that did not extend a cursor, reloads, closed sockets: allowed, but worth knowing. */
  readonly readerSetbacks: number
}

export interface Rig {
  readonly name: string
  readonly generator: Generator
  readonly ledger: Ledger
  readonly path: Path
  readonly serverPid: number
  readonly postgresPid: number
}

export function passes({ sent, expected, delivered, refused, p99Ms, abandoned }: TrialResult): boolean {
  if (abandoned || delivered < expected * deliveredLeast) return false
  return refused <= sent * errorsMost && p99Ms < p99LimitMs
}

function describe(result: TrialResult, cost: Cost): string {
  const { rate, p50Ms, p99Ms, sent, expected, delivered, lagP99Ms, abandoned, refusals } = result
  const late = lagP99Ms > 25 ? `, generator late by ${figure(lagP99Ms)} ms` : ''
  const end = abandoned ? ', abandoned' : ''
  const refused = Object.entries(refusals).map(([code, count]) => `, ${count} × ${code}`)
  const share = expected > 0 ? (delivered / expected) * 100 : 0
  const spent = `server ${figure(cost.serverMs)} ms, Postgres ${figure(cost.postgresMs)} ms each`
  return `${figure(rate)}/s: p50 ${figure(p50Ms)} ms, p99 ${figure(p99Ms)} ms, ${figure(share)} % of ${figure(sent)} delivered, ${spent}${late}${end}${refused.join('')}`
}

interface Cost {
  readonly serverMs: number
  readonly postgresMs: number
}

async function trial(rig: Rig, rate: number, times: Times) {
  const { name, generator, ledger, path, serverPid, postgresPid } = rig
  const [serverBefore, postgresBefore] = [processorMs(serverPid), treeProcessorMs(postgresPid)]
  const result = await generator.trial({ path, rate, ...times })
  const cost: Cost = {
    serverMs: (processorMs(serverPid) - serverBefore) / result.total,
    postgresMs: (treeProcessorMs(postgresPid) - postgresBefore) / result.total,
  }
  const integrity = await ledger.settle(result)
  const bad =
    integrity.lost + integrity.storedTwice + integrity.gaps > 0
      ? ` INTEGRITY ${JSON.stringify(integrity)}`
      : ''
  say(`  ${name} ${describe(result, cost)}${passes(result) ? '' : ' ✗'}${bad}`)
  return { result, integrity, cost }
}

interface Times {
  readonly warmMs: number
  readonly measureMs: number
}

type Tried = Awaited<ReturnType<typeof trial>>

/** The median of the plan's repeats at one rate. */
export async function measureAt(rig: Rig, rate: number, { confirm }: Plan): Promise<Measured> {
  const tried: Tried[] = []
  for (let n = 0; n < confirm.repeats; n++) tried.push(await trial(rig, rate, confirm))
  const results = tried.map(({ result }) => result)
  const last = results.at(-1)?.violations ?? { doubles: 0, disorder: 0, gaps: 0, reloads: 0, closed: 0 }
  const share = ({ joined, total }: TrialResult) => joined / Math.max(1, total)
  return {
    rate,
    p50Ms: median(results.map(result => result.p50Ms)),
    p99Ms: median(results.map(result => result.p99Ms)),
    ackP50Ms: median(results.map(result => result.ackP50Ms)),
    ackP99Ms: median(results.map(result => result.ackP99Ms)),
    lagP99Ms: median(results.map(result => result.lagP99Ms)),
    serverMs: median(tried.map(({ cost }) => cost.serverMs)),
    postgresMs: median(tried.map(({ cost }) => cost.postgresMs)),
    joinedShare: median(results.map(share)),
    integrity: tried.map(({ integrity }) => integrity).reduce(addIntegrity, nothingLost),
    readerFaults: last.doubles + last.disorder,
    readerSetbacks: last.gaps + last.reloads + last.closed,
    passed: results.filter(passes).length * 2 > results.length,
  }
}

/** Searches from `from` messages a second on. Integrity is that of every trial on the way. */
export async function searchMaximum(rig: Rig, from: number, plan: Plan): Promise<Measured> {
  let sum = nothingLost
  const carries = async (rate: number) => {
    const { result, integrity } = await trial(rig, rate, plan.search)
    sum = addIntegrity(sum, integrity)
    return passes(result)
  }
  let low = from
  while (low > 1 && !(await carries(low))) low = Math.floor(low / 2)
  let high = low * 2
  while (await carries(high)) {
    low = high
    high *= 2
  }
  for (let n = 0; n < plan.bisections; n++) {
    const middle = Math.round((low + high) / 2)
    if (await carries(middle)) low = middle
    else high = middle
  }
  // A short trial can be lucky; what counts is what the longer ones bear out.
  for (let attempt = 0; ; attempt++) {
    const measured = await measureAt(rig, low, plan)
    sum = addIntegrity(sum, measured.integrity)
    if (measured.passed || attempt === 5) return { ...measured, integrity: sum }
    low = Math.round(low * 0.9)
  }
}
