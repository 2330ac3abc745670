// The last line of a run, for whoever reads it by machine: `N passed, N failed`.
import type { Reporter, TestModule } from 'vitest/node'

export const countReporter: Reporter = {
  onTestRunEnd(modules: readonly TestModule[], unhandled) {
    let passed = 0
    // A file that could not be loaded, and an error that no test caught, are failures, too.
    let failed = unhandled.length
    for (const module of modules) {
      if (module.errors().length > 0) failed += 1
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'passed') passed += 1
        if (state === 'failed' || state === 'pending') failed += 1
      }
    }
    // After the default reporter's summary.
    setTimeout(() => process.stdout.write(`\n${passed} passed, ${failed} failed\n`))
  },
}
