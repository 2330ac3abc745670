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
const children = [
  spawn(bin('tsx'), ['watch', '--clear-screen=false', 'packages/server/src/main.ts'], {
    cwd: root,
    stdio: 'inherit',
  }),
  spawn(bin('vite'), ['--config', 'vite.config.ts'], {
    cwd: join(root, 'packages/console'),
    stdio: 'inherit',
    env: { ...process.env, BATON_SERVER: `http://127.0.0.1:${port}` },
  }),
]
const stop = signal => {
  for (const child of children) child.kill(signal)
}
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => stop(signal))
for (const child of children) child.once('exit', () => stop('SIGTERM'))
