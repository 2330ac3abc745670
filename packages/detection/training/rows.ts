// What the model learns from: our own rows, which are here, and rows of public sets, which are not.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { featuresOf, ideaFeaturesOf } from '../src/classifier/features.ts'
import { parseUtterance, type Utterance } from '../src/evaluation/labelled.ts'
import { readingOf } from '../src/marks.ts'
import type { Example } from './learn.ts'

/** Rows under `# label` headings, one a line, a file a language. */
export function ownRows(): readonly Utterance[] {
  const folder = join(import.meta.dirname, 'rows')
  return readdirSync(folder)
    .sort()
    .flatMap(file => {
      const lang = basename(file, '.txt')
      let label = ''
      return readFileSync(join(folder, file), 'utf8')
        .split('\n')
        .flatMap(line => {
          const text = line.trim()
          if (text.startsWith('# ')) label = text.slice(2)
          return text === '' || text.startsWith('# ')
            ? []
            : [parseUtterance({ text, lang, label, source: `own-${lang}` })]
        })
    })
}

export function rowsIn(file: string): readonly Utterance[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => parseUtterance(JSON.parse(line)))
}

const ideasAlone = 1.0

function counted(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

/** Many rows of one source and label say little more than a few: their weight grows with the root of their number. */
export function examplesOf(rows: readonly Utterance[]): readonly Example[] {
  const key = (row: Utterance) => `${row.source} ${row.label}`
  const counts = counted(rows.map(key))
  const weights = rows.map(row => 1 / Math.sqrt(counts.get(key(row)) ?? 1))
  const byLabel = new Map<string, number>()
  for (const [index, row] of rows.entries())
    byLabel.set(row.label, (byLabel.get(row.label) ?? 0) + (weights[index] ?? 0))
  const mean = weights.reduce((sum, one) => sum + one, 0) / byLabel.size
  return rows.flatMap((row, index) => {
    const reading = readingOf(row.text)
    const weight = Math.min(3, 4 * (weights[index] ?? 0) * Math.sqrt(mean / (byLabel.get(row.label) ?? mean)))
    const { label, also } = row
    return [
      { features: featuresOf(reading), label, also, weight },
      // Once more without its words: what is learnt of ideas has to stand alone in a language of which few rows exist.
      { features: ideaFeaturesOf(reading), label, also, weight: weight * ideasAlone },
    ]
  })
}
