// What a site pays for the widget, measured on what is really built.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

const configFile = join(import.meta.dirname, '../vite.config.ts')
const sizes = new Map<string, number>()
let outDir = ''

beforeAll(async () => {
  vi.stubEnv('NODE_ENV', 'production')
  outDir = await mkdtemp(join(tmpdir(), 'baton-widget-'))
  for (const mode of ['app', 'loader', 'media', 'es'])
    await build({ configFile, mode, logLevel: 'silent', build: { outDir } })
  for (const file of ['widget.js', 'widget-app.js', 'widget-media.js']) {
    sizes.set(file, gzipSync(await readFile(join(outDir, file))).length)
  }
}, 60_000)
afterAll(async () => {
  vi.unstubAllEnvs()
  await rm(outDir, { recursive: true, force: true })
})

test('the script tag loads about a kilobyte', () => {
  expect(sizes.get('widget.js')).toBeLessThanOrEqual(1_024)
})

test('what is fetched when the chat is opened, for files, marks and feedback, is at most 8 kB more', () => {
  expect(sizes.get('widget-media.js')).toBeLessThanOrEqual(8 * 1_024)
})

test('the whole widget is at most 20 kB gzipped', () => {
  const total = (sizes.get('widget.js') ?? 0) + (sizes.get('widget-app.js') ?? 0)
  expect(total).toBeGreaterThan(5_000)
  expect(total).toBeLessThanOrEqual(20 * 1_024)
})
