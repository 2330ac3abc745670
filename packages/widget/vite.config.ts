// The loader of the tag, the app that it fetches, and what the app fetches when the chat is opened, or for a language.
// One is built a run (`--mode app`, `loader`, `media`, `es`); the third draws with the app's `h`.
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { defineConfig, type Plugin } from 'vite'

const root = fileURLToPath(new URL('.', import.meta.url))
const scripts = {
  app: { entry: 'src/app.tsx', file: 'widget-app.js' },
  loader: { entry: 'src/loader.ts', file: 'widget.js' },
  media: { entry: 'src/media/create-media-kit.ts', file: 'widget-media.js' },
  es: { entry: 'src/words-es.ts', file: 'widget-es.js' },
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

/** `import()` as the browser has it: Vite would wrap half a kilobyte around it, to preload what we do not have. */
function plainImport(): Plugin {
  return { name: 'plain-import', renderChunk: code => code.replace(/\bimportScript\(/g, 'import(') }
}

export default defineConfig(({ mode }) => {
  const name = mode === 'loader' || mode === 'media' || mode === 'es' ? mode : 'app'
  const { entry, file } = scripts[name]
  return {
    root,
    // The classic factory is part of preact's core anyway; the automatic one would come on top of it.
    oxc: { jsx: { runtime: 'classic', pragma: 'h' }, ...(name === 'app' ? { jsxInject: inject } : {}) },
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [printSize(), plainImport()],
    build: {
      target: 'es2022',
      cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
      outDir: 'dist',
      emptyOutDir: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: `${root}${entry}`,
        output: { format: name === 'media' || name === 'es' ? 'es' : 'iife', entryFileNames: file },
        preserveEntrySignatures: 'strict',
      },
    },
  }
})
