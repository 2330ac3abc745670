import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { countReporter } from './scripts/count-reporter.ts'

const workers = Math.max(1, Math.min(4, availableParallelism()))

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
          maxWorkers: workers,
        },
      },
      {
        test: {
          name: 'pages',
          include: ['packages/{console,widget}/src/**/*.test.{ts,tsx}'],
          maxWorkers: workers,
        },
      },
      {
        test: {
          name: 'server',
          include: ['packages/server/src/**/*.test.ts'],
          globalSetup: 'packages/server/src/testing/postgres-setup.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          globalSetup: 'packages/server/src/testing/postgres-setup.ts',
          testTimeout: 180_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
    ],
  },
})
