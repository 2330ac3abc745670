// Seeds one fault at a time into a copy of the core, or of the server's turns, and runs their tests on it. A fault that no test
// of its own rule notices survives, and the run exits with 1. `npm run mutants [RULE ...]`
import { spawn } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SingleBar } from 'cli-progress'
import { alertingMutants } from './mutants/alerting-table.ts'
import { deliveryMutants } from './mutants/delivery-table.ts'
import { marksMutants } from './mutants/marks-table.ts'
import type { Mutant } from './mutants/mutant.ts'
import { routingMutants } from './mutants/routing-table.ts'
import { rulesMutants } from './mutants/rules-table.ts'
import { serverMutants } from './mutants/server-table.ts'
import { coreMutants } from './mutants/table.ts'

const mutants: readonly Mutant[] = [
  ...coreMutants,
  ...deliveryMutants,
  ...marksMutants,
  ...alertingMutants,
  ...routingMutants,
  ...rulesMutants,
  ...serverMutants,
]
const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const parts = ['core', 'server'] as const
const homeOf = (mutant: Mutant) => mutant.part ?? 'core'
const sourceOf = (part: (typeof parts)[number]) => join(root, 'packages', part)
const testsOf = {
  core: ['src/conversation', 'src/message', 'src/routing', 'src/rules'],
  server: ['src/bots/interleavings.test.ts'],
} as const
const historiesPerMutant = '400'

interface Failed {
  /** Names of the failed tests, and files that did not even load. */
  readonly tests: readonly string[]
  readonly output: string
}
interface Verdict {
  readonly mutant: Mutant
  readonly by: 'its rule' | 'another rule' | 'nobody'
  readonly test: string
  readonly properties: boolean
}

/** A folder with a copy of each part. */
async function prepare(lane: string): Promise<void> {
  for (const part of parts) {
    const folder = join(lane, part)
    const filter = (source: string) => !/node_modules|dist/.test(source.slice(root.length))
    await cp(sourceOf(part), folder, { recursive: true, filter })
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir')
    await writeFile(
      join(folder, 'tsconfig.json'),
      '{ "extends": "../tsconfig.base.json", "include": ["src"] }',
    )
  }
  await cp(join(root, 'tsconfig.base.json'), join(lane, 'tsconfig.base.json'))
}

function vitest(folder: string, tests: readonly string[], report: string): Promise<string> {
  const bin = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const args = [bin, 'run', '--root', folder, '--reporter=json', `--outputFile=${report}`, ...tests]
  const env = {
    ...process.env,
    BATON_SOAK_HISTORIES: historiesPerMutant,
    BATON_SOAK_SEED: '42',
    NO_COLOR: '1',
  }
  return new Promise((resolve, reject) => {
    let output = ''
    const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
    child.on('error', reject)
    child.on('close', () => resolve(output))
  })
}

interface Report {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[]
  }[]
}

async function failures(lane: string, part: (typeof parts)[number]): Promise<Failed> {
  const folder = join(lane, part)
  const report = join(folder, 'report.json')
  await rm(report, { force: true })
  const output = await vitest(folder, testsOf[part], report)
  let parsed: Report
  try {
    parsed = JSON.parse(await readFile(report, 'utf8'))
  } catch (cause) {
    throw new Error(`The tests did not run:\n${output}`, { cause })
  }
  const tests = parsed.testResults.flatMap(file => {
    const failed = file.assertionResults
      .filter(one => one.status === 'failed')
      .map(one => `${file.name}: ${one.title}`)
    // A fault may break a story that a whole file builds on: then the file is what failed.
    return file.assertionResults.length === 0 && file.status === 'failed'
      ? [`${file.name}: (does not load)`]
      : failed
  })
  return { tests, output }
}

const isProperty = (test: string) => test.includes('properties.test.ts')

async function tryOut(mutant: Mutant, lane: string): Promise<Verdict> {
  const part = homeOf(mutant)
  const path = join(lane, part, 'src', mutant.file)
  const source = await readFile(path, 'utf8')
  await writeFile(
    path,
    source.replace(mutant.find, () => mutant.replace),
  )
  try {
    const { tests } = await failures(lane, part)
    const sentences = tests.filter(test => !isProperty(test))
    const own = sentences.find(test => test.includes(`[${mutant.rule}]`))
    const first = own ?? sentences[0] ?? tests[0]
    const by = own ? 'its rule' : first ? 'another rule' : 'nobody'
    const test = first?.slice(first.indexOf(': ') + 2) ?? ''
    return { mutant, by, test, properties: tests.some(isProperty) }
  } finally {
    await writeFile(path, source)
  }
}

/** Every fault must still have its place in the code. */
async function checkTable(chosen: readonly Mutant[]): Promise<void> {
  const lost: string[] = []
  for (const mutant of chosen) {
    const { rule, fault, file, find } = mutant
    const found = (await readFile(join(sourceOf(homeOf(mutant)), 'src', file), 'utf8')).split(find).length - 1
    if (found !== 1) lost.push(`[${rule}] ${fault}: the text stands ${found} times in ${file}:\n  ${find}`)
  }
  const whole = await readFile(join(sourceOf('core'), 'SPEC.md'), 'utf8')
  const [spec = ''] = whole.split('## Kept by the server')
  const rules = [...spec.matchAll(/^- \*\*([A-Z]{2}\d+)\*\*/gm)].map(match => match[1])
  if (chosen === mutants) {
    for (const rule of rules) {
      if (!mutants.some(mutant => mutant.rule === rule)) lost.push(`[${rule}] of SPEC.md has no mutant`)
    }
  }
  if (lost.length > 0) throw new Error(`Renew scripts/mutants/table.ts:\n${lost.join('\n')}`)
}

async function main(): Promise<number> {
  const wanted = process.argv.slice(2)
  const chosen = wanted.length === 0 ? mutants : mutants.filter(mutant => wanted.includes(mutant.rule))
  await checkTable(chosen)
  const temporary = await mkdtemp(join(tmpdir(), 'baton-mutants-'))
  const bar = new SingleBar({ format: '{bar} {value}/{total} mutants  {eta_formatted} left' })
  const verdicts: Verdict[] = []
  try {
    const lanes = Math.min(2, availableParallelism())
    const folders = Array.from({ length: lanes }, (_, n) => join(temporary, `lane-${n}`))
    await Promise.all(folders.map(prepare))
    for (const part of new Set(chosen.map(homeOf))) {
      const sound = await failures(folders[0] ?? '', part)
      if (sound.tests.length > 0) throw new Error(`Without a fault these fail:\n${sound.tests.join('\n')}`)
    }
    const left = [...chosen]
    bar.start(chosen.length, 0)
    await Promise.all(
      folders.map(async folder => {
        for (let mutant = left.shift(); mutant; mutant = left.shift()) {
          verdicts.push(await tryOut(mutant, folder))
          bar.increment()
        }
      }),
    )
  } finally {
    bar.stop()
    await rm(temporary, { recursive: true, force: true })
  }
  verdicts.sort((a, b) => chosen.indexOf(a.mutant) - chosen.indexOf(b.mutant))
  for (const { mutant, by, test, properties } of verdicts) {
    const mark = by === 'its rule' ? 'caught  ' : by === 'nobody' ? 'SURVIVED' : 'STRAY   '
    console.log(
      `${mark} ${mutant.rule.padEnd(4)} ${properties ? 'P' : ' '} ${mutant.fault}\n              ${test}`,
    )
  }
  const survivors = verdicts.filter(verdict => verdict.by !== 'its rule').length
  const byProperties = verdicts.filter(verdict => verdict.properties).length
  console.log(
    `${verdicts.length - survivors} caught by a test of their rule, ${survivors} not; P: ${byProperties} by the histories, too`,
  )
  return survivors === 0 ? 0 : 1
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
