// `npm start`: installs and builds what is missing, then runs the server and passes signals on. Built-ins only.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { build, install, requireNode } from './prepare.mjs'
import { root } from './stamp.mjs'

requireNode()
try {
  await install()
  await build()
} catch (error) {
  process.stderr.write(`\n  Baton could not be prepared. ${error.message}\n\n`)
  process.exit(1)
}

const server = spawn(process.execPath, ['--enable-source-maps', join(root, 'packages/server/dist/main.js')], {
  stdio: 'inherit',
  env: { NODE_ENV: 'production', ...process.env },
})
// A terminal's Ctrl-C reaches the server by itself, too; it takes the second one for the first.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => server.kill(signal))
// npm passes a signal to its shell only: where that is gone, npm was told to stop.
if (process.env.npm_lifecycle_event === 'start') {
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) server.kill('SIGTERM')
  }, 200).unref()
}
server.once('exit', (code, signal) => {
  process.exitCode = code ?? (signal ? 1 : 0)
})
