// The Postgres process: its own child group, so that it outlives a killed Baton, and found again by its pid file.
import { spawn } from 'node:child_process'
import { open, readdir, readFile, readlink, realpath } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { basename, join } from 'node:path'
import type { ClusterFolders } from './folder.ts'
import { makeOwned } from './folder.ts'
import type { Ground } from './ground.ts'
import { nameInside } from './ground.ts'

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

/** Numbers come round: another folder's Postgres may have this one's by now. It works in its cluster's folder. */
async function serves(pid: number, cluster: string): Promise<boolean> {
  try {
    if (!(await readFile(`/proc/${pid}/cmdline`, 'utf8')).includes('postgres')) return false
  } catch {
    // No /proc here: the pid file and a living process have to do.
    return process.platform !== 'linux'
  }
  try {
    return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(cluster))
  } catch {
    // Another account's process does not tell where it works.
    return true
  }
}

/** The postmaster that serves this folder; null when none lives. */
export async function livingPostmaster({ cluster, socket }: ClusterFolders): Promise<Postmaster | null> {
  let lines: string[]
  try {
    lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n')
  } catch {
    return null
  }
  const pid = Number(lines[0])
  const port = Number(lines[3])
  if (!Number.isInteger(pid) || pid <= 1 || !port || !isAlive(pid) || !(await serves(pid, cluster)))
    return null
  const host = lines[4] || '127.0.0.1'
  // A server that was put into a closed folder has a name of its own for it.
  return { pid, host: host.startsWith('/proc/') ? socket : host, port }
}

/**
 * Whether somebody answers on the folder's socket. Tells of a server whose process cannot be seen from here: one in
 * another container on the same volume.
 */
export function socketAnswers({ socket }: ClusterFolders): Promise<boolean> {
  return new Promise(resolve => {
    const line = connect(join(socket, `.s.PGSQL.${socketPort}`))
    const tell = (there: boolean) => {
      line.destroy()
      resolve(there)
    }
    line.once('connect', () => tell(true))
    line.once('error', () => tell(false))
  })
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
  ground: Ground,
  portBefore: number | null,
): Promise<{ host: string; port: number; settings: string[] }> {
  const { socket, cluster } = ground.folders
  if (join(socket, `.s.PGSQL.${socketPort}`).length <= socketPathMax && process.platform !== 'win32') {
    return {
      host: socket,
      port: socketPort,
      settings: [
        'listen_addresses=',
        `unix_socket_directories=${join(nameInside(ground, cluster), basename(socket))}`,
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
  'shared_buffers=64MB',
  'max_wal_size=1GB',
  'checkpoint_timeout=15min',
  'jit=off',
  'max_logical_replication_workers=0',
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
  ground: Ground & { readonly connections: number },
  before: Postmaster | null,
  onExit: () => void,
): Promise<Postmaster> {
  const { binaries, folders, account } = ground
  const address = await addressOf(ground, before?.port ?? null)
  await makeOwned(folders.socket, account)
  const connections = `max_connections=${ground.connections}`
  const given = [...settings, connections, ...address.settings].flatMap(setting => ['-c', setting])
  // What it says before it has a log of its own.
  const firstWords = await open(firstWordsOf(folders), 'w', 0o600)
  const child = spawn(
    join(binaries, 'bin', 'postgres'),
    ['-D', nameInside(ground, folders.cluster), ...given],
    {
      cwd: folders.cluster,
      detached: true,
      stdio: ['ignore', 'ignore', firstWords.fd],
      env: { LC_ALL: 'C', PATH: process.env.PATH ?? '' },
      ...(account ? { uid: account.uid, gid: account.gid } : {}),
    },
  )
  await firstWords.close()
  child.once('exit', onExit)
  child.once('error', onExit)
  child.unref()
  if (child.pid === undefined) throw new Error(`${join(binaries, 'bin', 'postgres')} cannot be run`)
  return { pid: child.pid, host: address.host, port: address.port }
}

function firstWordsOf({ home }: ClusterFolders): string {
  return join(home, 'start.log')
}

const shutdownWithinMs = 5_000
const killWithinMs = 1_000

async function untilGone(pid: number, withinMs: number): Promise<boolean> {
  const until = Date.now() + withinMs
  while (isAlive(pid) && Date.now() < until) await new Promise(resolve => setTimeout(resolve, 20))
  return !isAlive(pid)
}

/** Fast shutdown: open transactions are rolled back, everything committed stays. */
export async function stopPostmaster({ pid }: Postmaster): Promise<void> {
  if (!isAlive(pid)) return
  process.kill(pid, 'SIGINT')
  if (await untilGone(pid, shutdownWithinMs)) return
  // Recovery at the next start brings everything back that was committed.
  process.kill(pid, 'SIGQUIT')
  await untilGone(pid, killWithinMs)
}

/** The last lines that Postgres wrote, for an error that has to be explained. */
export async function lastWords(folders: ClusterFolders): Promise<string> {
  const dir = join(folders.cluster, 'log')
  const logs = (await readdir(dir).catch(() => [])).sort().map(file => join(dir, file))
  const texts = await Promise.all(
    [...logs, firstWordsOf(folders)].map(file => readFile(file, 'utf8').catch(() => '')),
  )
  return texts
    .join('\n')
    .split('\n')
    .filter(line => /FATAL|PANIC|ERROR|HINT/.test(line))
    .slice(-2)
    .join(' ')
}
