// Types, lint and dead code, one after the other, each with its time. Stops at the first that fails.
import { join } from 'node:path'
import { install, run } from './prepare.mjs'
import { root } from './stamp.mjs'

const bin = name => join(root, 'node_modules', '.bin', name)
const packages = ['core', 'detection', 'protocol', 'client', 'cli', 'server', 'console', 'widget']
const checks = [
  ...packages.map(name => [`types of ${name}`, bin('tsc'), ['-p', `packages/${name}`]]),
  ['types of tests and scripts', bin('tsc'), ['-p', '.']],
  ['format and lint', bin('biome'), ['check', '--error-on-warnings']],
  ['dead code and dependencies', bin('knip'), ['--no-progress']],
]

export async function check() {
  await install()
  for (const [title, command, args] of checks) {
    const begun = performance.now()
    await run(command, args, { quiet: true })
    process.stdout.write(`  ${title}: ${((performance.now() - begun) / 1_000).toFixed(1)} s\n`)
  }
}

if (process.argv[1]?.endsWith('check.mjs')) {
  try {
    await check()
    await run(bin('vitest'), ['run', 'architecture.test.ts'])
  } catch (error) {
    process.stderr.write(`\n${error.message}\n`)
    process.exit(1)
  }
}
