// Installs and builds what is missing or changed. Built-ins only, as nothing may be installed yet.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { digestOf, isStamped, root, stamp } from './stamp.mjs'

const buildStamp = 'packages/server/dist/.baton-built'
const sources = [
  'package-lock.json',
  'scripts/build.mjs',
  ...['core', 'protocol', 'client', 'server', 'console', 'widget'].map(name => `packages/${name}`),
]

/** Runs a command to its end, its output kept for the case that it fails. */
export function run(command, args, { quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit' })
    let said = ''
    child.stdout?.on('data', part => {
      said += part
    })
    child.stderr?.on('data', part => {
      said += part
    })
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      if (code === 0) return resolve()
      reject(
        new Error(
          `${command} ${args.join(' ')} failed (${signal ?? code}).\n${said.trim().split('\n').slice(-30).join('\n')}`,
        ),
      )
    })
  })
}

async function step(title, work) {
  const begun = performance.now()
  process.stdout.write(`  ${title} …\n`)
  await work()
  process.stdout.write(`  ${title}: done in ${((performance.now() - begun) / 1_000).toFixed(1)} s\n`)
}

/** What npm noted down when it was done; it begins by removing node_modules, so half an installation has no note. */
const installedNote = 'node_modules/.package-lock.json'

/** Whether every package of the lockfile is there in its version; those for other platforms do not count. */
function isInstalled() {
  if (!existsSync(join(root, installedNote))) return false
  const packagesOf = file => Object.entries(JSON.parse(readFileSync(join(root, file), 'utf8')).packages)
  const installed = new Map(packagesOf(installedNote))
  return packagesOf('package-lock.json').every(([path, wanted]) => {
    if (path === '') return true
    const found = installed.get(path)
    if (!found) return wanted.optional === true || wanted.devOptional === true
    return found.version === wanted.version && found.integrity === wanted.integrity
  })
}

export async function install() {
  if (isInstalled()) return
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  await step('Installing packages', () => run(npm, ['ci', '--no-audit', '--no-fund'], { quiet: true }))
}

export async function build() {
  const digest = digestOf(sources)
  if (existsSync(join(root, 'packages/server/dist/main.js')) && isStamped(buildStamp, digest)) return
  await step('Building', () => run(process.execPath, ['scripts/build.mjs'], { quiet: true }))
  stamp(buildStamp, digest)
}

export function requireNode() {
  const [major] = process.versions.node.split('.')
  if (Number(major) >= 20) return
  process.stderr.write(`\n  Baton needs Node 20 or later; this is ${process.version}.\n\n`)
  process.exit(1)
}
