// Three scripts, each whole in itself, so that a site needs nothing but the tag: the loader, the app that it fetches,
// and what the app fetches for texts with marks. One is built a run (`--mode app`, `loader`, `text`).
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { defineConfig, type Plugin } from 'vite'

const root = fileURLToPath(new URL('.', import.meta.url))
const scripts = {
  app: { entry: 'src/app.tsx', file: 'widget-app.js' },
  loader: { entry: 'src/loader.ts', file: 'widget.js' },
  text: { entry: 'src/text.ts', file: 'widget-text.js' },
}

const inject = "import { h } from 'preact'"

function printSize(): Plugin {
  return {
    name: 'print-size',
    writeBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue
        this.info(`${chunk.fileName}: ${gzipSync(chunk.code).length} bytes gzipped`)
      }
    },
  }
}

export default defineConfig(({ mode }) => {
  const { entry, file } = mode === 'loader' || mode === 'text' ? scripts[mode] : scripts.app
  return {
    root,
    // The classic factory is part of preact's core anyway; the automatic one would come on top of it.
    oxc: {
      jsx: { runtime: 'classic', pragma: 'h' },
      ...(file === scripts.app.file ? { jsxInject: inject } : {}),
    },
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [printSize()],
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
