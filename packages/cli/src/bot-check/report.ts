// What was found, as a table for people and as JSON for programs.
import type { Case, Finding } from './case.ts'

export interface Row {
  readonly of: Case
  readonly finding: Finding
}

const words = { ok: 'ok', failed: 'FAILED', not_offered: 'not offered' } as const

export function isPassed(rows: readonly Row[]): boolean {
  return rows.every(({ of, finding }) => !of.required || finding.kind !== 'failed')
}

function noteOf(finding: Finding): string {
  return finding.kind === 'failed' ? '' : (finding.note ?? '')
}

function rowText({ of, finding }: Row): string {
  const line = [
    of.name.padEnd(13),
    (of.required ? 'required' : 'optional').padEnd(9),
    words[finding.kind].padEnd(12),
    noteOf(finding),
  ]
  const problems = finding.kind === 'failed' ? finding.problems.map(problem => `\n      ${problem}`) : []
  return `  ${line.join(' ').trimEnd()}${problems.join('')}`
}

function countOf(rows: readonly Row[], kind: Finding['kind']): number {
  return rows.filter(({ finding }) => finding.kind === kind).length
}

export function tableOf(url: string, rows: readonly Row[]): string {
  const counts = `${countOf(rows, 'ok')} ok, ${countOf(rows, 'failed')} failed, ${countOf(rows, 'not_offered')} not offered`
  const verdict = isPassed(rows) ? 'This bot keeps the contract.' : 'A required case failed: fix it first.'
  return `\n${url}\n\n${rows.map(rowText).join('\n')}\n\n  ${counts}. ${verdict}\n`
}

export function jsonOf(url: string, rows: readonly Row[]): string {
  const cases = rows.map(({ of: { name, title, required }, finding }) => ({
    name,
    title,
    required,
    result: finding.kind,
    note: noteOf(finding) || null,
    problems: finding.kind === 'failed' ? finding.problems : [],
  }))
  return `${JSON.stringify({ url, passed: isPassed(rows), cases }, null, 2)}\n`
}
