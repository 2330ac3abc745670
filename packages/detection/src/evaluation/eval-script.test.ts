// The script as it is called: one object on the output, and errors that name the line.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../../..')
const folder = mkdtempSync(join(tmpdir(), 'baton-eval-'))
afterAll(() => rmSync(folder, { recursive: true }))

function evaluate(lines: readonly string[], ...flags: readonly string[]) {
  const file = join(folder, 'rows.jsonl')
  writeFileSync(file, lines.join('\n'))
  const script = join(root, 'scripts/eval-detection.ts')
  const run = spawnSync(join(root, 'node_modules/.bin/tsx'), [script, file, ...flags], { encoding: 'utf8' })
  return { output: run.stdout, errors: run.stderr, status: run.status }
}

describe('npm run eval:detection', () => {
  test('prints one object with --json, dialogues beside rows', () => {
    const { output, status } = evaluate(
      [
        '{"text": "I want to talk to a human", "label": "human_request", "lang": "en", "source": "a"}',
        '',
        '{"text": "how much is it?", "label": "none", "also": ["pricing"], "lang": "en", "source": "b"}',
        '{"id": "1", "turns": [{"role": "customer", "text": "where is my order"}, {"role": "bot", "text": "Here."}]}',
      ],
      '--json',
    )
    expect(status).toBe(0)
    const report = JSON.parse(output)
    expect(report.labels.human_request).toEqual({ precision: 1, recall: 1, f1: 1, support: 1 })
    expect(report.labels.pricing.f1).toBe(1)
    expect(Object.keys(report.bySource)).toEqual(['a', 'b'])
    expect(report.byLanguage.en.count).toBe(2)
    expect(report.dialogues).toEqual({ count: 1, customerTurns: 1, falseRequestsPer100: 0 })
  })

  test('a broken line is named, and nothing is printed as if it were a result', () => {
    const { output, errors, status } = evaluate(['{"text": "hi", "label": "none"}', '{"text": "hi"'])
    expect(status).toBe(1)
    expect(errors).toContain('line 2')
    expect(output).toBe('')
  })

  test('an empty file is no success', () => {
    expect(evaluate([''])).toMatchObject({ status: 1, errors: expect.stringContaining('no labelled row') })
  })
})
