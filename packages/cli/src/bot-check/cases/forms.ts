// The three ways of answering, and variables: a bot needs one of the first, and none of the last.
import type { Case, Finding } from '../case.ts'
import { found } from '../case.ts'
import type { Form } from '../said.ts'
import type { Subject } from '../subject.ts'
import { contactSays, logOf } from '../told.ts'

async function offered(bot: Subject, form: Form, otherwise: string): Promise<Finding> {
  if (bot.seen[form]) return { kind: 'ok' }
  const { json, stream, later } = bot.seen
  const isKnown = json || stream || later
  for (const text of isKnown ? [] : [bot.options.say, bot.options.sayLong]) {
    const said = await bot.say({ messages: logOf(contactSays(text)), fresh: 1 })
    if (said.form === form) return found(said.problems)
  }
  return { kind: 'not_offered', note: otherwise }
}

function formCase(form: Form, title: string): Case {
  return { name: form, title, required: false, run: bot => offered(bot, form, 'it answers in another form') }
}

export const forms: readonly Case[] = [
  formCase('json', 'Answers at once, as JSON'),
  formCase('stream', 'Streams its answer'),
  formCase('later', 'Answers later (202)'),
]

export const variables: Case = {
  name: 'variables',
  title: 'Keeps variables, and takes them back',
  required: false,
  async run(bot) {
    const messages = logOf(contactSays(bot.options.say))
    const first = await bot.say({ messages, fresh: 1 })
    // Of an older version of the bot: it must not fall over them.
    const kept = { ...first.variables, from_an_older_version: { list: [1, 'two', null] } }
    const second = await bot.say({ messages, fresh: 1, variables: kept })
    const problems = [...first.problems, ...second.problems.map(problem => `With variables: ${problem}`)]
    if (problems.length > 0) return found(problems)
    if (!bot.seen.variables) return { kind: 'not_offered', note: 'it keeps none; it takes given ones' }
    return found([])
  },
}
