// Who may ask, and with what: signatures and garbage.
import { randomUUID } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import type { Case } from '../case.ts'
import { found } from '../case.ts'
import { contactSays, logOf } from '../told.ts'

const tenMinutesMs = 10 * 60_000

export const signature: Case = {
  name: 'signature',
  title: 'Refuses what is not signed, wrongly signed, changed or old',
  required: true,
  async run(bot) {
    const { turn } = bot.turn({ messages: logOf(contactSays(bot.options.say)), fresh: 1 })
    const id = randomUUID()
    const at = new Date()
    const other = `whsec_${Buffer.from(randomUUID()).toString('base64')}`
    const ofAnotherBody = new Webhook(bot.options.secret).sign(id, at, '{}')
    const tries = [
      ['without a signature', { signature: null }],
      ['signed with another secret', { secret: other }],
      ['signed ten minutes ago', { at: new Date(Date.now() - tenMinutesMs) }],
      ['with the signature of another body', { id, at, signature: ofAnotherBody }],
    ] as const
    const problems: string[] = []
    for (const [what, sending] of tries) {
      const status = await bot.statusOf(turn, sending)
      if (status === 401) continue
      problems.push(
        `A request ${what} got ${status ?? 'no answer'}. Check the signature (Standard Webhooks), with a time within five minutes, before reading anything, and answer 401.`,
      )
    }
    return found(problems)
  },
}

export const garbage: Case = {
  name: 'garbage',
  title: 'Answers 4xx, not 5xx, to what it cannot read',
  required: true,
  async run(bot) {
    const { turn } = bot.turn({ messages: logOf(contactSays(bot.options.say)), fresh: 1 })
    const { messages: _, ...withoutMessages } = turn
    const tries = [
      ['no JSON', '{"type": "turn.requ'],
      ['an empty body', ''],
      ['a list', '[]'],
      ['an object without `type`', '{}'],
      ['a turn without messages', withoutMessages],
      ['a turn of which the messages are text', { ...turn, messages: 'Hello' }],
    ] as const
    const problems: string[] = []
    for (const [what, told] of tries) {
      const status = await bot.statusOf(told)
      if (status !== null && status >= 400 && status < 500) continue
      problems.push(`Signed, but ${what}: got ${status ?? 'no answer'}. Answer 400 to what you cannot read.`)
    }
    const unknown = await bot.statusOf({ type: 'something.new', at: new Date().toISOString() })
    if (unknown === null || unknown >= 500) {
      problems.push(`A type that you do not know got ${unknown ?? 'no answer'}. Answer 204 and ignore it.`)
    }
    return found(problems)
  },
}
