// A bot of somebody else's that writes as it thinks; a person steps in in the middle of a sentence.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestBot } from '../packages/server/src/testing/test-bot.ts'
import { startTestBot, testBotSecret } from '../packages/server/src/testing/test-bot.ts'
import type { Desk } from './pages/desk.ts'
import type { Stage } from './stage.ts'
import { openStage, soon } from './stage.ts'

let stage: Stage
let bot: TestBot
let ana: Desk

beforeAll(async () => {
  stage = await openStage({ BATON_ALLOW_PRIVATE: '127.0.0.1' })
  bot = await startTestBot()
  const { api } = stage.server
  const settings = { url: bot.url, secret: testBotSecret }
  const { id } = await api.call('POST /bots', { body: { name: 'Otto', kind: 'http', settings } })
  const [channel] = (await api.call('GET /channels')).items
  await api.call('PUT /channels/{id}', { params: { id: channel?.id ?? '' }, body: { botId: id } })
  ana = await stage.desk(stage.ana)
})
afterAll(async () => {
  await stage?.close()
  await bot?.close()
})

test('[TK1] [TK2] [BT2] a takeover stops a sentence in the middle, and both sides see that it did', async () => {
  let gone = false
  bot.teach((_turn, reply) => {
    reply.stream()
    let word = 0
    const timer = setInterval(() => reply.event('delta', { text: `word${word++} ` }), 40)
    void reply.gone.then(() => {
      gone = true
      clearInterval(timer)
    })
  })
  const customer = await stage.customer('Sven Lund')
  await customer.say('Tell me a story')
  const growing = customer.panel.locator('.group.bot .bubble').last()
  await soon(async () => (await growing.innerText()).includes('word3')).toBe(true)
  await ana.openRow('Sven Lund', 'Active')
  await ana.log.getByText('is writing').waitFor()
  await ana.take()
  await soon(() => gone).toBe(true)
  await customer.panel.getByText('interrupted').waitFor()
  const stopped = await growing.innerText()
  await new Promise(resolve => setTimeout(resolve, 500))
  expect(await growing.innerText()).toBe(stopped)
  await ana.log.getByText('Interrupted here').waitFor()
  expect(await ana.log.getByText('is writing').count()).toBe(0)
  await ana.send('I am here now.')
  await customer.sees('I am here now.')
})

test('[BT5] the bot asks the team, an agent answers without taking over, and the bot goes on with it', async () => {
  bot.teach((turn, reply) =>
    turn.answer
      ? reply.json({ messages: [`Good news: ${turn.answer.text}`] })
      : reply.json({ messages: ['Let me check.'], ask: { question: 'May Tom have 10 % off?' } }),
  )
  const customer = await stage.customer('Tom Ruiz')
  await customer.say('Can I have a discount?')
  await customer.sees('Let me check.')
  await ana.openRow('Tom Ruiz', 'Active')
  await ana.page.getByRole('heading', { name: 'Otto asks the team' }).waitFor()
  const answer = ana.page.getByRole('textbox', { name: 'Answer to the bot' })
  await answer.fill('Yes, this once')
  await answer.press('Enter')
  await customer.sees('Good news: Yes, this once')
  await answer.waitFor({ state: 'detached' })
  expect((await stage.logOf('Tom Ruiz')).some(({ type }) => type === 'TakenOver')).toBe(false)
})

test('[BT6] a word to the bot reaches it with its next turn, and the line says so', async () => {
  bot.teach((turn, reply) => reply.json({ messages: [turn.guidance[0]?.text ?? 'Hello.'] }))
  const customer = await stage.customer('Uma Kent')
  await customer.say('Hi')
  await customer.sees('Hello.')
  await ana.openRow('Uma Kent', 'Active')
  await ana.foot.getByRole('button', { name: 'Guide' }).click()
  await ana.write('Mention the sale')
  await ana.composer.press('Enter')
  await ana.log.getByText('the bot hears it in its next turn').waitFor()
  await customer.say('And?')
  await customer.sees('Mention the sale')
  await ana.log.getByText('· heard').waitFor()
})
