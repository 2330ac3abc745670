// What happened, counted as it happens.

export class Tally {
  customers = 0
  sent = 0
  acknowledged = 0
  answeredByBot = 0
  answeredByPerson = 0
  unanswered = 0
  requests = 0
  readonly ackMs: number[] = []
  readonly answerMs: number[] = []
  readonly errors = new Map<string, number>()

  failed(code: string): void {
    this.errors.set(code, (this.errors.get(code) ?? 0) + 1)
  }
}

function percentile(values: readonly number[], p: number): string {
  const sorted = Float64Array.from(values).sort()
  const value = sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)]
  return value === undefined ? '-' : `${value.toFixed(value < 100 ? 1 : 0)} ms`
}

export function summaryOf(tally: Tally, overMs: number): string {
  const spread = (values: readonly number[]) =>
    `p50 ${percentile(values, 0.5)}, p99 ${percentile(values, 0.99)}`
  const errors = [...tally.errors].map(([code, count]) => `${count} × ${code}`).join(', ')
  const lines: [string, string | number][] = [
    ['customers', tally.customers],
    ['messages sent', `${tally.sent} (${((tally.sent * 1_000) / overMs).toFixed(1)} a second)`],
    ['acknowledged', tally.acknowledged],
    ['answered by the bot', tally.answeredByBot],
    ['answered by a person', tally.answeredByPerson],
    ['not answered in time', tally.unanswered],
    ['requests for a person', tally.requests],
    ['acknowledgement', spread(tally.ackMs)],
    ['first answer', spread(tally.answerMs)],
    ['errors', errors || 'none'],
  ]
  return lines.map(([name, value]) => `  ${name.padEnd(22)} ${value}`).join('\n')
}
