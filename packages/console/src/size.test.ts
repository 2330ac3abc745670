// What an agent's browser loads before the first list is there, measured on what is really built: everything that
// the page itself names. What a place or a dialog needs comes with it.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

const mostBytes = 250_000
let outDir = ''

beforeAll(async () => {
  vi.stubEnv('NODE_ENV', 'production')
  outDir = await mkdtemp(join(tmpdir(), 'baton-console-'))
  const configFile = join(import.meta.dirname, '../vite.config.ts')
  await build({ configFile, logLevel: 'silent', build: { outDir, emptyOutDir: true } })
}, 120_000)
afterAll(async () => {
  vi.unstubAllEnvs()
  await rm(outDir, { recursive: true, force: true })
})

test('the first page loads at most 250 kB gzipped: its scripts, what they need at once, and its styles', async () => {
  const page = await readFile(join(outDir, 'index.html'), 'utf8')
  const files = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/g)].map(
    match => match[1] ?? '',
  )
  expect(files.filter(file => file.endsWith('.css'))).not.toEqual([])
  const sizes = await Promise.all(
    files.map(async file => gzipSync(await readFile(join(outDir, file))).byteLength),
  )
  const total = sizes.reduce((sum, size) => sum + size, gzipSync(page).byteLength)
  expect(total).toBeGreaterThan(100_000)
  expect(total).toBeLessThanOrEqual(mostBytes)
})
