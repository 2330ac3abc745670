// What every bot meets in its turns.
import { randomUUID } from 'node:crypto'
import type { Case } from '../case.ts'
import { found, pause } from '../case.ts'
import type { Said } from '../said.ts'
import { contactSays, handedBackLog, logOf, type TurnDetails } from '../told.ts'

function noteOf(said: Said): string {
  return `${said.form}, ${said.messages.length} message${said.messages.length === 1 ? '' : 's'}, ${said.tookMs} ms`
}

export const plainTurn: Case = {
  name: 'plain-turn',
  title: 'Answers what the customer said',
  required: true,
  async run(bot) {
    const said = await bot.say({ messages: logOf(contactSays(bot.options.say)), fresh: 1 })
    return found(said.problems, noteOf(said))
  },
}

export const burst: Case = {
  name: 'burst',
  title: 'Answers two new messages in one turn',
  required: true,
  async run(bot) {
    const items = [
      contactSays('Hello'),
      { role: 'bot', text: 'Hello!' } as const,
      contactSays('One more thing:'),
    ]
    const said = await bot.say({ messages: logOf(...items, contactSays(bot.options.say)), fresh: 2 })
    return found(said.problems, noteOf(said))
  },
}

export const noInput: Case = {
  name: 'no-input',
  title: 'Takes turns that are about no message; saying nothing is fine',
  required: true,
  async run(bot) {
    const messages = logOf(contactSays('Hello'), { role: 'bot', text: 'Hello! What is your order number?' })
    const returned = {
      ended_at: new Date().toISOString(),
      by: null,
      how: 'cancelled',
      topic: null,
      outcome: null,
      guidance: null,
      brief: null,
    } as const
    const question = { question: 'May I give a refund?', text: null }
    const turns: readonly (readonly [what: string, details: Partial<TurnDetails>])[] = [
      ['cause `wake`', { cause: 'wake' }],
      [
        'cause `resumed`, to continue',
        { cause: 'resumed', resume: 'continue', control: { state: 'active', returned } },
      ],
      ['cause `resumed`, to begin afresh', { cause: 'resumed', resume: 'restart' }],
      ['cause `resumed`, at a block', { cause: 'resumed', resume: { at: 'menu' } }],
      ['cause `answered`, by nobody in time', { cause: 'answered', answer: question }],
    ]
    const problems: string[] = []
    for (const [what, details] of turns) {
      const said = await bot.say({ messages, fresh: 0, ...details })
      problems.push(...said.problems.map(problem => `With ${what}: ${problem}`))
    }
    return found(problems)
  },
}

function sameTwice(first: Said, second: Said): string[] {
  if (JSON.stringify(first.messages) === JSON.stringify(second.messages)) return []
  return [
    'The same request (one `webhook-id`), delivered twice, got two different answers. Keep the answer by its `webhook-id` and give it again: what a retry says differently is refused.',
  ]
}

export const twice: Case = {
  name: 'twice',
  title: 'Gives one answer to a request that is delivered twice',
  required: true,
  async run(bot) {
    const id = randomUUID()
    const asked = bot.turn({ messages: logOf(contactSays(bot.options.say)), fresh: 1 })
    const first = await bot.hear(asked, id)
    const again = { ...asked.turn, turn: { ...asked.turn.turn, attempt: 2 } }
    if (first.form !== 'later') {
      const second = await bot.hear({ ...asked, turn: again }, id)
      return found([...first.problems, ...second.problems, ...sameTwice(first, second)], noteOf(first))
    }
    const before = asked.line.posts.filter(({ kind }) => kind === 'messages')
    const status = await bot.statusOf(again, { id })
    await pause(1_000)
    const bodies = new Map(before.map(({ key, body }) => [key, JSON.stringify(body)]))
    const more = asked.line.posts.filter(({ kind }) => kind === 'messages').slice(before.length)
    const problems = [...first.problems]
    if (status === null || status >= 300) problems.push(`Delivered again, it got ${status ?? 'no answer'}.`)
    if (more.some(({ key, body }) => bodies.get(key) !== JSON.stringify(body))) {
      problems.push(
        'The same request, delivered twice, was answered later twice. Send each part under an `Idempotency-Key` made of the turn’s id and its place.',
      )
    }
    return found(problems, noteOf(first))
  },
}

const secretWord = 'kumquat-4711'

export const handedBack: Case = {
  name: 'handed-back',
  title: 'Goes on after a person, with what was settled',
  required: true,
  async run(bot) {
    const returned = {
      ended_at: new Date().toISOString(),
      by: 'Ana',
      how: 'agent',
      topic: 'Delivery',
      outcome: 'Solved',
      guidance: `Be brief. Internal: ${secretWord}.`,
      brief: 'The parcel comes on Friday.',
    } as const
    const messages = handedBackLog(bot.options.say)
    const said = await bot.say({ messages, fresh: 1, control: { state: 'active', returned } })
    return found([...said.problems, ...shown(said)], handedOffAgain(said))
  },
}

function shown(said: Said): string[] {
  if (!said.messages.some(text => text.includes(secretWord))) return []
  return ['Guidance was shown to the customer. It is for the bot only.']
}

function handedOffAgain(said: Said): string {
  const warning =
    'it handed off again: make sure that an old request in the history does not ask for a person'
  return said.handoff ? warning : noteOf(said)
}

export const guidance: Case = {
  name: 'guidance',
  title: 'Takes guidance, and keeps it from the customer',
  required: true,
  async run(bot) {
    const heard = [{ text: `Offer a voucher if asked. Internal: ${secretWord}.`, about: null }]
    const messages = logOf(contactSays(bot.options.say))
    const said = await bot.say({ messages, fresh: 1, guidance: heard })
    return found([...said.problems, ...shown(said)], noteOf(said))
  },
}

export const deadline: Case = {
  name: 'deadline',
  title: 'Answers before the turn’s deadline',
  required: true,
  async run(bot) {
    const said = await bot.say({ messages: logOf(contactSays(bot.options.sayLong)), fresh: 1 })
    const limitMs = bot.options.deadlineMs
    const problems = [...said.problems]
    if (said.tookMs > limitMs && problems.length === 0) {
      problems.push(`The answer took ${said.tookMs} ms; the deadline was ${limitMs} ms.`)
    }
    const advice = 'Say "later" (202), stream, or give the model a shorter time.'
    return found(
      problems.map(problem => (/deadline/.test(problem) ? `${problem} ${advice}` : problem)),
      `${said.tookMs} ms of ${limitMs} ms`,
    )
  },
}
