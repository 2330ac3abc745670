// `baton bot-check`: drives a bot through every case, one after the other, and tells what to fix.
import { type Case, type Finding, found } from './case.ts'
import { allCases } from './cases/all.ts'
import { type Options, parseOptions, usage } from './options.ts'
import { isPassed, jsonOf, type Row, tableOf } from './report.ts'
import { startStandIn } from './stand-in.ts'
import { Subject } from './subject.ts'

export interface Out {
  readonly text: (text: string) => void
  readonly progress: { write(text: string): unknown; readonly isTTY?: boolean }
}

function chosen(names: readonly string[] | null): readonly Case[] {
  if (names === null) return allCases
  const unknown = names.find(name => !allCases.some(one => one.name === name))
  if (unknown !== undefined) {
    throw new Error(
      `There is no case called ${unknown}. There are: ${allCases.map(one => one.name).join(', ')}.`,
    )
  }
  return allCases.filter(({ name }) => names.includes(name))
}

async function findingOf(one: Case, bot: Subject): Promise<Finding> {
  try {
    return await one.run(bot)
  } catch (error) {
    return found([
      `The case could not be finished: ${error instanceof Error ? error.message : String(error)}.`,
    ])
  }
}

async function check(options: Options, cases: readonly Case[], out: Out): Promise<readonly Row[]> {
  const standIn = await startStandIn(options.port, options.publicUrl)
  try {
    const bot = new Subject(options, standIn)
    await bot.find()
    const rows: Row[] = []
    for (const [n, one] of cases.entries()) {
      const line = `  ${n + 1}/${cases.length} ${one.name}: ${one.title}`
      out.progress.write(out.progress.isTTY ? `\r\u001b[2K${line}` : `${line}\n`)
      rows.push({ of: one, finding: await findingOf(one, bot) })
    }
    return rows
  } finally {
    if (out.progress.isTTY) out.progress.write('\r\u001b[2K')
    await standIn.close()
  }
}

/** Gives the exit code. */
export async function botCheck(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  out: Out,
): Promise<0 | 1 | 2> {
  try {
    const options = parseOptions(args, env)
    if (options === 'help') {
      out.text(usage)
      return 0
    }
    const rows = await check(options, chosen(options.cases), out)
    out.text(options.json ? jsonOf(options.url, rows) : tableOf(options.url, rows))
    return isPassed(rows) ? 0 : 1
  } catch (error) {
    out.progress.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return 2
  }
}
