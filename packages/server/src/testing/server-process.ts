// A server as a process of its own, to be killed: from the production bundle where asked and there, else from
// the sources.
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const projectDir = resolve(dirname(fileURLToPath(import.meta.url)), '../../../..')
const bundle = join(projectDir, 'packages/server/dist/main.js')
const sources = ['--import', 'tsx', join(projectDir, 'packages/server/src/main.ts')]

export interface ServerProcess {
  readonly pid: number
  readonly url: string
  /** From the start of the process until it was ready. */
  readonly readyAfterMs: number
  /** As a power cut does: no signal that it could catch. Resolves when it is gone. */
  kill(): Promise<void>
  /** As an operator does: SIGTERM. Resolves with the exit code. */
  stop(): Promise<number | null>
}

export interface ServerProcessOptions {
  readonly port: number
  readonly env: Readonly<Record<string, string>>
  readonly preferBundle?: boolean
}

const readyWithinMs = 40_000

export function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer()
    server.once('error', failed)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => found(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

function gone(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode)
  return new Promise(ended => child.once('exit', ended))
}

/** Resolves when it answers that it is ready. Throws with what it wrote when it does not become so. */
export async function startServerProcess(options: ServerProcessOptions): Promise<ServerProcess> {
  const { port, env, preferBundle = false } = options
  const began = performance.now()
  const child = spawn(process.execPath, preferBundle && existsSync(bundle) ? [bundle] : sources, {
    cwd: projectDir,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH ?? '',
      HOST: '127.0.0.1',
      PORT: String(port),
      BATON_LOG_LEVEL: 'warn',
      ...env,
    },
  })
  let written = ''
  const keep = (text: Buffer) => {
    written = `${written}${text}`.slice(-4_000)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const url = `http://127.0.0.1:${port}`
  const kill = async () => {
    child.kill('SIGKILL')
    await gone(child)
  }
  for (;;) {
    const ready = await fetch(`${url}/health/ready`).then(
      answer => answer.ok,
      () => false,
    )
    if (ready) break
    if (child.exitCode !== null || performance.now() - began > readyWithinMs) {
      await kill()
      throw new Error(`The server did not become ready: ${written}`)
    }
    await new Promise(proceed => setTimeout(proceed, 15))
  }
  return {
    pid: child.pid ?? 0,
    url,
    readyAfterMs: performance.now() - began,
    kill,
    async stop() {
      child.kill('SIGTERM')
      return gone(child)
    },
  }
}
