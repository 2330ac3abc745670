// What somebody who steps in reads first: why, what the customer wants, what the bot tried; each line leads there.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startModelServer } from '../packages/server/src/testing/model-server.ts'
import { openStage, type Stage, soon } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage({ BATON_ALLOW_PRIVATE: '127.0.0.1' })
})
afterEach(() => stage?.closePeople())
afterAll(() => stage?.close())

describe('the brief', () => {
  test('is made from the messages, and each line leads to its own', async () => {
    const [ana, customer] = await Promise.all([stage.desk(stage.ana), stage.customer('Ida Holm')])
    await customer.say('My watering can leaks at the handle')
    await customer.sees('What can I do for you?')
    // Enough to scroll, so that a jump is one.
    for (let n = 1; n <= 12; n++) {
      await customer.say(`It drips all over the table, part ${n}`)
      await soon(async () => (await customer.bubbles()).length).toBeGreaterThan(n * 2)
    }
    await customer.askForPerson()
    await ana.openWaiting('Ida Holm')
    const side = ana.page.getByRole('complementary')
    await side.getByText('Why a person is needed').waitFor()
    const wish = side.getByRole('button', { name: /Ida Holm wants My watering can leaks/ })
    await side
      .getByRole('button', { name: /Ida Holm said last It drips all over the table, part 12/ })
      .waitFor()
    await side.getByRole('button', { name: /The bot answered/ }).waitFor()
    const first = ana.log.getByText('My watering can leaks at the handle')
    const isShown = () =>
      first.evaluate(node => {
        const { top, bottom } = node.getBoundingClientRect()
        return top >= 0 && bottom <= innerHeight - 100
      })
    expect(await isShown()).toBe(false)
    await wish.focus()
    await ana.page.keyboard.press('Enter')
    await soon(isShown).toBe(true)
  })

  test('has a model’s lines below, marked as such, and does without them when the model is away', async () => {
    const model = await startModelServer()
    const settings = { model: { baseUrl: model.url, name: 'm' }, prompt: 'Help.' }
    const { id: botId } = await stage.server.api.call('POST /bots', {
      body: { name: 'Ada', kind: 'ai', settings },
    })
    await stage.server.api.call('PUT /briefs', { body: { botId } })
    model.teach((_call, speech) => {
      speech.text('[1] The watering can leaks.\nNothing that names a message.')
      speech.end()
    })
    const [ana, customer] = await Promise.all([stage.desk(stage.ana), stage.customer('Ole Berg')])
    await customer.say('My watering can leaks at the handle')
    await customer.sees('What can I do for you?')
    await customer.askForPerson()
    await ana.openWaiting('Ole Berg')
    const written = ana.page.getByRole('region', { name: 'Made by AI' })
    await written.getByRole('button', { name: 'The watering can leaks.' }).waitFor()
    expect(await written.getByRole('listitem').count()).toBe(1)
    // It is old as soon as somebody speaks, and says so when the model does not answer.
    model.teach((_call, speech) => speech.status(500))
    await customer.say('Hello?')
    await written.getByRole('button', { name: 'Write anew' }).click()
    await written.getByText('The model did not answer.').waitFor()
    await ana.page.getByRole('complementary').getByText('Why a person is needed').waitFor()
    await model.close()
  })
})
