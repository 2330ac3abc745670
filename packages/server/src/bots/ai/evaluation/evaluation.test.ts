// The recorded evaluation; the README beside it says what it shows and what it does not.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { ModelCall, ModelServer } from '../../../testing/model-server.ts'
import { startModelServer } from '../../../testing/model-server.ts'
import type { TestAgent, TestServer, TestVisitor } from '../../../testing/server.ts'
import { startTestServer } from '../../../testing/server.ts'
import { until } from '../../../testing/until.ts'
import type { Answer, Dialogue, Message, Step } from './dialogue.ts'
import { dialogue, judge, read, withoutPeople } from './dialogue.ts'

const folder = join(import.meta.dirname, 'dialogues')
const dialogues = readdirSync(folder).map(file =>
  dialogue.parse(JSON.parse(readFileSync(join(folder, file), 'utf8'))),
)
const recordedFile = (name: string) => join(import.meta.dirname, 'recorded', `${name}.json`)

type Recorded = Pick<ModelCall, 'messages' | 'tools'>
const recordedOf = (name: string): Recorded => JSON.parse(readFileSync(recordedFile(name), 'utf8'))

let server: TestServer
let model: ModelServer
const agents = new Map<string, TestAgent>()

beforeAll(async () => {
  server = await startTestServer({ env: { BATON_ALLOW_PRIVATE: '127.0.0.1' } })
  // It is the agent itself that is judged: no rule asks for a person in its place.
  for (const { id } of (await server.api.call('GET /rules')).items)
    await server.api.call('DELETE /rules/{id}', { params: { id } })
  model = await startModelServer()
  const ends = dialogues.flatMap(({ steps }) => steps.flatMap(one => ('resolve' in one ? [one.resolve] : [])))
  const body = {
    topics: [...new Set(ends.map(({ topic }) => topic))],
    outcomes: [...new Set(ends.map(({ outcome }) => outcome))],
    topicRequired: true,
    outcomeRequired: true,
  }
  await server.api.call('PUT /completion', { body })
  for (const { steps } of dialogues)
    for (const one of steps)
      if ('takeOver' in one && !agents.has(one.takeOver))
        agents.set(one.takeOver, await server.makeAgent(one.takeOver))
})
afterAll(async () => {
  await model?.close()
  await server?.stop()
})

/** What the bot says in this step was written down; after the last one, it is the reader’s. */
function teach(one: Dialogue, next: Step | undefined): void {
  model.teach(({ messages }, speech) => {
    if (next && 'bot' in next) {
      speech.text(next.bot)
      if (next.handOff) speech.tool('ask_for_person', { reason: next.handOff })
      return speech.end()
    }
    const { text, handsOff } = read(one, messages)
    if (text !== '') speech.text(text)
    if (handsOff) speech.tool('ask_for_person', { reason: 'asked for' })
    speech.end()
  })
}

async function step(visitor: TestVisitor, one: Dialogue, at: number, holder: TestAgent | undefined) {
  const now = one.steps[at]
  const params = { id: visitor.conversationId }
  const log = () => server.events(visitor.conversationId)
  if (!now || 'bot' in now) return
  if ('takeOver' in now) await holder?.api.call('POST /conversations/{id}/intervene', { params })
  if ('agent' in now)
    await holder?.api.call('POST /conversations/{id}/messages', { params, body: { text: now.agent } })
  if ('resolve' in now)
    await holder?.api.call('POST /conversations/{id}/resolve', { params, body: now.resolve })
  if (!('customer' in now)) return
  const next = one.steps[at + 1]
  teach(one, next)
  const { seq } = await visitor.say(now.customer)
  if ((next && 'bot' in next) || next === undefined)
    await until('the bot’s turn to end', async () =>
      (await log()).some(event => event.type === 'TurnEnded' && event.seq > seq),
    )
}

/** Plays it on a real server; gives the last request that the model got, and what came of the answer. */
async function play(one: Dialogue): Promise<{ request: Recorded; answer: Answer }> {
  const settings = {
    model: { baseUrl: model.url, name: 'small' },
    prompt: one.prompt,
    handoffPrompts: one.handoffPrompts,
  }
  const { id: botId } = await server.api.call('POST /bots', { body: { name: 'Nova', kind: 'ai', settings } })
  const visitor = await server.visitor(await server.makeChannel({ botId }))
  let holder: TestAgent | undefined
  for (const [at, now] of one.steps.entries()) {
    if ('takeOver' in now) holder = agents.get(now.takeOver)
    await step(visitor, one, at, holder)
  }
  const log = await server.events(visitor.conversationId)
  const question = log.findLastIndex(({ type }) => type === 'MessageReceived')
  const after = log.slice(question)
  const call = model.calls.at(-1)
  if (!call) throw new Error('the model was not asked')
  const said = after.filter(({ type, actor }) => type === 'MessageSent' && actor.kind === 'bot')
  return {
    request: { messages: call.messages, tools: call.tools },
    answer: {
      text: said.map(({ data }) => String(data.text)).join('\n'),
      handsOff: after.some(({ type }) => type === 'HumanRequested'),
    },
  }
}

describe.each(dialogues)('$name', one => {
  let played: { request: Recorded; answer: Answer }
  beforeAll(async () => {
    played = await play(one)
  })
  const people = one.steps.flatMap((now, at) => {
    const before = one.steps.slice(0, at).findLast(step => 'takeOver' in step)
    return 'agent' in now && before && 'takeOver' in before
      ? [{ text: now.agent, author: before.takeOver }]
      : []
  })
  const ends = one.steps.flatMap(now => ('resolve' in now ? [now.resolve] : []))

  test('[HB2] the model gets what people said, by name, what it came to, and after it the question', () => {
    const { messages } = played.request
    const told = messages
      .slice(1)
      .map(({ content }) => content)
      .join('\n\n')
    const places = [
      ...people.map(
        ({ text, author }) => `[${author}, a person of the team, wrote to the customer:]\n> ${text}`,
      ),
      `\n${one.steps.flatMap(now => ('customer' in now ? [now.customer] : [])).at(-1)}`,
    ].map(text => told.lastIndexOf(text))
    expect(places.every(place => place >= 0)).toBe(true)
    expect(places).toEqual([...places].sort((a, b) => a - b))
    for (const { topic, outcome, guidance, note } of ends)
      for (const fact of [`topic: ${topic}`, `outcome: ${outcome}`, guidance, note]) {
        if (fact === undefined) continue
        expect(told.slice(places[0], places.at(-1))).toContain(fact)
      }
  })

  test('[HB2] every wish for a person in it is an answered one, and it is not told to wait for one', () => {
    const [system, ...rest] = played.request.messages
    const told = rest.map(({ content }) => content).join('\n')
    expect(told.lastIndexOf('The wish for a person is answered')).toBeGreaterThan(
      told.lastIndexOf('A person of the team was asked for'),
    )
    expect(told.split('The wish for a person is answered').length - 1).toBe(ends.length)
    expect(system?.content).not.toContain('has not come yet')
    expect(played.request.tools.map(tool => tool.function.name)).toContain('ask_for_person')
  })

  test('the request is, word by word, the recorded one (BATON_RECORD=1 writes it anew)', () => {
    if (process.env.BATON_RECORD)
      writeFileSync(recordedFile(one.name), `${JSON.stringify(played.request, null, 2)}\n`)
    expect(played.request).toEqual(recordedOf(one.name))
  })

  test('whoever believes it repeats no settled question, keeps the promise and lets the old hand-off rest', () => {
    expect(judge(one, played.answer)).toEqual([])
  })

  test('whoever is told nothing of the people’s part does not: the judge would see it', () => {
    const untold = read(one, withoutPeople(played.request.messages, one))
    expect(judge(one, untold)).not.toEqual([])
  })
})

const live = process.env.BATON_EVAL_MODEL_URL
const liveAnswer = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({
          content: z.string().nullish(),
          tool_calls: z.array(z.object({ function: z.object({ name: z.string() }) })).nullish(),
        }),
      }),
    )
    .min(1),
})

async function ask(url: string, { messages, tools }: { messages: readonly Message[]; tools: unknown }) {
  const key = process.env.BATON_EVAL_KEY
  const response = await fetch(`${url.replace(/\/+$/, '')}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) },
    body: JSON.stringify({ model: process.env.BATON_EVAL_MODEL, messages, tools, max_tokens: 800 }),
    signal: AbortSignal.timeout(55_000),
  })
  if (!response.ok) throw new Error(`the model’s endpoint answered ${response.status}`)
  const message = liveAnswer.parse(await response.json()).choices[0]?.message
  const handsOff = (message?.tool_calls ?? []).some(call => call.function.name === 'ask_for_person')
  return { text: message?.content ?? '', handsOff }
}

if (live)
  describe('a real model', () => {
    test.each(dialogues)('$name', async one => {
      const answer = await ask(live, recordedOf(one.name))
      expect(judge(one, answer), answer.text).toEqual([])
    })
  })
