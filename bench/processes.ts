// Every process that the bench starts is started here, so that every way out of the bench ends them all.
import { type ChildProcess, fork, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const running = new Set<ChildProcess>()
const folders = new Set<string>()

export const benchDir = fileURLToPath(new URL('.', import.meta.url))
export const rootDir = fileURLToPath(new URL('..', import.meta.url))

/** Floors and generator run as plain JavaScript, as the server under test does. */
export async function compile(): Promise<void> {
  await build({
    entryPoints: [
      'floors/floor-a.ts',
      'floors/floor-b.ts',
      'floors/fan-out-process.ts',
      'load/generator.ts',
    ].map(file => benchDir + file),
    outdir: `${benchDir}dist`,
    outExtension: { '.js': '.mjs' },
    entryNames: '[name]',
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  })
}

/** A compiled process of the bench, with a channel for orders. Its errors go to ours. */
export function forkCompiled(name: string, env: Readonly<Record<string, string>> = {}): ChildProcess {
  return keep(
    fork(`${benchDir}dist/${name}.mjs`, [], {
      env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      serialization: 'advanced',
      execArgv: [],
    }),
  )
}

export interface Start {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Runs as this user, when we may. */
  readonly uid?: number | undefined
  readonly gid?: number | undefined
}

/** Starts a process; what it writes last is kept for the error when it fails. */
export function start({ command, args, cwd, env, uid, gid }: Start): ChildProcess & { lastWords(): string } {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  })
  let words = ''
  const hear = (chunk: Buffer) => {
    words = (words + String(chunk)).slice(-4_000)
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  return Object.assign(keep(child), { lastWords: () => words })
}

/** Runs a command to its end. Rejects when it fails or takes longer than `withinMs`. */
export function run(what: Start, withinMs: number): Promise<string> {
  const child = start(what)
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`${what.command} took longer than ${withinMs} ms`))
    }, withinMs)
    child.on('error', reject)
    child.on('close', code => {
      clearTimeout(timer)
      if (code === 0) resolve(child.lastWords())
      else reject(new Error(`${what.command} ended with ${code}: ${child.lastWords()}`))
    })
  })
}

/** Asks a process to end, and makes it after `graceMs`. */
export async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM', graceMs = 10_000) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise(resolve => child.once('exit', resolve))
  child.kill(signal)
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
  await gone
  clearTimeout(timer)
}

function keep<Child extends ChildProcess>(child: Child): Child {
  running.add(child)
  child.once('exit', () => running.delete(child))
  return child
}

/** A folder of the system's temporary ones that goes when the bench ends. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `baton-bench-${name}-`))
  folders.add(folder)
  return folder
}

/** The last resort, on every way out. */
export function leaveNothing(): void {
  for (const child of running) child.kill('SIGKILL')
  for (const folder of folders)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}

/** Resident memory of a process, MiB. */
export function residentMiB(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(line?.[1] ?? Number.NaN) / 1_024
}

/** Processor time of a process and of its ended children, ms; Linux counts in hundredths of a second. */
export function processorMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at] ?? 0) * 10, 0)
}

/** The same for a process and its living children: a Postgres with its backends. */
export function treeProcessorMs(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
  return children
    .filter(child => child !== '')
    .reduce((sum, child) => {
      try {
        return sum + processorMs(Number(child))
      } catch {
        return sum
      }
    }, processorMs(pid))
}
