// What the run says at its end: figures as ratios to the floors of the same run, held against the goals.

import type { Finding } from './finding.ts'
import type { FloorFigures, Floors } from './floors.ts'
import { apart } from './floors.ts'
import type { Growth } from './growth.ts'
import { addIntegrity, type Integrity, nothingLost } from './ledger.ts'
import { median } from './load/percentile.ts'
import type { StreamFigures } from './load/streams.ts'
import type { Memory, TakeoverFigures } from './measures.ts'
import { figure } from './progress.ts'
import type { RulesFigures } from './rules.ts'
import type { Measured } from './search.ts'
import type { Webhooks } from './webhooks.ts'

export interface Figures {
  readonly startedAt: string
  readonly plan: string
  readonly machine: string
  readonly postgres: string
  readonly before: Floors | null
  readonly after: Floors | null
  readonly person: { readonly calm: Measured; readonly maximum: Measured } | null
  readonly fanOut: Measured | null
  readonly bot: { readonly calm: Measured; readonly maximum: Measured } | null
  readonly takeovers: TakeoverFigures | null
  readonly streams: StreamFigures | null
  readonly memory: Memory | null
  readonly coldStartMs: number | null
  readonly growth: Growth | null
  readonly finding: Finding | null
  readonly webhooks: Webhooks | null
  readonly rules: RulesFigures | null
  /** Runs at one rate only: the smoke. */
  readonly smoke: readonly Measured[]
}

export interface Row {
  readonly what: string
  readonly measured: string
  readonly against: string
  readonly ratio: number | null
  readonly goal: string
  readonly met: boolean
}

/** The run's floors: the mean of before and after. */
function floor(figures: Figures, of: (floors: Floors) => number): number {
  const known = [figures.before, figures.after].flatMap(floors => (floors ? [of(floors)] : []))
  return known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length)
}

export const noisyAbove = 0.25

/** Floors that moved during the run by more than a quarter. */
export function noiseOf({ before, after }: Figures): string[] {
  if (!before || !after) return []
  const maximum = (figures: FloorFigures) => figures.maximum.rate
  const pairs = [
    ['raw ws', before.rawFramesPerSecond, after.rawFramesPerSecond],
    ['pgbench', before.pgbench, after.pgbench],
    ['floor A', maximum(before.a), maximum(after.a)],
    ['floor B', maximum(before.b), maximum(after.b)],
  ] as const
  return pairs.flatMap(([name, first, second]) => {
    const share = apart(first, second)
    return share > noisyAbove
      ? [`${name} ${figure(first)} → ${figure(second)} (${figure(share * 100)} %)`]
      : []
  })
}

function atLeast(what: string, value: number, unit: string, against: [string, number], goal: number): Row {
  const ratio = value / against[1]
  const shown = `${against[0]} ${figure(against[1])}`
  return {
    what,
    measured: `${figure(value)} ${unit}`,
    against: shown,
    ratio,
    goal: `≥ ${goal} ×`,
    met: ratio >= goal,
  }
}

function atMostTimes(what: string, value: number, against: [string, number], goal: number): Row {
  const ratio = value / against[1]
  const shown = `${against[0]} ${figure(against[1])}`
  return {
    what,
    measured: `${figure(value)} ms`,
    against: shown,
    ratio,
    goal: `≤ ${goal} ×`,
    met: ratio <= goal,
  }
}

function atMost(what: string, value: number, unit: string, goal: number): Row {
  const shown = `${figure(value)} ${unit}`
  return { what, measured: shown, against: '', ratio: null, goal: `≤ ${goal} ${unit}`, met: value <= goal }
}

function againstFloors(figures: Figures): Row[] {
  if (!figures.before) return []
  const rows: Row[] = []
  const b = floor(figures, floors => floors.b.maximum.rate)
  const calmP50 = floor(figures, floors => floors.a.calm.p50Ms)
  const calmP99 = floor(figures, floors => floors.a.calm.p99Ms)
  const raw = floor(figures, floors => floors.rawFramesPerSecond)
  const { person, bot, fanOut } = figures
  const unit = (what: string, { passed }: Measured) => (passed ? what : `${what}, not borne out`)
  if (person) {
    rows.push(
      atLeast(
        'person path, greatest rate',
        person.maximum.rate,
        unit('messages/s', person.maximum),
        ['floor B', b],
        0.5,
      ),
      atMostTimes('delivery at 50/s, p50', person.calm.p50Ms, ['floor A', calmP50], 2),
      atMostTimes('delivery at 50/s, p99', person.calm.p99Ms, ['floor A', calmP99], 3),
    )
  }
  if (bot)
    rows.push(
      atLeast(
        'bot path, greatest rate',
        bot.maximum.rate,
        unit('messages/s', bot.maximum),
        ['floor B', b],
        0.35,
      ),
    )
  if (fanOut) {
    rows.push(
      atLeast('fan-out to 10 agents', fanOut.rate * 10, unit('deliveries/s', fanOut), ['raw ws', raw], 0.3),
    )
  }
  return rows
}

export function rowsOf(figures: Figures): Row[] {
  const { takeovers, streams, memory, coldStartMs, growth, finding, webhooks, rules } = figures
  const rows = againstFloors(figures)
  if (takeovers) {
    rows.push(
      atMost('takeover, told everywhere, p99', takeovers.toldP99Ms, 'ms', 30),
      atMost('bot messages after a takeover', takeovers.botAfter + takeovers.botAfterInLog, 'messages', 0),
    )
  }
  if (streams) {
    rows.push(
      atMost('click to the last byte of a stream, p99', streams.lastByteP99Ms, 'ms', 50),
      atMost('text after the visitor was told', streams.after, 'frames', 0),
    )
  }
  if (memory) {
    rows.push(
      atMost('memory at rest', memory.restMiB, 'MiB', 144),
      atMost('memory per 1,000 idle visitors', memory.perThousandVisitorsMiB, 'MiB', 16),
    )
  }
  if (coldStartMs !== null) rows.push(atMost('cold start', coldStartMs, 'ms', 1_200))
  for (const { what, p95Ms } of finding?.groups ?? [])
    rows.push(
      atMost(`${what} of ${figure(finding?.conversations ?? 0)} conversations, p95`, p95Ms, 'ms', 100),
    )
  if (finding?.page) {
    const { firstPaintMs, quiet, busy } = finding.page
    rows.push(
      atMost('first paint of the console', firstPaintMs, 'ms', 1_000),
      atMost('a frame while its list is scrolled, p95', quiet.p95Ms, 'ms', 20),
      atMost(`the same with ${figure(busy.messagesPerSecond)} messages/s, p95`, busy.p95Ms, 'ms', 20),
    )
  }
  if (webhooks) {
    rows.push(
      atMost(`webhook answer at ${figure(webhooks.rate)}/s, p50`, webhooks.p50Ms, 'ms', 30),
      atMost(`webhook answer at ${figure(webhooks.rate)}/s, p99`, webhooks.p99Ms, 'ms', 200),
      atMost('of a storm of webhooks, lost or doubled', webhooks.lost + webhooks.doubled, 'messages', 0),
    )
  }
  if (rules) {
    const ms = (times: readonly number[]) => `${figure(median(times))} ms`
    rows.push({
      what: 'processor time a message with 20 rules',
      measured: ms(rules.with20Ms),
      against: `${ms(rules.withoutMs)} without`,
      ratio: rules.ratio,
      goal: '≥ 0.9 ×',
      met: rules.ratio >= 0.9,
    })
  }
  if (growth) {
    const { small, large } = growth
    const against = `${figure(small.processorMs)} ms at ${figure(small.stored)}`
    const ratio = large.processorMs / small.processorMs
    const measured = `${figure(large.processorMs)} ms at ${figure(large.stored)}`
    rows.push({
      what: 'processor time a message',
      measured,
      against,
      ratio,
      goal: '≤ 1.2 ×',
      met: ratio <= 1.2,
    })
  }
  return rows
}

/** Loss, doubles, order and bot-after-takeover: what no noise excuses. Empty when all is well. */
export function breachesOf(figures: Figures): string[] {
  const { person, bot, fanOut, takeovers, streams, smoke, webhooks } = figures
  const all = [person?.calm, person?.maximum, bot?.calm, bot?.maximum, fanOut].flatMap(one => one ?? [])
  const measured = [...all, ...smoke]
  const checked: Integrity[] = measured.map(one => one.integrity)
  if (takeovers) checked.push(takeovers.integrity)
  const sum = checked.reduce(addIntegrity, nothingLost)
  const readerFaults = measured.reduce((most, one) => most + one.readerFaults, 0)
  const breaches: string[] = []
  if (sum.lost > 0) breaches.push(`${sum.lost} acknowledged messages are not in the log`)
  if (sum.storedTwice > 0) breaches.push(`${sum.storedTwice} messages are in the log twice`)
  if (sum.gaps > 0) breaches.push(`the seq of ${sum.gaps} conversations has gaps`)
  if (readerFaults > 0) breaches.push(`readers saw ${readerFaults} doubles or events out of order`)
  if (measured.length > 0 && sum.acknowledged === 0) breaches.push('nothing was acknowledged')
  if (takeovers && takeovers.botAfter + takeovers.botAfterInLog > 0) {
    breaches.push(
      `${takeovers.botAfterInLog} messages of the bot after a takeover (${takeovers.botAfter} seen)`,
    )
  }
  if (takeovers && takeovers.failed + takeovers.untold > 0) {
    breaches.push(`${takeovers.failed} takeovers failed, ${takeovers.untold} were not told to every console`)
  }
  if (streams && streams.after > 0) breaches.push(`${streams.after} frames of a stream after the takeover`)
  if (streams && (streams.failed > 0 || streams.underWay === 0)) {
    breaches.push(`${streams.failed} clicks into streams failed, ${streams.underWay} streams were under way`)
  }
  if (webhooks && webhooks.lost + webhooks.doubled > 0)
    breaches.push(`of a storm of webhooks ${webhooks.lost} messages are lost, ${webhooks.doubled} doubled`)
  for (const one of smoke)
    if (Number.isNaN(one.p50Ms)) breaches.push(`nothing was delivered at ${one.rate}/s`)
  return breaches
}

export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map(({ what, measured, against, ratio, goal, met }) => [
    what,
    measured,
    against,
    ratio === null ? '' : `${figure(ratio)} ×`,
    goal,
    met ? 'met' : 'MISSED',
  ])
  const lines = [['', 'measured', 'floor', 'ratio', 'goal', ''], ...cells]
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map(line => line[column]?.length ?? 0))) ?? []
  return lines
    .map(line =>
      line
        .map((cell, n) => cell.padEnd(widths[n] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
