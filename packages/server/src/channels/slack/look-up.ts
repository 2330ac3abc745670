// Who a Slack user is, and to which thread a message belongs: asked of Slack, remembered for a while. Slack waits three
// seconds for its answer, so what does not come at once is done without.
import { z } from 'zod'
import type { Line, Sender } from '../../app/channel-port.ts'
import type { Egress } from '../../app/egress.ts'
import type { SlackLookups } from './read-slack.ts'
import { askSlack } from './slack-api.ts'

const withinMs = 1_500
const keptMs = 60 * 60_000
const mostKept = 5_000

const person = z.looseObject({
  user: z.looseObject({
    real_name: z.string().nullish(),
    name: z.string().nullish(),
    locale: z.string().nullish(),
    profile: z
      .looseObject({
        display_name: z.string().nullish(),
        real_name: z.string().nullish(),
        email: z.string().nullish(),
        phone: z.string().nullish(),
      })
      .nullish(),
  }),
})
const replies = z.looseObject({
  messages: z.array(z.looseObject({ ts: z.string(), thread_ts: z.string().nullish() })),
})

type Person = Omit<Sender, 'address'>

export function createLookups(egress: Egress) {
  const people = new Map<string, { readonly person: Person; readonly until: number }>()

  async function ask(line: Line, method: string, body: Readonly<Record<string, unknown>>): Promise<unknown> {
    // Whoever it is, their message is worth more than their name.
    return askSlack(egress, line, method, body, AbortSignal.timeout(withinMs)).catch(() => null)
  }

  async function personOf(line: Line, userId: string): Promise<Person | null> {
    const key = `${line.id} ${userId}`
    const held = people.get(key)
    if (held && held.until > Date.now()) return held.person
    const told = person.safeParse(await ask(line, 'users.info', { user: userId, include_locale: true }))
    if (!told.success) return held?.person ?? null
    const { user } = told.data
    const { display_name: shown, real_name: real, email, phone } = user.profile ?? {}
    const found: Person = {
      name: shown || real || user.real_name || user.name || null,
      email: email || null,
      phone: phone || null,
      language: user.locale ?? null,
    }
    people.delete(key)
    people.set(key, { person: found, until: Date.now() + keptMs })
    const [oldest] = people.keys()
    if (people.size > mostKept && oldest !== undefined) people.delete(oldest)
    return found
  }

  return {
    of: (line: Line): SlackLookups => ({
      person: userId => personOf(line, userId),
      async threadOf(channel, ts) {
        const told = replies.safeParse(await ask(line, 'conversations.replies', { channel, ts, limit: 1 }))
        const [message] = told.success ? told.data.messages : []
        return message ? (message.thread_ts ?? message.ts) : null
      },
    }),
  }
}
