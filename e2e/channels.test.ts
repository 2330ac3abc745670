// Customers who write elsewhere: a talk on WhatsApp from request to resolve, what went wrong with a message and what
// to do about it, and the time for free text that runs out.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { pngOf } from '../packages/server/src/testing/pictures.ts'
import type { WhatsAppStage } from '../packages/server/src/testing/stages/whatsapp-stage.ts'
import { openWhatsAppStage } from '../packages/server/src/testing/stages/whatsapp-stage.ts'
import { complete } from './pages/completion.ts'
import type { Desk } from './pages/desk.ts'
import { expectOpenToAll } from './pages/open-to-all.ts'
import type { WhatsAppCustomer } from './pages/whatsapp.ts'
import { whatsAppCustomer } from './pages/whatsapp.ts'
import type { Stage } from './stage.ts'
import { openStage, soon, textsOf } from './stage.ts'

let stage: Stage
let meta: WhatsAppStage
let hookUrl = ''
let count = 0

const hourMs = 60 * 60_000

function customer(name: string): WhatsAppCustomer {
  count += 1
  return whatsAppCustomer(meta.graph, () => hookUrl, `1555000${String(count).padStart(4, '0')}`, name)
}

beforeAll(async () => {
  meta = await openWhatsAppStage()
  stage = await openStage({ BATON_ALLOW_PRIVATE: '127.0.0.1' })
  const { api } = stage.server
  const [bot] = (await api.call('GET /bots')).items
  meta.graph.world.templates.push(
    {
      name: 'we_are_back',
      language: 'en',
      status: 'APPROVED',
      category: 'UTILITY',
      components: [
        { type: 'BODY', text: 'Hello {{1}}, shall we go on?', example: { body_text: [['Maya']] } },
        { type: 'FOOTER', text: 'The shop' },
      ],
    },
    {
      name: 'winter_sale',
      language: 'en',
      status: 'REJECTED',
      category: 'MARKETING',
      components: [{ type: 'BODY', text: 'The winter sale begins.' }],
    },
  )
  const made = await api.call('POST /channels', {
    body: { name: 'Shop on WhatsApp', kind: 'whatsapp', settings: meta.settings, botId: bot?.id } as never,
  })
  hookUrl = made.hookUrl ?? ''
})
afterEach(() => stage?.closePeople())
afterAll(async () => {
  await stage?.close()
  await meta?.close()
})

/** Ana holds the conversation with a customer who wrote. */
async function heldBy(person: Stage['ana'], maya: WhatsAppCustomer): Promise<Desk> {
  const ana = await stage.desk(person)
  await maya.say('Hello')
  await maya.gets('What can I do for you')
  await ana.openRow(maya.name, 'Active')
  await ana.take()
  return ana
}

describe('a talk on WhatsApp', () => {
  test('[DL1] [TK4] [HB1] buttons, a picture and a person, from request to resolve', async () => {
    const ana = await stage.desk(stage.ana)
    const maya = customer('Maya Lind')
    await maya.say('Hello')
    await maya.tap('Where is my order?')
    await maya.gets('order number')
    await maya.say('I want to talk to a person')
    await ana.openWaiting('Maya Lind')
    await ana.take()
    await ana.sees('Where is my order?')

    await maya.sendPicture(pngOf(640, 480), 'It came like this')
    await ana.sees('It came like this')
    const picture = ana.log.getByRole('button', { name: /^Open / }).locator('img')
    await soon(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(640)

    await ana.send('We send you another one today.')
    const sent = await maya.gets('We send you another one today.')
    await maya.report(sent, 'delivered')
    await ana.log.getByText('Delivered').last().waitFor({ state: 'attached' })
    await maya.report(sent, 'read')
    await ana.log.getByText('Read', { exact: true }).last().waitFor({ state: 'attached' })

    await ana.resolve.click()
    await complete(ana, { topic: 'Other', outcome: 'Resolved' })
    await ana.intervene.waitFor()
    const log = await stage.logOf('Maya Lind')
    expect(textsOf(log, 'agent')).toEqual(['We send you another one today.'])
  })

  test('what customers change is shown where they said it; a reply quotes, and its quote leads there', async () => {
    const noor = customer('Noor Haddad')
    const ana = await heldBy(stage.ana, noor)
    const wrong = await noor.say('My size is 24')
    await ana.sees('My size is 24')
    await noor.change(wrong, 'My size is 42')
    await ana.sees('My size is 42')
    await ana.log.getByRole('button', { name: /^Edited\. Show/ }).click()
    await ana.log.getByText('My size is 24').waitFor()

    const regretted = await noor.say('You are slow')
    await ana.sees('You are slow')
    await noor.takeBack(regretted)
    await ana.log.getByText('Taken back by the customer').waitFor()
    expect(await ana.log.getByText('You are slow').count()).toBe(0)
    await ana.log.getByRole('button', { name: 'Show it' }).click()
    await ana.log.getByText('You are slow').waitFor()

    const bubble = ana.log.locator('[id^=seq-]').filter({ hasText: 'My size is 42' })
    await bubble.hover()
    await bubble.getByRole('button', { name: 'Reply to this message' }).click()
    await ana.foot.getByText('Replies to Noor Haddad').waitFor()
    await ana.send('42 it is.')
    await noor.gets('42 it is.')
    expect(meta.taken().at(-1)?.quotes).toBe(wrong)
    await noor.react(await noor.gets('42 it is.'), '👍')
    await ana.log.getByText('Noor Haddad reacted with 👍').waitFor({ state: 'attached' })
    await ana.log.getByRole('button', { name: 'Go to the message of Noor Haddad that this answers' }).click()
    await bubble.locator('.animate-found').waitFor()
  })
})

describe('what did not go', () => {
  test('[DL3] a refused message says why, is listed for all, and goes when it is sent again', async () => {
    const iris = customer('Iris Novak')
    const ana = await heldBy(stage.ana, iris)
    meta.graph.mishap('refuses', 1)
    await ana.write('Your refund is on its way.')
    await ana.composer.press('Enter')
    await ana.sees('Did not arrive: the customer cannot be reached there')
    expect(iris.texts().some(text => text.includes('refund'))).toBe(false)

    const ben = await stage.desk(stage.ben)
    await ben.page.goto(`${stage.url}/settings/channels`)
    await ben.page.getByText('Did not arrive: the customer cannot be reached there').waitFor()
    await ben.page.getByText(/^Only an admin changes this\. Ask /).waitFor()
    expect(await ben.page.getByRole('button', { name: 'Connect a channel' }).count()).toBe(0)

    await ana.page.getByRole('heading', { name: 'Iris Novak' }).first().click()
    await ana.page.keyboard.press('z')
    const arrived = await iris.gets('Your refund is on its way.')
    await iris.report(arrived, 'delivered')
    await ana.log.getByText('Did not arrive').waitFor({ state: 'detached' })
    await ana.log.getByText('Delivered').last().waitFor({ state: 'attached' })
  })

  test('[DL3] where nobody knows whether it came, sending it again is asked about', async () => {
    const jonas = customer('Jonas Weber')
    const ana = await heldBy(stage.ana, jonas)
    meta.graph.mishap('drops_answer', 1)
    await ana.write('It leaves tomorrow.')
    await ana.composer.press('Enter')
    await ana.sees('Nobody knows whether it came')
    const held = () => jonas.texts().filter(text => text.includes('It leaves tomorrow.')).length
    expect(held()).toBe(1)
    await ana.log.getByRole('button', { name: 'Send again' }).click()
    const asked = ana.dialog('Send it again?')
    await asked.getByText('If it did, Jonas Weber gets it twice.').waitFor()
    await asked.getByRole('button', { name: 'Cancel' }).click()
    expect(held()).toBe(1)
    await ana.log.getByRole('button', { name: 'Send again' }).click()
    await asked.getByRole('button', { name: 'Send again' }).click()
    await soon(held).toBe(2)
    await ana.log.getByText('Nobody knows whether it came').waitFor({ state: 'detached' })
  })
})

test('[DL6] while somebody else answers on the channel, nobody here is led to write there', async () => {
  const klara = customer('Klara Berg')
  const ana = await heldBy(stage.ana, klara)
  await klara.sayToMeta('Are you open today?')
  await ana.sees('Meta Business Agent answers on the channel now')
  await ana.foot.getByText('Your replies are not taken there').waitFor()
  expect(await ana.composer.count()).toBe(0)
})

describe('the time for free text', () => {
  test('[DL5] it closes while Ana types; her text is kept, a template restarts the talk', async () => {
    const liam = customer('Liam Ford')
    const ana = await heldBy(stage.ana, liam)
    await ana.foot.getByText(/^Free text for 23 h$|^Free text for 24 h$/).waitFor()
    const wrote = Date.now()
    await ana.page.clock.setSystemTime(wrote + 23.5 * hourMs)
    await ana.foot.getByText(/^Only templates go in /).waitFor()
    await ana.write('I have found it: ')
    await ana.page.clock.setSystemTime(wrote + 24.1 * hourMs)
    await ana.foot.getByText('Only a template goes now').waitFor()
    await ana.foot.getByText('What you wrote is kept').waitFor()
    expect(await ana.composer.count()).toBe(0)
    meta.graph.world.advance(25 * hourMs)

    await ana.page.getByRole('heading', { name: 'Liam Ford' }).first().click()
    await ana.page.keyboard.press('h')
    const dialog = ana.dialog('Send a template')
    await dialog.getByRole('button', { name: 'Fetch again' }).click()
    await dialog
      .getByRole('button', { name: /^winter sale/ })
      .getByText('Rejected')
      .waitFor()
    await dialog.getByRole('button', { name: /^we are back/ }).click()
    await expectOpenToAll(ana.page, 'Templates', () => dialog.getByText('shall we go on?').last().waitFor())
    await dialog.getByLabel('Variable 1, after “Hello”').fill('Liam')
    await dialog.getByRole('figure').getByText('Hello Liam, shall we go on?').waitFor()
    await dialog.getByRole('button', { name: 'Send template' }).click()
    await liam.gets('Hello Liam, shall we go on?')
    await ana.sees('Hello Liam, shall we go on?')

    await ana.page.clock.setSystemTime(Date.now())
    await liam.say('Yes, please')
    await ana.sees('Yes, please')
    await soon(() => ana.composer.inputValue()).toBe('I have found it: ')
  })
})
