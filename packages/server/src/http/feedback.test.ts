// How it was, over HTTP: asked by the platform, answered by the visitor alone, and kept with its episode.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestAgent, TestServer } from '../testing/server.ts'
import { startTestServer } from '../testing/server.ts'
import { resolveAs, takeOver, talkOn } from '../testing/talk.ts'

const flow = {
  name: 'Hi',
  start: 'hi',
  blocks: { hi: { kind: 'message', text: 'Hi', next: 'over' }, over: { kind: 'end' } },
}
const question = { text: 'How was it?', comment: true }

let server: TestServer
let ana: TestAgent
let botId: string

beforeAll(async () => {
  server = await startTestServer()
  ana = await server.makeAgent('Ana')
  botId = await server.makeBot(flow)
})
afterAll(() => server.stop())

async function resolvedOn(settings: object, resolution: object = {}) {
  const talk = await talkOn(server, await server.makeChannel({ botId, settings }))
  await takeOver(ana, talk.id)
  await resolveAs(ana, talk.id, { botResume: 'silent', ...resolution })
  const taken = (await talk.log()).find(({ type }) => type === 'TakenOver')
  const episodeSeq = taken?.seq ?? 0
  const rate = (rating: number, comment?: string, about = episodeSeq) =>
    talk.visitor.api.call('POST /web/feedback', { body: { episodeSeq: about, rating, comment } })
  const given = async () =>
    (await talk.log()).filter(({ type }) => type === 'FeedbackGiven').map(({ data }) => data)
  return { ...talk, episodeSeq, rate, given }
}

test('[HB5] the visitor is asked with the completion, answers, changes their mind, and adds words', async () => {
  const talk = await resolvedOn({ feedback: { ...question, ask: 'always' } })
  const asked = (await talk.visitor.messages()).at(-1)
  expect(asked).toMatchObject({
    data: { from: 'system', parts: [{ kind: 'feedback', ...question, episodeSeq: talk.episodeSeq }] },
  })
  await talk.rate(2)
  await talk.rate(4)
  await talk.rate(4)
  await talk.rate(4, '  Quick  ')
  const { episodeSeq } = talk
  expect(await talk.given()).toEqual([
    { rating: 2, comment: null, episodeSeq },
    { rating: 4, comment: null, episodeSeq },
    { rating: 4, comment: 'Quick', episodeSeq },
  ])
})

test('[HB5] a bare number is the answer, too, and the bot is not bothered with it', async () => {
  const talk = await resolvedOn({ feedback: { ...question, ask: 'always' } })
  const before = (await talk.said()).length
  await talk.visitor.say('5')
  await talk.has('FeedbackGiven')
  await talk.visitor.say('thanks')
  await talk.has('MessageReceived', 3)
  await talk.has('TurnEnded', 2)
  expect((await talk.said()).length).toBe(before + 1)
  expect(await talk.given()).toEqual([{ rating: 5, comment: null, episodeSeq: talk.episodeSeq }])
})

test('[HB5] where the agent decides, the completion says so; the form knows what would be asked', async () => {
  const settings = { feedback: { ...question, ask: 'agent_decides' } }
  const unasked = await resolvedOn(settings)
  await expect(unasked.rate(5)).rejects.toMatchObject({ status: 409, code: 'no_feedback_asked' })
  const { feedback } = await ana.api.call('GET /conversations/{id}/closing-blocks', {
    params: { id: unasked.id },
  })
  expect(feedback).toEqual({ ...question, ask: 'agent_decides' })
  const asked = await resolvedOn(settings, { askFeedback: true })
  await asked.rate(5)
  expect(await asked.given()).toMatchObject([{ rating: 5 }])
})

test('[HB5] what is no rating is refused, and so is an episode that was not asked about', async () => {
  const talk = await resolvedOn({ feedback: { ...question, ask: 'always' } })
  for (const rating of [0, 6, 2.5]) await expect(talk.rate(rating)).rejects.toMatchObject({ status: 400 })
  await expect(talk.rate(3, 'x'.repeat(2_001))).rejects.toMatchObject({ status: 400 })
  await expect(talk.rate(3, undefined, talk.episodeSeq + 1)).rejects.toMatchObject({
    code: 'no_feedback_asked',
  })
  expect(await talk.given()).toEqual([])
})

test('[HB1] [HB3] a workspace requires a note and a tag, and says how the bot goes on', async () => {
  const lists = { topics: ['Other'], outcomes: ['Resolved'], topicRequired: true, outcomeRequired: true }
  const strict = { ...lists, tagRequired: true, noteRequired: true, botResume: 'silent' } as const
  await server.api.call('PUT /completion', { body: strict })
  try {
    expect((await ana.api.call('GET /me')).completion).toEqual(strict)
    const talk = await talkOn(server, await server.makeChannel({ botId }))
    await takeOver(ana, talk.id)
    await expect(resolveAs(ana, talk.id)).rejects.toMatchObject({
      code: 'completion_incomplete',
      problem: { fields: ['tags', 'note'] },
    })
    await resolveAs(ana, talk.id, { tags: ['vip'], note: 'Paid back.' })
    const resumed = (await talk.log()).find(({ type }) => type === 'BotResumed')
    expect(resumed?.data).toMatchObject({ resume: 'silent', turn: null })
  } finally {
    await server.api.call('PUT /completion', { body: lists })
  }
})
