// How good detection is on labelled rows: `npm run eval:detection -- [FILE …] [--json]`. Without a file, on our own
// fixtures. The report goes to the output, progress and errors to the error stream.
import { createReadStream, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import {
  type Judged,
  type Label,
  labelOf,
  labels,
  parseDialogue,
  parseUtterance,
  type Report,
  reportOf,
} from '@baton/detection'

interface Heard {
  readonly judged: Judged[]
  readonly requests: string[]
  dialogues: number
  customerTurns: number
}

const root = join(import.meta.dirname, '..')
const fixtures = join(root, 'packages/detection/fixtures')
const linesPerWord = 2_000

/** A line is a dialogue where it has turns, an utterance otherwise. */
function hear(row: unknown, heard: Heard): void {
  if (typeof row === 'object' && row !== null && 'turns' in row) {
    const dialogue = parseDialogue(row)
    heard.dialogues += 1
    for (const { role, text } of dialogue.turns) {
      if (role !== 'customer') continue
      heard.customerTurns += 1
      if (labelOf(text).label === 'human_request') heard.requests.push(`${dialogue.id}: ${text}`)
    }
    return
  }
  const utterance = parseUtterance(row)
  heard.judged.push({ utterance, predicted: labelOf(utterance.text).label })
}

async function hearFile(file: string, heard: Heard): Promise<void> {
  let number = 0
  for await (const line of createInterface({
    input: createReadStream(file),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    number += 1
    if (number % linesPerWord === 0)
      process.stderr.write(`${file}: ${number.toLocaleString('en-US')} lines\n`)
    if (line.trim() === '') continue
    try {
      hear(JSON.parse(line), heard)
    } catch (error) {
      throw new Error(`${file}, line ${number}: ${error instanceof Error ? error.message : 'cannot be read'}`)
    }
  }
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`.padStart(8)

function table(report: Report): string {
  const rows = labels.map((label: Label) => {
    const { precision, recall, f1, support } = report.labels[label]
    return `  ${label.padEnd(22)}${percent(precision)}${percent(recall)}${percent(f1)}${String(support).padStart(8)}`
  })
  const parts = (title: string, by: Report['byLanguage']) =>
    Object.entries(by).map(([name, part]) => {
      const request = part.labels.human_request
      const asked = request ? `${percent(request.precision)}${percent(request.recall)}` : '       -       -'
      return `  ${title} ${name}`.padEnd(30) + percent(part.macroF1) + asked + String(part.count).padStart(8)
    })
  return [
    `${'label'.padEnd(24)}precision  recall      F1  support`,
    ...rows,
    `macro F1 ${percent(report.macroF1).trim()}`,
    '',
    `${'part'.padEnd(30)}macro F1   human_request: precision, recall; rows`,
    ...parts('language', report.byLanguage),
    ...parts('source', report.bySource),
  ].join('\n')
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { json: { type: 'boolean' } },
    allowPositionals: true,
  })
  const files =
    positionals.length > 0
      ? positionals
      : readdirSync(fixtures)
          .sort()
          .map(name => join(fixtures, name))
  const heard: Heard = { judged: [], requests: [], dialogues: 0, customerTurns: 0 }
  for (const file of files) await hearFile(file, heard)
  if (heard.judged.length + heard.dialogues === 0)
    throw new Error(
      `${files.map(file => relative('.', file)).join(', ')}: no labelled row and no dialogue in it`,
    )
  const report = reportOf(heard.judged)
  const falseRequestsPer100 = (heard.requests.length * 100) / Math.max(1, heard.customerTurns)
  const dialogues = { count: heard.dialogues, customerTurns: heard.customerTurns, falseRequestsPer100 }
  if (values.json) {
    const whole = heard.dialogues > 0 ? { ...report, dialogues } : report
    process.stdout.write(`${JSON.stringify(whole)}\n`)
    return
  }
  if (heard.judged.length > 0) process.stdout.write(`${table(report)}\n`)
  if (heard.dialogues === 0) return
  process.stdout.write(
    `\n${heard.dialogues} dialogues, ${heard.customerTurns} customer turns: ${falseRequestsPer100.toFixed(2)} requests per 100 turns\n`,
  )
  for (const request of heard.requests) process.stdout.write(`  ${request}\n`)
}

try {
  await main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
