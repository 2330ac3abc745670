import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { countReporter } from './scripts/count-reporter.ts'

// Much of what is tested waits: for a lease, for a lock, for a pause. One more than there are processors fills that.
const maxWorkers = Math.max(2, Math.min(5, availableParallelism() + 1))

export default defineConfig({
  test: {
    reporters: ['default', countReporter],
    projects: [
      {
        test: {
          name: 'pure',
          include: [
            'packages/{core,detection,protocol,client,cli}/src/**/*.test.ts',
            'examples/**/*.test.ts',
            '*.test.ts',
            'bench/**/*.test.ts',
          ],
          pool: 'threads',
          isolate: false,
          testTimeout: 30_000,
          maxWorkers,
        },
      },
      {
        test: {
          name: 'pages',
          include: ['packages/{console,widget}/src/**/*.test.{ts,tsx}'],
          maxWorkers,
        },
      },
      {
        test: {
          name: 'server',
          include: ['packages/server/src/**/*.test.ts'],
          // To load the server anew for each file took as long as a quarter of the tests.
          isolate: false,
          globalSetup: 'packages/server/src/testing/postgres-setup.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          isolate: false,
          globalSetup: 'packages/server/src/testing/postgres-setup.ts',
          testTimeout: 180_000,
          hookTimeout: 120_000,
          maxWorkers,
        },
      },
    ],
  },
})
