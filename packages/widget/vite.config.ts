// Two scripts, each whole in itself, so that a site needs nothing but the tag: the app, and the loader that
// fetches it. One is built a run (`--mode app`, `--mode loader`), as a script of this kind has one entry.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { defineConfig, type Plugin } from 'vite'

const root = fileURLToPath(new URL('.', import.meta.url))
const scripts = {
  app: { entry: 'src/app.tsx', file: 'widget-app.js' },
  loader: { entry: 'src/loader.ts', file: 'widget.js' },
}

function printSize(file: string): Plugin {
  return {
    name: 'print-size',
    writeBundle() {
      const bytes = gzipSync(readFileSync(`${root}dist/${file}`)).length
      this.info(`${file}: ${bytes} bytes gzipped`)
    },
  }
}

export default defineConfig(({ mode }) => {
  const { entry, file } = mode === 'loader' ? scripts.loader : scripts.app
  return {
    root,
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [printSize(file)],
    build: {
      target: 'es2022',
      cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
      outDir: 'dist',
      emptyOutDir: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: `${root}${entry}`,
        output: { format: 'iife', entryFileNames: file },
      },
    },
  }
})
