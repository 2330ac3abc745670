// An answer that is streamed: text is shown while it comes, each message is stored when it ends, and what is left
// goes with the end of the turn.
import { botStreamEvents } from '@baton/protocol'
import type { EventSourceMessage } from 'eventsource-parser'
import { EventSourceParserStream } from 'eventsource-parser/stream'
import type { z } from 'zod'
import { partsOf, turnAnswerOf } from '../../app/bot-answer.ts'
import type { BotVoice, TurnRequest } from '../../app/bot-port.ts'
import { BotFault } from '../../app/bot-port.ts'

const textMax = 4_096
const messagesMax = 20

type EventName = keyof typeof botStreamEvents
type DataOf<Name extends EventName> = z.output<(typeof botStreamEvents)[Name]>

function isEventName(name: string): name is EventName {
  return Object.hasOwn(botStreamEvents, name)
}

function parsed<Name extends EventName>(name: Name, data: string): DataOf<Name> {
  let json: unknown
  try {
    json = data === '' ? {} : JSON.parse(data)
  } catch {
    throw new BotFault(`the bot’s stream has a ${name} event that is not JSON`)
  }
  const result = botStreamEvents[name].safeParse(json)
  if (result.success) return result.data as DataOf<Name>
  const [issue] = result.error.issues
  throw new BotFault(
    `the bot’s stream has a ${name} event that cannot be used: ${issue?.path.join('.')} ${issue?.message}`,
  )
}

/** The next event, or null at the end; a pause longer than `idleMs` fails. */
async function next(
  reader: ReadableStreamDefaultReader<EventSourceMessage>,
  idleMs: number,
): Promise<EventSourceMessage | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new BotFault(`the bot’s stream said nothing for ${idleMs} ms`)), idleMs)
  })
  try {
    const { done, value } = await Promise.race([reader.read(), late])
    return done ? null : value
  } finally {
    clearTimeout(timer)
  }
}

export async function readStream(
  body: ReadableStream<Uint8Array>,
  request: TurnRequest,
  voice: BotVoice,
  idleMs: number,
) {
  // The two worlds of types, Node's and the browser's, disagree on what a decoder takes.
  const decoder = new TextDecoderStream() as unknown as TransformStream<Uint8Array, string>
  const events = body.pipeThrough(decoder).pipeThrough(new EventSourceParserStream())
  const reader = events.getReader()
  let text = ''
  let said = 0
  let handoff: DataOf<'handoff'> | null = null

  async function finish(message: DataOf<'message'>): Promise<void> {
    const given = typeof message === 'string' || 'text' in message || 'parts' in message ? message : null
    if (given === null && text.trim() === '') return
    const parts = partsOf((given ?? text) as Exclude<typeof message, Record<string, never>>)
    if (said >= messagesMax) throw new BotFault(`the bot’s stream has more than ${messagesMax} messages`)
    await voice.say({ messages: [parts], clientId: `${request.turnId} ${said}` })
    said += 1
    text = ''
  }

  try {
    for (let event = await next(reader, idleMs); event; event = await next(reader, idleMs)) {
      const name = event.event ?? 'message'
      if (!isEventName(name)) continue
      if (name === 'delta') {
        const more = parsed(name, event.data).text
        text += more
        if (text.length > textMax)
          throw new BotFault(`a message of the bot has more than ${textMax} characters`)
        voice.draft(more)
      } else if (name === 'message') await finish(parsed(name, event.data))
      else if (name === 'handoff') handoff = parsed(name, event.data)
      else {
        const end = parsed(name, event.data)
        const messages = text.trim() === '' ? [] : [text]
        return turnAnswerOf({ ...end, messages, handoff: end.handoff ?? handoff }, request)
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
  throw new BotFault('the bot’s stream ended without `end`')
}
