// Whoever works in Spanish is told in Spanish why the server refused: every code that it knows has its sentence.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { esRefusals } from './packages/console/src/app/messages/es-refusals.ts'

/** Told to browsers of visitors and to bots, which have words of their own; no agent reads them. */
const toOthers = new Set(['invalid_token', 'token_missing', 'token_expired'])

function sourcesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map(path => readFileSync(join(folder, path), 'utf8'))
}

test('every refusal of the server can be said in Spanish', () => {
  const server = sourcesIn('packages/server/src').join('\n')
  const core = readFileSync('packages/core/src/conversation/rejection.ts', 'utf8')
  const codes = new Set([
    ...[...server.matchAll(/refuse\(\s*4\d\d,\s*'(\w+)'/g)].map(match => match[1] ?? ''),
    ...[...core.matchAll(/readonly code: '(\w+)'/g)].map(match => match[1] ?? ''),
  ])
  expect(codes.size).toBeGreaterThan(60)
  expect([...codes].filter(code => !toOthers.has(code) && !(code in esRefusals)).sort()).toEqual([])
})
