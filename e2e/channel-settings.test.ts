// An admin connects channels and sets them up; first messages go to one contact and to many.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { adminSignIn } from '../packages/server/src/testing/server.ts'
import type { WhatsAppStage } from '../packages/server/src/testing/stages/whatsapp-stage.ts'
import { openWhatsAppStage, settingsOf } from '../packages/server/src/testing/stages/whatsapp-stage.ts'
import { newPerson } from './browser.ts'
import type { Desk } from './pages/desk.ts'
import { openConsole } from './pages/desk.ts'
import { expectOpenToAll } from './pages/open-to-all.ts'
import { whatsAppCustomer } from './pages/whatsapp.ts'
import type { Stage } from './stage.ts'
import { openStage, soon } from './stage.ts'

let stage: Stage
let meta: WhatsAppStage

beforeAll(async () => {
  meta = await openWhatsAppStage()
  stage = await openStage({ BATON_ALLOW_PRIVATE: '127.0.0.1' })
  meta.graph.world.templates.push({
    name: 'parcel_comes',
    language: 'en',
    status: 'APPROVED',
    category: 'UTILITY',
    components: [{ type: 'BODY', text: 'Your parcel comes on {{1}}.', example: { body_text: [['Monday']] } }],
  })
})
afterEach(() => stage?.closePeople())
afterAll(async () => {
  await stage?.close()
  await meta?.close()
})

const admin = { name: 'Admin', ...adminSignIn }

async function adminAt(section: 'channels' | 'outreach'): Promise<Desk> {
  const desk = await openConsole(await newPerson(stage.browser), stage.url, admin)
  await desk.page.goto(`${stage.url}/settings/${section}`)
  return desk
}
const channelOf = async (name: string) => {
  const { items } = await stage.server.api.call('GET /channels')
  return items.find(channel => channel.name === name)
}

describe('connecting', () => {
  test('WhatsApp in one dialog: what is wrong is said at its place, and checked at the channel itself', async () => {
    const { page, dialog } = await adminAt('channels')
    await page.getByRole('button', { name: 'Connect a channel' }).click()
    await dialog('Connect a channel')
      .getByRole('button', { name: /^WhatsApp/ })
      .click()
    const form = dialog('Connect WhatsApp')
    const { phoneNumberId, businessAccountId, appSecret, token, apiUrl } = meta.settings as Record<
      string,
      string
    >
    await form.getByLabel('Name').fill('Shop on WhatsApp')
    await form.getByLabel('Phone number id').fill('+15551234567')
    await form.getByRole('button', { name: 'Connect', exact: true }).click()
    await form.getByText('It does not have the right form.').waitFor()
    await expectOpenToAll(page, 'Connecting', () => form.getByText('Fill this in.').first().waitFor())

    await form.getByLabel('Phone number id').fill(phoneNumberId ?? '')
    await form.getByLabel('WhatsApp Business Account id').fill(businessAccountId ?? '')
    await form.getByLabel('Token', { exact: true }).fill('a wrong token')
    await form.getByLabel('App secret').fill(appSecret ?? '')
    await form.getByRole('button', { name: 'More settings' }).click()
    await form.getByLabel(/^Address of the API/).fill(apiUrl ?? '')
    await form.getByRole('button', { name: 'Connect', exact: true }).click()
    const made = dialog('WhatsApp is connected')
    await made.getByRole('listitem').filter({ hasText: 'Make a new token and enter it here.' }).waitFor()
    await made.getByText('Verify token', { exact: true }).waitFor()
    await expectOpenToAll(page, 'Connected', () =>
      made.getByText('Callback address', { exact: true }).waitFor(),
    )
    await made.getByRole('button', { name: 'Done' }).click()

    await page.getByRole('button', { name: /Shop on WhatsApp/ }).click()
    await page.getByRole('button', { name: 'Replace' }).first().click()
    await page.getByLabel('Token', { exact: true }).fill(token ?? '')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Not saved yet').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Connect again' }).click()
    await page.getByRole('listitem').filter({ hasText: 'Told where to call: Works' }).waitFor()
    await page.getByText('Works', { exact: true }).first().waitFor()
    expect(meta.graph.world.subscriptions[0]?.override_callback_uri).toBe(
      (await channelOf('Shop on WhatsApp'))?.hookUrl,
    )
  })

  test('how a channel behaves is set beside it; a secret stays, unless its address changes', async () => {
    const { page, dialog } = await adminAt('channels')
    await page.getByRole('button', { name: /Shop on WhatsApp/ }).click()
    await page.getByLabel('What the bot does', { exact: true }).selectOption('It says nothing')
    await page.getByLabel('Writing while the bot answers').selectOption('Intervene first')
    await page.getByLabel('What the customer is told at takeover').fill('You are now talking to {agent}.')
    await page.getByRole('switch', { name: 'Limit the wait' }).check()
    await page.getByLabel('Longest wait').fill('7')
    await expectOpenToAll(page, 'A channel', () => page.getByText('Not saved yet').waitFor())
    await page.getByRole('button', { name: 'All channels' }).click()
    await dialog('Leave without saving?').getByRole('button', { name: 'Keep editing' }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Not saved yet').waitFor({ state: 'detached' })
    expect(await channelOf('Shop on WhatsApp')).toMatchObject({
      whileRequesting: 'silent',
      settings: {
        composerWhileBot: 'locked',
        announceTakeover: 'You are now talking to {agent}.',
        maximumWait: { afterMs: 7 * 60_000, fallback: { to: 'bot', text: '' } },
        token: { set: true },
      },
    })

    await page.getByRole('button', { name: 'More settings' }).click()
    await page.getByLabel(/^Address of the API/).fill('https://elsewhere.example')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Enter it again: the address that it is sent to changed.').waitFor()
    await page.getByRole('button', { name: 'Discard' }).click()
  })

  test('a chat on a page, and a system of one’s own: a snippet, and a secret that is shown once', async () => {
    const { page, dialog } = await adminAt('channels')
    await page.getByRole('button', { name: 'Connect a channel' }).click()
    await dialog('Connect a channel')
      .getByRole('button', { name: /^Web chat/ })
      .click()
    await dialog('Connect Web chat').getByLabel('Name').fill('Help pages')
    await dialog('Connect Web chat').getByRole('button', { name: 'Connect', exact: true }).click()
    const { id = '' } = (await soonChannel('Help pages')) ?? {}
    await dialog('Web chat is connected').getByText(`data-channel="${id}"`).waitFor()
    await dialog('Web chat is connected').getByRole('button', { name: 'Done' }).click()

    await page.getByRole('button', { name: 'Connect a channel' }).click()
    await dialog('Connect a channel').getByRole('button', { name: /^API/ }).click()
    await dialog('Connect API').getByLabel('Name').fill('Our app')
    await dialog('Connect API').getByLabel('Where messages are posted').fill('http://127.0.0.1:9/baton')
    await dialog('Connect API').getByRole('button', { name: 'Connect', exact: true }).click()
    await dialog('API is connected')
      .getByText(/^whsec_/)
      .waitFor()
  })
})

async function soonChannel(name: string) {
  await soon(async () => (await channelOf(name))?.name).toBe(name)
  return channelOf(name)
}

describe('writing first', () => {
  let hookUrl = ''
  beforeAll(async () => {
    const settings = settingsOf(meta.graph, 1)
    const body = { name: 'Parcels', kind: 'whatsapp', settings } as const
    hookUrl = (await stage.server.api.call('POST /channels', { body })).hookUrl ?? ''
  })
  const person = (number: string, name: string) =>
    whatsAppCustomer(meta.graph, () => hookUrl, number, name, 1)

  test('[OB1] to a list: who said yes is counted before, written to, and their replies are seen', async () => {
    const { page, dialog } = await adminAt('outreach')
    const maya = person('15550002001', 'Maya Lind')
    const oleg = person('15550002002', 'Oleg Petrov')
    await page.getByRole('button', { name: 'New batch' }).click()
    const form = dialog('New batch')
    await form.getByLabel('Name', { exact: true }).fill('Parcels of today')
    await form.getByLabel('Channel', { exact: true }).selectOption('Parcels')
    await form.getByRole('button', { name: 'Fetch again' }).click()
    await form.getByRole('button', { name: /^parcel comes/ }).click()
    await form
      .getByLabel('Recipients')
      .fill('+1 555 000 2001, Maya Lind, Monday, yes\n+1 555 000 2002, Oleg Petrov, Friday, no\nnobody')
    await form.getByText('1 line cannot be used').waitFor()
    await form.getByText('1 will be written to').waitFor()
    await expectOpenToAll(page, 'New batch', () => form.getByText('Line 3, no number').waitFor())
    await form.getByRole('button', { name: 'Send', exact: true }).click()
    const sure = dialog('Write to 1 person?')
    await sure.getByText('1 is skipped: no yes').waitFor()
    await sure.getByRole('button', { name: 'Send' }).click()
    await form.waitFor({ state: 'detached' })

    const arrived = await maya.gets('Your parcel comes on Monday.')
    await maya.report(arrived, 'delivered')
    await page.getByRole('button', { name: /^Parcels of today/ }).click()
    await page.getByRole('listitem').filter({ hasText: '+15550002002' }).getByText('Skipped').waitFor()
    await maya.say('Thank you')
    await page.getByRole('listitem').filter({ hasText: '+15550002001' }).getByText('Replied').waitFor()
    await expectOpenToAll(page, 'A batch', () => page.getByText('Recipients, one by one').waitFor())
    expect(oleg.texts()).toEqual([])
  })

  test('[OB1] to one contact, from their conversation: a template, and control stays where it is', async () => {
    const ana = await stage.desk(stage.ana)
    const visitor = await stage.customer('Zoe Marsh')
    await visitor.say('Hello')
    await ana.openRow('Zoe Marsh', 'Active')
    await ana.page.getByRole('button', { name: 'Write first' }).first().click()
    const form = ana.dialog('Write first')
    await form.getByLabel('Channel', { exact: true }).selectOption('Parcels')
    await form.getByLabel('Address').fill('+15550002003')
    await form.getByRole('button', { name: /^parcel comes/ }).click()
    await form.getByLabel(/^Variable 1/).fill('Tuesday')
    await expectOpenToAll(ana.page, 'Writing first', () =>
      form.getByText('Your parcel comes on Tuesday.').waitFor(),
    )
    await form.getByRole('button', { name: 'Send', exact: true }).click()
    await ana.notice('Sent to Zoe Marsh').getByRole('button', { name: 'Open' }).click()
    await ana.sees('Your parcel comes on Tuesday.')
    await ana.log.getByText('first message').waitFor()
    await ana.intervene.waitFor()
  })
})
