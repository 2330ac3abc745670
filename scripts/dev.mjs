// `npm run dev`: the server from its sources, started again at every change, and the console with hot reload.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { build, install, requireNode } from './prepare.mjs'
import { root } from './stamp.mjs'

requireNode()
await install()
// The widget and the demo page are served as built.
await build()
const bin = name => join(root, 'node_modules', '.bin', name)
const port = process.env.PORT ?? '8080'
// In groups of their own: a terminal's Ctrl-C reaches us alone, and each of them once. A second signal makes the
// watcher kill the server, which would leave its database running.
const apart = { detached: true, stdio: ['ignore', 'inherit', 'inherit'] }
const children = [
  spawn(bin('tsx'), ['watch', '--clear-screen=false', 'packages/server/src/main.ts'], {
    ...apart,
    cwd: root,
  }),
  spawn(bin('vite'), ['--config', 'vite.config.ts'], {
    ...apart,
    cwd: join(root, 'packages/console'),
    env: { ...process.env, BATON_SERVER: `http://127.0.0.1:${port}` },
  }),
]
let stopping = false
const stop = () => {
  if (stopping) return
  stopping = true
  for (const child of children) child.kill('SIGTERM')
}
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, stop)
for (const child of children) child.once('exit', stop)
