// The wire cannot change unseen: a change of any schema changes this hash, and the change of the file is the place
// to ask whether older readers still understand (decision 0005).
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { clientMessage, contract, serverMessage } from './index.ts'

const lockFile = fileURLToPath(new URL('./version.lock.json', import.meta.url))

function hashOf(schema: z.ZodType | undefined, io: 'input' | 'output'): string | null {
  if (!schema) return null
  const json = JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: 'any' }))
  return createHash('sha256').update(json).digest('hex').slice(0, 16)
}

function currentHashes(): Record<string, unknown> {
  const routes = Object.entries(contract).map(([key, route]) => {
    const { params, query, body } = { params: undefined, query: undefined, body: undefined, ...route }
    const hashes = [
      hashOf(params, 'input'),
      hashOf(query, 'input'),
      hashOf(body, 'input'),
      hashOf(route.response, 'output'),
    ]
    return [key, { auth: route.auth, hashes }]
  })
  return {
    'live: to the server': hashOf(clientMessage, 'input'),
    'live: to a reader': hashOf(serverMessage, 'output'),
    ...Object.fromEntries(routes),
  }
}

test('the schemas of the wire are those of version.lock.json (set BATON_LOCK_WIRE=1 to write it anew)', () => {
  const current = currentHashes()
  if (process.env.BATON_LOCK_WIRE) writeFileSync(lockFile, `${JSON.stringify(current, null, 2)}\n`)
  expect(current).toEqual(JSON.parse(readFileSync(lockFile, 'utf8')))
})

test('every route of the contract has a summary and a path below the prefix', () => {
  for (const [key, route] of Object.entries(contract)) {
    expect(key).toMatch(/^(GET|POST|PUT|DELETE) \/[a-z]/)
    expect(route.summary.length).toBeGreaterThan(5)
  }
})
