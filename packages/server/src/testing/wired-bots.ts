// Bots of every kind whose world is a scheduler's: every piece of their wire comes when it says so.
import { parseFlow } from '@baton/core'
import type { BotKind } from '../app/bot-port.ts'
import type { Egress } from '../app/egress.ts'
import type { TurnTokens } from '../app/turn-tokens.ts'
import { createAiBot } from '../bots/ai/ai-bot.ts'
import { createFlowBot } from '../bots/flow/flow-bot.ts'
import { createHttpBot } from '../bots/http/http-bot.ts'
import { createRasaBot } from '../bots/rasa/rasa-bot.ts'
import type { Pass } from './interleaved.ts'
import { testBotSecret } from './test-bot.ts'

/** What a bot does between its awaits. */
export type Act = 'draft' | 'say' | 'permit' | 'history' | 'pause' | 'fail' | 'hand off'

export interface WiredBot {
  readonly kind: BotKind
  readonly settings: Record<string, unknown>
}

export type MakeBot = (pass: Pass, acts: readonly Act[]) => WiredBot

const openSecret = () => testBotSecret

/** A body whose pieces come one by one. */
function streamOf(pass: Pass, texts: readonly string[], signal: AbortSignal | null | undefined) {
  const chunks = texts.map(text => new TextEncoder().encode(text))
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      await pass('chunk')
      const chunk = chunks.shift()
      if (signal?.aborted) controller.error(signal.reason)
      else if (chunk) controller.enqueue(chunk)
      else controller.close()
    },
  })
}

const asEvents = { headers: { 'content-type': 'text/event-stream' } }

/** Somebody else's bot: at once, in a stream, or later. */
export const wiredHttp: MakeBot = (pass, acts) => {
  const event = (name: string, data: object) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
  const chunkOf = (act: Act): string => {
    if (act === 'draft') return event('delta', { text: 'word ' })
    if (act === 'say') return event('message', { text: 'A part' })
    if (act === 'hand off') return event('handoff', { reason: 'broken' })
    return act === 'fail' ? 'event: delta\ndata: {"text": 7}\n\n' : ': nothing\n\n'
  }
  const egress: Egress = {
    refusal: () => null,
    async fetch(_url, { signal }) {
      await pass('head')
      if (acts[0] === 'pause') return new Response('', { status: 202 })
      if (acts[0] === 'permit') return Response.json({ messages: ['At once'] })
      return new Response(streamOf(pass, [...acts.map(chunkOf), event('end', {})], signal), asEvents)
    },
  }
  const turnTokens: TurnTokens = { issue: async () => 'token', read: async () => null }
  const publicUrl = () => 'https://baton.example'
  return {
    kind: createHttpBot({ egress, openSecret, turnTokens, publicUrl, addresses: async () => new Map() }),
    settings: { url: 'https://bot.example/' },
  }
}

/** A model that writes, calls a tool with a side effect, and asks for a person. */
export const wiredAi: MakeBot = (pass, acts) => {
  const line = (delta: object, finish: string | null = null) =>
    `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 0, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`
  const toolCall = (name: string, input: object) =>
    line({
      tool_calls: [
        { index: 0, id: 'call', type: 'function', function: { name, arguments: JSON.stringify(input) } },
      ],
    })
  let asked = 0
  const egress: Egress = {
    refusal: () => null,
    async fetch(url, { signal }) {
      await pass('head')
      if (String(url).includes('tool')) return Response.json({ done: true })
      if (acts[0] === 'fail') return new Response('{}', { status: 500 })
      const first = asked++ % 2 === 0
      const words = acts.map(() => line({ role: 'assistant', content: 'word ' }))
      const wants = first && acts.includes('permit') ? [toolCall('refund', {})] : []
      const hands =
        wants.length === 0 && acts.includes('hand off') ? [toolCall('ask_for_person', { reason: 'x' })] : []
      const finish = wants.length + hands.length > 0 ? 'tool_calls' : 'stop'
      return new Response(
        streamOf(pass, [...words, ...wants, ...hands, line({}, finish), 'data: [DONE]\n\n'], signal),
        asEvents,
      )
    },
  }
  const tool = {
    name: 'refund',
    description: 'Refunds',
    parameters: {},
    url: 'https://tool.example/',
    sideEffect: true,
  }
  return {
    kind: createAiBot({ egress, openSecret, knowledge: { search: async () => [] } }),
    settings: { model: { baseUrl: 'https://model.example/v1', name: 'm' }, prompt: 'Help.', tools: [tool] },
  }
}

export const wiredRasa: MakeBot = (pass, acts) => {
  const items = acts.map(act => (act === 'hand off' ? { custom: { handoff: true } } : { text: `A ${act}` }))
  const egress: Egress = {
    refusal: () => null,
    async fetch(_url, { signal }) {
      await pass('head')
      if (acts[0] === 'fail') return new Response('', { status: 500 })
      return new Response(streamOf(pass, [JSON.stringify(items)], signal))
    },
  }
  return { kind: createRasaBot({ egress, openSecret }), settings: { url: 'https://rasa.example/' } }
}

/** A flow that calls out in the middle, with leave. */
export const wiredFlow: MakeBot = (pass, acts) => {
  const flow = {
    name: 'Calls',
    start: 'begin',
    blocks: {
      begin: { kind: 'message', text: 'One moment.', next: 'call' },
      call: {
        kind: 'request',
        url: 'https://shop.example/',
        method: 'GET',
        next: 'after',
        otherwise: 'after',
      },
      after: acts.includes('hand off')
        ? { kind: 'handoff', reason: 'broken' }
        : { kind: 'end', text: 'Done.' },
    },
  }
  const parsed = parseFlow(flow)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults))
  const kind = createFlowBot({
    calls: {
      async perform(_call, setting) {
        for (const act of acts) {
          await pass(act)
          if (act === 'permit') await setting.permit('refund')
          if (act === 'draft') setting.draft('word ')
          if (act === 'history') await setting.history(20)
          if (act === 'fail') return { kind: 'failed', problem: 'it broke' }
        }
        return { kind: 'response', status: 200, body: {} }
      },
    },
    versions: { readBotVersion: async () => null },
    onTrouble: () => undefined,
  })
  return { kind, settings: { flow: JSON.parse(JSON.stringify(flow)) } }
}
