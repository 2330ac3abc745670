// `npm test`: installs what is missing (a browser, too), builds, checks, and runs the tests. What is given after
// `--` goes to the test runner.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { build, install, requireNode } from './prepare.mjs'
import { root } from './stamp.mjs'

requireNode()
const given = process.argv.slice(2)
try {
  await install()
  const { ensureChromium, wishHeadlessShell } = await import('./chromium.mjs')
  ensureChromium()
  wishHeadlessShell()
  await build()
  // A part was asked for: no need to check the whole.
  if (given.length === 0) {
    const { check } = await import('./check.mjs')
    await check()
  }
} catch (error) {
  process.stderr.write(`\n${error.message}\n\n0 passed, 1 failed\n`)
  process.exit(1)
}
const tests = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...given], {
  cwd: root,
  stdio: 'inherit',
})
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => tests.kill(signal))
tests.once('exit', code => {
  process.exitCode = code ?? 1
})
