// The team helps a bot that keeps the conversation: it answers its question, tells it something, sends another.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BotStage } from './bot-stage.ts'
import { openBotStage } from './bot-stage.ts'
import type { Desk } from './pages/desk.ts'
import { soon, typesOf } from './stage.ts'

let set: BotStage
let ana: Desk

beforeAll(async () => {
  set = await openBotStage()
  ana = set.ana
})
afterAll(() => set?.close())

test('[BT5] the bot asks the team, an agent answers by keys without taking over, and the bot goes on with it', async () => {
  set.bot.teach((turn, reply) =>
    turn.answer
      ? reply.json({ messages: [`Good news: ${turn.answer.text}`] })
      : reply.json({ messages: ['Let me check.'], ask: { question: 'May Tom have 10 % off?' } }),
  )
  const customer = await set.stage.customer('Tom Ruiz')
  await customer.say('Can I have a discount?')
  await customer.sees('Let me check.')
  await ana.tab('Active').click()
  await ana.row('Tom Ruiz').getByRole('img', { name: 'Bot asks: May Tom have 10 % off?' }).waitFor()
  await ana.strip.getByRole('button', { name: '1 bot asks' }).click()
  await ana.page.getByRole('heading', { name: 'Otto asks the team' }).waitFor()
  await ana.log.getByText('Otto asks the team').waitFor()
  await ana.page.keyboard.press('q')
  const answer = ana.page.getByRole('textbox', { name: 'Answer to the bot' })
  await ana.page.keyboard.type('Yes, this once')
  await ana.page.keyboard.press('Enter')
  await customer.sees('Good news: Yes, this once')
  await answer.waitFor({ state: 'detached' })
  await ana.log.getByText('You answered the bot').waitFor()
  await ana.strip.getByRole('button', { name: '1 bot asks' }).waitFor({ state: 'detached' })
  expect(typesOf(await set.stage.logOf('Tom Ruiz'))).not.toContain('TakenOver')
})

test('[BT6] a word to the bot reaches it with its next turn, and the line says so', async () => {
  set.bot.teach((turn, reply) => reply.json({ messages: [turn.guidance[0]?.text ?? 'Hello.'] }))
  const customer = await set.stage.customer('Uma Kent')
  await customer.say('Hi')
  await customer.sees('Hello.')
  await ana.openRow('Uma Kent', 'Active')
  await ana.log.focus()
  await ana.page.keyboard.press('g')
  await soon(() => ana.composer.evaluate(box => box === document.activeElement)).toBe(true)
  await ana.page.keyboard.type('Mention the sale')
  await ana.page.keyboard.press('Enter')
  await ana.log.getByText('the bot hears it in its next turn').waitFor()
  await customer.say('And?')
  await customer.sees('Mention the sale')
  await ana.log.getByText('· heard').waitFor()
  expect(typesOf(await set.stage.logOf('Uma Kent'))).not.toContain('TakenOver')
})

test('[BT4] a promise that nothing follows is told to the team', async () => {
  set.bot.teach((_turn, reply) => reply.json({ messages: ['I will transfer you to a colleague.'] }))
  const customer = await set.stage.customer('Vito Sala')
  await customer.say('I need help')
  await customer.sees('I will transfer you')
  await ana.openRow('Vito Sala', 'Active')
  await ana.log.getByText('Otto promised a person, and handed nothing over').waitFor()
})

test('[HB3] an agent who holds a conversation sends a bot at a block, and is told what that means', async () => {
  set.bot.teach((_turn, reply) => reply.json({ messages: ['Hello.'] }))
  const customer = await set.stage.customer('Wanda Ott')
  await customer.say('Hi')
  await customer.sees('Hello.')
  await ana.openRow('Wanda Ott', 'Active')
  await ana.take()
  // Typed and entered before the list of bots is there: it is kept for when it comes.
  let typed = () => {}
  const entered = new Promise<void>(done => {
    typed = done
  })
  await ana.page.route('**/api/v1/bots', async route => {
    await entered
    await route.continue()
  })
  await ana.log.focus()
  await ana.page.keyboard.press('b')
  const choice = ana.dialog('Send a bot')
  await choice.getByText('you stop holding the conversation').waitFor()
  await choice.getByRole('combobox').fill('returns')
  await ana.page.keyboard.press('Enter')
  typed()
  await customer.panel.getByRole('button', { name: 'It doesn’t fit' }).waitFor()
  await ana.log.getByText('You sent in another bot').waitFor()
})
