// The command line: which command, and what the shell is told at its end.
import { botCheck } from './bot-check/bot-check.ts'

const usage = `baton <command>

  bot-check <url>   drives a bot through every case of the contract
                    (baton bot-check --help)
`

/** 0: all well. 1: something was found. 2: the command could not run. */
export async function main(args: readonly string[]): Promise<number> {
  const [command, ...rest] = args
  const out = { text: (text: string) => process.stdout.write(text), progress: process.stderr }
  if (command === 'bot-check') return await botCheck(rest, process.env, out)
  const asked = command === undefined || command === '--help' || command === '-h'
  const problem = asked ? '' : `There is no command called ${command}.\n\n`
  ;(asked ? process.stdout : process.stderr).write(problem + usage)
  return asked ? 0 : 2
}
