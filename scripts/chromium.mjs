// A browser for the tests: the one named, the one installed, or, on Debian as root, one from its packages. Beside the
// whole browser the stories use its headless shell where there is one: the same engine, at half the work for a page,
// without what belongs to a desktop (notifications, windows).
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** Flags for a headless run, also as root and without a network. */
export const chromiumFlags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

function findOnPath(wanted) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of wanted) if (existsSync(join(folder, name))) return join(folder, name)
  }
  return null
}

/** The path of a Chromium; null when there is none. */
export function findChromium() {
  const named = process.env.BATON_CHROMIUM
  if (named) return existsSync(named) ? named : null
  return findOnPath(names)
}

/** The path of its headless shell; null when there is none, or another browser is named. */
export function findHeadlessShell() {
  return process.env.BATON_CHROMIUM ? null : findOnPath(['chromium-headless-shell'])
}

const mayInstall = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')

/** Throws with what apt-get said. Takes nothing away for it. */
function installPackage(name) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const patience = ['-o', 'Acquire::http::Timeout=20', '-o', 'Acquire::Retries=2']
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', '--no-remove', name],
  ]) {
    const { status, stderr } = spawnSync('apt-get', [...patience, ...args], {
      env,
      encoding: 'utf8',
      timeout: 300_000,
    })
    if (status !== 0)
      throw new Error(`apt-get ${args.join(' ')} failed: ${stderr.trim().split('\n').slice(-3).join(' ')}`)
  }
}

/** Installs one where that can be done without asking. Throws with what to do where it cannot. */
export function ensureChromium() {
  const found = findChromium()
  if (found) return found
  if (mayInstall()) {
    process.stdout.write('  Installing Chromium for the browser tests …\n')
    installPackage('chromium')
    const installed = findChromium()
    if (installed) return installed
  }
  throw new Error(
    'The browser tests need Chromium. Install it (Debian: sudo apt-get install chromium), or set BATON_CHROMIUM to its path.',
  )
}

/** Makes the stories quicker where that can be done without asking; they run without it, too. */
export function wishHeadlessShell() {
  if (process.env.BATON_CHROMIUM || findHeadlessShell() || !mayInstall()) return
  process.stdout.write('  Installing Chromium’s headless shell for the browser tests …\n')
  try {
    installPackage('chromium-headless-shell')
  } catch (error) {
    process.stdout.write(`  It could not be had, the whole browser does: ${error.message}\n`)
  }
}
