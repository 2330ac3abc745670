// A streamed answer, event by event, as Baton reads it.
import { botMessage, botStreamEvents } from '@baton/protocol'
import type { Said } from './said.ts'
import { addRest, faultsOf, textOf } from './said.ts'

interface StreamEvent {
  readonly name: string
  readonly text: string
}

/** Server-sent events by their definition: fields in lines, an empty line ends an event. */
export async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent> {
  const decoder = new TextDecoder()
  let rest = ''
  let name = 'message'
  let lines: string[] = []
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true })
    const whole = rest.split(/\r\n|\n|\r(?!$)/)
    rest = whole.pop() ?? ''
    for (const line of whole) {
      if (line === '') {
        if (lines.length > 0) yield { name, text: lines.join('\n') }
        name = 'message'
        lines = []
      } else if (line.startsWith('event:')) name = line.slice(6).trim()
      else if (line.startsWith('data:')) lines.push(line.slice(5).replace(/^ /, ''))
    }
  }
}

function isEventName(name: string): name is keyof typeof botStreamEvents {
  return name in botStreamEvents
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Reads to the end of the stream. `onEvent` is told the name of each event when it has come. */
export async function readStream(
  said: Said,
  body: ReadableStream<Uint8Array>,
  onEvent: (name: string) => void = () => undefined,
): Promise<void> {
  let written = ''
  let ended = false
  for await (const { name, text } of eventsOf(body)) {
    if (ended) said.problems.push(`The event \`${name}\` came after \`end\`: send \`end\` last, once.`)
    if (!isEventName(name)) {
      const known = Object.keys(botStreamEvents).join(', ')
      said.problems.push(`There is no event called \`${name}\` in a stream: use ${known}.`)
      continue
    }
    const value = jsonOf(text)
    const faults = faultOf(name, value)
    if (faults !== null) {
      said.problems.push(`The event \`${name}\` is not in shape: ${faults}.`)
    } else if (name === 'delta') written += botStreamEvents.delta.parse(value).text
    else if (name === 'message') {
      const given = botMessage.safeParse(value)
      if (!given.success && written.trim() === '') {
        said.problems.push('An empty `message` ends what deltas wrote, and there were none before it.')
      }
      said.messages.push(given.success ? textOf(given.data) : written)
      written = ''
    } else if (name === 'handoff') said.handoff = true
    else {
      ended = true
      addRest(said, botStreamEvents.end.parse(value))
    }
    onEvent(name)
  }
  if (!ended) said.problems.push('The stream closed without the event `end`: Baton takes that for a failure.')
  if (ended && written.trim() !== '') said.messages.push(written)
}

function faultOf(name: keyof typeof botStreamEvents, value: unknown): string | null {
  if (value === undefined) return 'its data is not JSON'
  const parsed = botStreamEvents[name].safeParse(value)
  return parsed.success ? null : faultsOf(parsed.error.issues)
}
