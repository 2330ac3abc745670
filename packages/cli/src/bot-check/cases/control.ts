// A takeover, as the bot meets it: it is told, its stream is cut, its later words and permits are refused.
import { randomUUID } from 'node:crypto'
import type { Case } from '../case.ts'
import { found, pause } from '../case.ts'
import { eventsOf } from '../read-stream.ts'
import type { Asked, Subject } from '../subject.ts'
import { contactSays, logOf, newsOf } from '../told.ts'

/** A bot stops within this time of being told. */
const stopsWithinMs = 2_000
/** What was on its way when it was told. */
const onItsWayMs = 300

export const control: Case = {
  name: 'control',
  title: 'Takes the news that a person took over or gave back',
  required: true,
  async run(bot) {
    const conversationId = randomUUID()
    const problems: string[] = []
    for (const type of ['control.taken', 'control.returned', 'turn.cancelled'] as const) {
      const status = await bot.statusOf(
        newsOf(type, conversationId, type === 'turn.cancelled' ? randomUUID() : null),
      )
      if (status !== null && status >= 200 && status < 300) continue
      problems.push(
        `${type} got ${status ?? 'no answer within 5 s'}. Answer 204, also when you do nothing with it.`,
      )
    }
    return found(problems)
  },
}

/** Sends `turn.cancelled` as soon as the first text is there, and reads on. */
async function cutStream(bot: Subject, { turn }: Asked, response: Response) {
  if (!response.body) return found(['The stream has no body.'])
  const events = eventsOf(response.body)
  bot.seen.stream = true
  const first = await events.next()
  if (first.done || first.value.name === 'end') {
    return found([], 'its answer was over before it could be cut: give --say-long')
  }
  const cutAtMs = performance.now()
  const status = await bot.statusOf(newsOf('turn.cancelled', turn.conversation.id, turn.turn.id))
  let wasWhole = false
  for await (const { name } of events) {
    if (name === 'end') wasWhole = true
    if (performance.now() - cutAtMs > stopsWithinMs) {
      return found([
        'It went on streaming for 2 s after turn.cancelled. End the stream, and stop the model’s call: its cost goes on.',
      ])
    }
  }
  const problems =
    status !== null && status < 300 ? [] : [`turn.cancelled got ${status ?? 'no answer within 5 s'}.`]
  const tookMs = Math.round(performance.now() - cutAtMs)
  return found(
    problems,
    wasWhole ? 'its answer was over in time: --say-long asks for more' : `after ${tookMs} ms`,
  )
}

export const cancelled: Case = {
  name: 'cancelled',
  title: 'Stops within 2 s when its turn is cancelled in the middle of a stream',
  required: true,
  async run(bot) {
    const asked = bot.turn({ messages: logOf(contactSays(bot.options.sayLong)), fresh: 1 })
    // Long enough for a stream that never ends to be seen as one.
    const signal = AbortSignal.timeout(bot.options.deadlineMs + stopsWithinMs + 1_000)
    try {
      const response = await bot.post(asked.turn, { signal })
      const isStream = response.headers.get('content-type')?.startsWith('text/event-stream')
      if (isStream) return await cutStream(bot, asked, response)
      await response.body?.cancel()
    } catch (error) {
      if (!signal.aborted) throw error
      return found(['Nothing came of the stream, and it was not closed when turn.cancelled was sent.'])
    }
    return { kind: 'not_offered', note: 'it does not stream' }
  },
}

/** What is sent although Baton said 409, after a moment for what was on its way. */
async function sentAfterRefusal({ line }: Asked): Promise<number> {
  const refusedAtMs = line.posts.find(({ status }) => status === 409)?.atMs ?? performance.now()
  await pause(stopsWithinMs)
  return line.posts.filter(({ atMs }) => atMs > refusedAtMs + onItsWayMs).length
}

export const staleLater: Case = {
  name: 'stale-later',
  title: 'Stops when a later answer is refused with 409',
  required: false,
  async run(bot) {
    const asked = bot.turn({ messages: logOf(contactSays(bot.options.sayLong)), fresh: 1 })
    asked.line.superseded = true
    const said = await bot.hear(asked)
    if (said.form !== 'later') return { kind: 'not_offered', note: 'it does not answer later' }
    const more = await sentAfterRefusal(asked)
    const advice = 'On 409 `turn_superseded` stop: neither try again nor send the rest.'
    return found([...said.problems, ...(more > 0 ? [`After a 409 it sent ${more} more. ${advice}`] : [])])
  },
}

export const stalePermit: Case = {
  name: 'stale-permit',
  title: 'Asks before a side effect, and stops when the permit is refused',
  required: false,
  async run(bot) {
    const messages = logOf(contactSays(bot.options.sayAction))
    const granted = bot.turn({ messages, fresh: 1 })
    const said = await bot.hear(granted)
    const isPermit = ({ kind }: { readonly kind: string }) => kind === 'permit'
    if (!granted.line.posts.some(isPermit)) {
      return { kind: 'not_offered', note: 'it asked for no permit (--say-action says what makes it ask)' }
    }
    const refused = bot.turn({ messages, fresh: 1 })
    refused.line.superseded = true
    await bot.hear(refused)
    const more = await sentAfterRefusal(refused)
    const advice = 'A permit that is refused with 409 means: do not act, and stop.'
    return found([
      ...said.problems,
      ...(more > 0 ? [`After a refused permit it sent ${more} more. ${advice}`] : []),
    ])
  },
}
