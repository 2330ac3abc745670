// The Postgres process: its own child group, so that it outlives a killed Baton, and found again by its pid file.
import { spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Account } from './account.ts'
import type { ClusterFolders } from './folder.ts'

export interface Postmaster {
  readonly pid: number
  /** A socket's folder, or 127.0.0.1. */
  readonly host: string
  readonly port: number
}

const socketPort = 5432
/** A socket's path has at most 107 bytes on Linux, 103 elsewhere. */
const socketPathMax = 103

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

async function looksLikePostgres(pid: number): Promise<boolean> {
  try {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).includes('postgres')
  } catch {
    // No /proc here: the pid file and a living process have to do.
    return process.platform !== 'linux'
  }
}

/** The postmaster that serves this folder; null when none lives. */
export async function livingPostmaster({ cluster }: ClusterFolders): Promise<Postmaster | null> {
  let lines: string[]
  try {
    lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n')
  } catch {
    return null
  }
  const pid = Number(lines[0])
  const port = Number(lines[3])
  if (!Number.isInteger(pid) || pid <= 1 || !port || !isAlive(pid) || !(await looksLikePostgres(pid)))
    return null
  return { pid, host: lines[4] || '127.0.0.1', port }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

async function addressOf(
  { socket }: ClusterFolders,
  portBefore: number | null,
): Promise<{ host: string; port: number; settings: string[] }> {
  if (join(socket, `.s.PGSQL.${socketPort}`).length <= socketPathMax && process.platform !== 'win32') {
    return {
      host: socket,
      port: socketPort,
      settings: [
        'listen_addresses=',
        `unix_socket_directories=${socket}`,
        `port=${socketPort}`,
        'unix_socket_permissions=0700',
      ],
    }
  }
  // The pool knows the port from before; after a restart it must find the database there again.
  const port = portBefore ?? (await freePort())
  return {
    host: '127.0.0.1',
    port,
    settings: ['listen_addresses=127.0.0.1', 'unix_socket_directories=', `port=${port}`],
  }
}

/** For one machine with a few gigabytes: durable as Postgres is by default, small at rest. */
const settings = [
  'fsync=on',
  'synchronous_commit=on',
  'max_connections=60',
  'shared_buffers=64MB',
  'max_wal_size=1GB',
  'checkpoint_timeout=15min',
  'jit=off',
  'io_method=sync',
  'logging_collector=on',
  'log_directory=log',
  'log_filename=postgres-%a.log',
  'log_truncate_on_rotation=on',
  'log_rotation_age=1d',
  'log_rotation_size=0',
  'log_checkpoints=off',
  // A statement or a detail could hold a customer's words.
  'log_min_error_statement=panic',
  'log_error_verbosity=terse',
]

/** Starts it and does not wait. `onExit` tells that this child is gone. */
export async function spawnPostmaster(
  binaries: string,
  folders: ClusterFolders,
  account: Account | null,
  before: Postmaster | null,
  onExit: () => void,
): Promise<Postmaster> {
  const address = await addressOf(folders, before?.port ?? null)
  const given = [...settings, ...address.settings].flatMap(setting => ['-c', setting])
  const child = spawn(join(binaries, 'bin', 'postgres'), ['-D', folders.cluster, ...given], {
    cwd: folders.home,
    detached: true,
    stdio: 'ignore',
    env: { LC_ALL: 'C', PATH: process.env.PATH ?? '' },
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
  })
  child.once('exit', onExit)
  child.once('error', onExit)
  child.unref()
  if (child.pid === undefined) throw new Error(`${join(binaries, 'bin', 'postgres')} cannot be run`)
  return { pid: child.pid, host: address.host, port: address.port }
}

const shutdownWithinMs = 7_000

/** Fast shutdown: open transactions are rolled back, everything committed stays. */
export async function stopPostmaster({ pid }: Postmaster): Promise<void> {
  if (!isAlive(pid)) return
  process.kill(pid, 'SIGINT')
  const until = Date.now() + shutdownWithinMs
  while (isAlive(pid) && Date.now() < until) await new Promise(resolve => setTimeout(resolve, 20))
  // Recovery at the next start brings everything back that was committed.
  if (isAlive(pid)) process.kill(pid, 'SIGQUIT')
}

/** The last lines that Postgres wrote, for an error that has to be explained. */
export async function lastWords({ cluster }: ClusterFolders): Promise<string> {
  try {
    const dir = join(cluster, 'log')
    const files = (await readdir(dir)).sort()
    const texts = await Promise.all(files.map(file => readFile(join(dir, file), 'utf8')))
    return texts
      .join('\n')
      .trim()
      .split('\n')
      .filter(line => /FATAL|PANIC|ERROR/.test(line))
      .slice(-2)
      .join(' ')
  } catch {
    return ''
  }
}
