// A browser for the tests: the one named, the one installed, or, on Debian as root, one from its packages.
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

/** The path of a Chromium; null when there is none. */
export function findChromium() {
  const named = process.env.BATON_CHROMIUM
  if (named) return existsSync(named) ? named : null
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of names) if (existsSync(join(folder, name))) return join(folder, name)
  }
  return null
}

/** Installs one where that can be done without asking. Throws with what to do where it cannot. */
export function ensureChromium() {
  const found = findChromium()
  if (found) return found
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    process.stdout.write('  Installing Chromium for the browser tests …\n')
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    for (const args of [
      ['update', '-qq'],
      ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
    ]) {
      const { status, stderr } = spawnSync('apt-get', args, { env, encoding: 'utf8' })
      if (status !== 0)
        throw new Error(`apt-get ${args.join(' ')} failed: ${stderr.trim().split('\n').slice(-3).join(' ')}`)
    }
    const installed = findChromium()
    if (installed) return installed
  }
  throw new Error(
    'The browser tests need Chromium. Install it (Debian: sudo apt-get install chromium), or set BATON_CHROMIUM to its path.',
  )
}
