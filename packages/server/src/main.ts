// The process: settings from the environment, signals, and words for whoever started it.
import type { Config } from './config.ts'
import { ConfigError, parseConfig } from './config.ts'
import { start } from './start.ts'

const stopWithinMs = 9_000

/** What to tell a person about a start that failed; the rest is for the log. */
function explain(error: unknown, config: Config | null): string {
  if (error instanceof ConfigError) return error.message
  if (error instanceof Error && 'code' in error && config) {
    if (error.code === 'EADDRINUSE')
      return `Port ${config.port} on ${config.host} is in use. Stop what uses it, or set PORT to another one.`
    if (error.code === 'EACCES' && 'syscall' in error && error.syscall === 'listen') {
      return `Port ${config.port} may not be used by this user. Set PORT to one above 1023.`
    }
    if (error.code === 'EADDRNOTAVAIL')
      return `This machine has no address ${config.host}. Set HOST to one of its own, or to 0.0.0.0 for all.`
  }
  return error instanceof Error ? error.message : String(error)
}

async function run(): Promise<void> {
  let config: Config | null = null
  try {
    config = parseConfig(process.env)
    const running = await start(config)
    process.stdout.write(running.greeting)
    let stopping = false
    const end = (signal: NodeJS.Signals) => {
      if (stopping) return
      stopping = true
      process.stdout.write(`\n  ${signal}: finishing what is under way.\n`)
      setTimeout(() => process.exit(1), stopWithinMs).unref()
      running.stop().then(
        () => process.exit(0),
        error => {
          process.stderr.write(`  Stopping failed: ${explain(error, config)}\n`)
          process.exit(1)
        },
      )
    }
    process.on('SIGTERM', end)
    process.on('SIGINT', end)
  } catch (error) {
    process.stderr.write(`\n  Baton did not start. ${explain(error, config)}\n\n`)
    process.exit(1)
  }
}

await run()
