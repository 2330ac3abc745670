import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { countReporter } from './scripts/count-reporter.ts'
import { LongestFirst } from './scripts/longest-first.ts'

const processors = Math.max(2, Math.min(4, availableParallelism()))
// Much of what is tested of the server waits: for a lease, a lock, a pause. One worker more fills that. A story does not
// wait, and brings a browser along.
const maxWorkers = processors + 1
const stories = { maxWorkers: processors, sequence: { groupOrder: 1 } }

export default defineConfig({
  test: {
    reporters: ['default', countReporter],
    sequence: { sequencer: LongestFirst },
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
          ...stories,
        },
      },
    ],
  },
})
