// Trains the shipped model: `npx tsx packages/detection/training/train.ts FILE`, FILE a JSONL of labelled rows (see
// docs/decisions/0020-detection.md for which). Without FILE it learns from our own rows only.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { verdictOf } from '../src/classifier/classify.ts'
import { featuresOf } from '../src/classifier/features.ts'
import { written } from '../src/classifier/model.ts'
import type { Utterance } from '../src/evaluation/labelled.ts'
import { type Judged, reportOf } from '../src/evaluation/report.ts'
import { labels } from '../src/labels.ts'
import { readingOf } from '../src/marks.ts'
import { learn } from './learn.ts'
import { examplesOf, ownRows, rowsIn } from './rows.ts'

/** Not learnt from: a licence that asks its terms of what is made of it (ODbL). They are still judged. */
const onlyJudged = /^hint3/

function judge(rows: readonly Utterance[], model: ReturnType<typeof learn>): readonly Judged[] {
  return rows.map(utterance => {
    const reading = readingOf(utterance.text)
    return { utterance, predicted: verdictOf(reading, featuresOf(reading), model).label }
  })
}

function say(title: string, judged: readonly Judged[]): void {
  const report = reportOf(judged)
  process.stdout.write(`\n${title}: macro F1 ${report.macroF1.toFixed(3)} over ${judged.length}\n`)
  for (const label of labels) {
    const { precision, recall, f1, support } = report.labels[label]
    const figures = [precision, recall, f1].map(one => one.toFixed(3)).join('  ')
    process.stdout.write(`  ${label.padEnd(20)} ${figures}  ${support}\n`)
  }
}

/** Sources that one project published are one: they sound alike. */
function familyOf({ source }: Utterance): string {
  return source.split('-')[0] ?? source
}

const [file] = process.argv.slice(2)
const own = ownRows()
const given = file ? rowsIn(file) : []
const judgedOut: Judged[] = []
for (const family of new Set(given.map(familyOf))) {
  const rest = given.filter(row => familyOf(row) !== family && !onlyJudged.test(row.source))
  judgedOut.push(
    ...judge(
      given.filter(row => familyOf(row) === family),
      learn(examplesOf([...rest, ...own])),
    ),
  )
}
if (judgedOut.length > 0) say('each source by a model that never saw it', judgedOut)

const otherLanguages = own.filter(row => row.lang !== 'en')
const english = own.filter(row => row.lang === 'en')
const learnable = given.filter(row => !onlyJudged.test(row.source))
say(
  'our rows of nine languages by a model that saw English and some Spanish',
  judge(otherLanguages, learn(examplesOf([...learnable, ...english]))),
)

const model = learn(examplesOf([...learnable, ...own]))
const { scale, text } = written(model.weights)
const target = join(import.meta.dirname, '../src/classifier/weights.ts')
const source = [
  '// Learnt by training/train.ts; not to be edited. One character a weight, see model.ts.',
  'export const learnt = {',
  `  scale: ${scale},`,
  `  text: '${text}',`,
  '}',
]
writeFileSync(target, `${source.join('\n')}\n`)
process.stdout.write(`\n${target}: ${Math.round(text.length / 1024)} kB\n`)
