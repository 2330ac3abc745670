// Nobody is shut out: every view, in both themes and at two widths, has nothing serious that a machine can find.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBotStage } from './bot-stage.ts'
import { newPerson } from './browser.ts'
import type { Customer } from './pages/customer.ts'
import type { Desk } from './pages/desk.ts'
import { expectOpenToAll, faultsOf } from './pages/open-to-all.ts'
import type { Stage } from './stage.ts'
import { openStage } from './stage.ts'

let stage: Stage
let ana: Desk

beforeAll(async () => {
  stage = await openStage()
  ana = await stage.desk(stage.ana)
})
afterAll(() => stage?.close())

async function waitingCustomer(name: string): Promise<Customer> {
  const customer = await stage.customer(name)
  await customer.say('Hello')
  await customer.sees('What can I do for you?')
  await customer.askForPerson()
  return customer
}

describe('for everyone', () => {
  test('the door', async () => {
    const page = await (await newPerson(stage.browser)).newPage()
    await page.goto(`${stage.url}/sign-in`)
    const email = page.getByLabel('Email')
    await expectOpenToAll(page, 'sign-in', () => email.waitFor())
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('Enter your email.').waitFor()
    await expectOpenToAll(page, 'sign-in with an error', () => email.waitFor())
    await page.close()
  })

  test('the console with nothing in it', async () => {
    await expectOpenToAll(ana.page, 'inbox, empty', () => ana.list.waitFor())
  })

  test('the widget closed, open, waiting and with a person, and the page around it', async () => {
    const page = await (await newPerson(stage.browser)).newPage()
    await page.goto(`${stage.url}/demo`)
    const launcher = page.getByRole('button', { name: /^Open the chat/ })
    await expectOpenToAll(page, 'demo page', () => launcher.waitFor())
    await page.close()

    const customer = await stage.customer('Vera Holm')
    const open = () => customer.composer.waitFor()
    await expectOpenToAll(customer.page, 'widget, open', open)
    await customer.say('Hello')
    await customer.sees('What can I do for you?')
    await expectOpenToAll(customer.page, 'widget, choices', open)
    await customer.askForPerson()
    await expectOpenToAll(customer.page, 'widget, waiting', open)
    await ana.openWaiting('Vera Holm')
    await ana.take()
    await ana.send('Hello Vera.')
    await customer.sees('Hello Vera.')
    await expectOpenToAll(customer.page, 'widget, with a person', open)
  })

  test('an open chat in each of its states', async () => {
    const customer = await stage.customer('Willem Aart')
    await customer.say('Hello')
    await customer.sees('What can I do for you?')
    await ana.openRow('Willem Aart', 'Active')
    const shown = () => ana.log.waitFor()
    await expectOpenToAll(ana.page, 'chat, active', shown)
    await customer.askForPerson()
    await ana.waiting('Willem Aart').waitFor()
    await expectOpenToAll(ana.page, 'chat, requesting', shown)
    await ana.take()
    await ana.send('Hello Willem.')
    await ana.foot.getByRole('button', { name: 'Note' }).click()
    await ana.write('Has two cats.')
    await expectOpenToAll(ana.page, 'chat, writing a note', shown)
    await ana.composer.press('Enter')
    await ana.sees('Has two cats.')
    await ana.foot.getByRole('button', { name: 'Reply' }).click()
    await expectOpenToAll(ana.page, 'chat, intervened', shown)
  })

  test('what a bot asks, promises and writes, and what of it was cut off', async () => {
    const set = await openBotStage()
    set.bot.teach((turn, reply) => {
      const said = new Set(turn.messages.map(({ text }) => text))
      if (!said.has('A story'))
        return reply.json({
          messages: ['I will transfer you to a colleague.'],
          ask: { question: 'Who can help Zoe?' },
          marks: { priority: 'high', status: 'Stuck' },
        })
      reply.stream()
      reply.event('delta', { text: 'Once upon a time' })
    })
    const zoe = await set.stage.customer('Zoe Marsh')
    await zoe.say('Help')
    await zoe.sees('I will transfer you')
    await set.ana.openRow('Zoe Marsh', 'Active')
    const asked = set.ana.page.getByRole('heading', { name: 'Otto asks the team' })
    await expectOpenToAll(set.ana.page, 'chat, a bot asks', () => asked.waitFor())
    await zoe.say('A story')
    await zoe.sees('Once upon a time')
    const writing = () => set.ana.log.getByText('is writing').waitFor()
    await expectOpenToAll(set.ana.page, 'chat, a bot writes', writing)
    await expectOpenToAll(zoe.page, 'widget, a bot writes', () => zoe.composer.waitFor())
    await set.ana.take()
    const cut = () => set.ana.log.getByText('Interrupted by the takeover').waitFor()
    await expectOpenToAll(set.ana.page, 'chat, a text cut off', cut)
    await zoe.panel.getByText('interrupted').waitFor()
    await expectOpenToAll(zoe.page, 'widget, a text cut off', () => zoe.composer.waitFor())
    await set.close()
  })

  test('what opens over the chat', async () => {
    await waitingCustomer('Xenia Pohl')
    await ana.openWaiting('Xenia Pohl')
    await ana.take()
    const { keyboard } = ana.page
    for (const [key, title] of [
      ['e', 'Resolve and hand back'],
      ['a', 'Change owner'],
      ['b', 'Send a bot'],
      ['t', 'Tags'],
      ['?', 'Keyboard shortcuts'],
      ['Control+k', 'Search and actions'],
    ] as const) {
      await ana.log.focus()
      await keyboard.press(key)
      await expectOpenToAll(ana.page, title, () => ana.dialog(title).waitFor())
      await keyboard.press('Escape')
      await ana.dialog(title).waitFor({ state: 'detached' })
    }
    await ana.page.setViewportSize({ width: 390, height: 844 })
    await ana.page.getByRole('button', { name: 'Show details' }).first().click()
    await ana.dialog('Details').waitFor()
    expect(await faultsOf(ana.page)).toEqual([])
    await ana.dialog('Details').getByRole('button', { name: 'Close details' }).click()
  })

  test('the lists with conversations in them', async () => {
    await waitingCustomer('Yara Nunes')
    await ana.page.goto(`${stage.url}/inbox`)
    for (const tab of ['Active', 'Requesting', 'Intervened'] as const) {
      await ana.tab(tab).click()
      await expectOpenToAll(ana.page, `inbox, ${tab}`, () => ana.list.waitFor())
    }
  })
})
