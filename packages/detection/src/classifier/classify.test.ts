// What is shipped is as good as the how-to says, and made as the training script makes it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { learn } from '../../training/learn.ts'
import { examplesOf, ownRows, rowsIn } from '../../training/rows.ts'
import { deepSignalsOf } from '../deep-signals.ts'
import { reportOf } from '../evaluation/report.ts'
import { languageOf } from '../language.ts'
import { nothingHeard } from '../running.ts'
import { labelOf } from './classify.ts'
import { read, written } from './model.ts'

const folder = join(import.meta.dirname, '../../fixtures')
const fixtures = readdirSync(folder).flatMap(file => rowsIn(join(folder, file)))

describe('the shipped model', () => {
  const report = reportOf(
    fixtures.map(utterance => ({ utterance, predicted: labelOf(utterance.text).label })),
  )

  test('knows our fixtures of ten languages', () => {
    expect(Object.keys(report.byLanguage)).toHaveLength(11) // and what is none of them
    expect(report.macroF1).toBeGreaterThan(0.9)
    expect(report.labels.human_request.precision).toBeGreaterThan(0.95)
    expect(report.labels.human_request.recall).toBeGreaterThan(0.9)
  })

  test('was not trained on them', () => {
    const learnt = new Set(ownRows().map(row => row.text.toLowerCase()))
    expect(fixtures.filter(row => learnt.has(row.text.toLowerCase()))).toEqual([])
  })

  test('is small', () => {
    const size = readFileSync(join(import.meta.dirname, 'weights.ts')).length
    expect(size).toBeLessThan(1_000_000)
  })

  test('names the words that spoke for its opinion', () => {
    const text = 'What would a family ticket cost me?'
    const price = deepSignalsOf(text, nothingHeard).signals.find(one => one.kind === 'high_value')
    expect(price?.why.words.map(({ from, to }) => text.slice(from, to)).join(' ')).toContain('cost')
  })
})

describe('languages', () => {
  test('most fixtures are heard in theirs', () => {
    const right = fixtures.filter(row => languageOf(row.text).language === row.lang)
    expect(right.length / fixtures.length).toBeGreaterThan(0.9)
  })
})

describe('training', () => {
  const some = ownRows().filter((_, index) => index % 10 === 0)

  test('gives the same weights for the same rows', () => {
    expect(learn(examplesOf(some)).weights).toEqual(learn(examplesOf(some)).weights)
  })

  test('is written and read without losing more than a rounding', () => {
    const { weights } = learn(examplesOf(some))
    const again = read(written(weights)).weights
    const { scale } = written(weights)
    expect(weights.every((one, at) => Math.abs(one - (again[at] ?? 9)) <= scale / 2 + 1e-6)).toBe(true)
  })
})
