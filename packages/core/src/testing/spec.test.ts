// SPEC.md and the tests name each other: no rule without a test, no test of a rule that is not there.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const source = join(import.meta.dirname, '..')
// What follows that heading is tested with the server; the import table's test checks all of it together.
const [spec = ''] = readFileSync(join(source, '..', 'SPEC.md'), 'utf8').split('## Kept by the server')
const rules = [...spec.matchAll(/^- \*\*([A-Z]{2}\d+)\*\* /gm)].map(match => match[1])
const cited = new Set(
  readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.test.ts'))
    .flatMap(path => [
      ...readFileSync(join(source, path), 'utf8').matchAll(/\btest\([^\n]*?['"`](?:\[[A-Z]{2}\d+\] ?)+/g),
    ])
    .flatMap(([names]) => [...names.matchAll(/\[([A-Z]{2}\d+)\]/g)].map(match => match[1])),
)

test('each rule stands once, and all of the core’s rules are there', () => {
  expect(new Set(rules).size).toBe(rules.length)
  expect(rules).toHaveLength(46)
})

test('each rule has a test', () => {
  expect(rules.filter(rule => !cited.has(rule))).toEqual([])
})

test('no test cites a rule that is not there', () => {
  expect([...cited].filter(rule => !rules.includes(rule))).toEqual([])
})
