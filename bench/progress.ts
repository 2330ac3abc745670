/** One line a step, with the seconds since the start, to the error stream: the table alone goes to the output. */
export function say(line: string): void {
  const seconds = Math.round(process.uptime())
  process.stderr.write(`[${String(seconds).padStart(4)} s] ${line}\n`)
}

/** For a reader: 12,300 and 4.2, never 4.19999. */
export function figure(value: number | null): string {
  if (value === null || Number.isNaN(value)) return '-'
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US')
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2)
}
