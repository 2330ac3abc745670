// A process that holds a data folder's Postgres, to be killed by a test. Says one line of JSON on each outcome.
import { startEmbeddedPostgres } from '../store/embedded/embedded-postgres.ts'

const [, , dataDir = ''] = process.argv

try {
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined })
  process.stdout.write(`${JSON.stringify({ connection: postgres.connection, adopted: postgres.adopted })}\n`)
  process.on('SIGTERM', () => {
    postgres.stop().then(() => process.exit(0))
  })
} catch (error) {
  process.stdout.write(`${JSON.stringify({ refused: error instanceof Error ? error.message : '' })}\n`)
  process.exit(1)
}
