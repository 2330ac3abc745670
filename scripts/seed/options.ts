import { parseArgs } from 'node:util'

export interface Options {
  readonly conversations: number
  /** Null: the one that Baton brings, in its data folder. */
  readonly databaseUrl: string | null
  readonly add: boolean
  readonly seed: number
}

export const usage = `Fills a database with conversations as a shop might have them.

npm run seed -- [options]
  --conversations <n>     how many (1,000)
  --database-url <url>    of the database (DATABASE_URL; without it the one that Baton brings, in BATON_DATA_DIR;
                          stop the server that uses it first)
  --add                   also when there are conversations already
  --seed <n>              another one makes other conversations (1)`

/** Throws an Error that says what to do when an option makes no sense. */
export function parseOptions(args: readonly string[]): Options | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      conversations: { type: 'string', default: '1000' },
      'database-url': { type: 'string' },
      add: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return 'help'
  return {
    conversations: whole('conversations', values.conversations),
    databaseUrl: values['database-url'] ?? null,
    add: values.add,
    seed: whole('seed', values.seed),
  }
}

function whole(name: string, text: string): number {
  const value = Number(text.replaceAll(/[_,]/g, ''))
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`--${name} takes a whole number above 0, not "${text}"`)
  return value
}
