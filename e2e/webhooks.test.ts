// An admin lets another system hear what happens: it checks every signature, fails, is replayed, and gets a new secret.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { adminSignIn } from '../packages/server/src/testing/server.ts'
import type { WebhookReceiver } from '../packages/server/src/testing/webhook-receiver.ts'
import { isSignedBy, startWebhookReceiver } from '../packages/server/src/testing/webhook-receiver.ts'
import { newPerson } from './browser.ts'
import type { Desk } from './pages/desk.ts'
import { openConsole } from './pages/desk.ts'
import { expectOpenToAll } from './pages/open-to-all.ts'
import type { Stage } from './stage.ts'
import { openStage, soon } from './stage.ts'

let stage: Stage
let receiver: WebhookReceiver

beforeAll(async () => {
  stage = await openStage({ BATON_ALLOW_PRIVATE: '127.0.0.1' })
  receiver = await startWebhookReceiver()
})
afterEach(() => stage?.closePeople())
afterAll(async () => {
  await receiver?.close()
  await stage?.close()
})

async function adminAt(options: Parameters<typeof newPerson>[1] = {}): Promise<Desk> {
  const admin = await openConsole(await newPerson(stage.browser, options), stage.url, {
    name: 'Admin',
    ...adminSignIn,
  })
  await admin.page.goto(`${stage.url}/settings/webhooks`)
  return admin
}

const secretIn = async ({ dialog }: Desk) => {
  const shown = dialog('The secret of this webhook')
  const secret = await shown.locator('code').innerText()
  await shown.getByRole('button', { name: 'I have kept it' }).click()
  await shown.waitFor({ state: 'detached' })
  return secret
}

describe('a webhook', () => {
  test('is added with its events, hears of a takeover, fails, is replayed, and gets a new secret', async () => {
    const admin = await adminAt()
    const { page, dialog } = admin
    await expectOpenToAll(page, 'webhooks, none', () => page.getByText('Nobody is told yet').waitFor())
    await page.getByRole('button', { name: 'Add a webhook' }).click()
    const form = dialog('Add a webhook')
    await form.getByLabel('Address').fill('http://10.0.0.8/hook')
    await form.getByRole('button', { name: 'Add', exact: true }).click()
    await form.getByRole('alert').getByText('is a private address').waitFor()
    await form.getByLabel('Address').fill(receiver.url)
    await form.getByLabel('Description').fill('Order system')
    await form.getByRole('radio', { name: 'Only these' }).check()
    await form.getByRole('checkbox', { name: 'All of Takeovers' }).check()
    await form.getByRole('checkbox', { name: 'message_received' }).check()
    await expectOpenToAll(page, 'webhooks, the form', () => form.waitFor())
    await form.getByRole('button', { name: 'Add', exact: true }).click()
    const secret = await secretIn(admin)
    expect(secret).toMatch(/^whsec_/)
    receiver.trust(secret)

    await page.getByRole('button', { name: /Order system/ }).click()
    const pane = dialog(receiver.url)
    await pane.getByText('Nothing here yet').waitFor()
    await pane.getByRole('button', { name: 'Send a test' }).click()
    await admin.notice('The test was delivered').waitFor()
    await pane.getByRole('button', { name: /webhook\.test/ }).waitFor()

    receiver.teach((_heard, response) => void response.writeHead(500).end('<b>no order system today</b>'))
    const customer = await stage.customer('Hooky')
    await customer.say('Where is my parcel?')
    const failed = pane.getByRole('button', { name: /Waiting.*conversation\.message_received/ })
    await failed.click()
    await pane.getByText('The endpoint answered 500.').first().waitFor()
    // Somebody else's words, and nothing of a page.
    await pane.getByText('<b>no order system today</b>').first().waitFor()
    const failing = pane.getByText('Nothing has been delivered since')
    await expectOpenToAll(page, 'webhooks, a failing one', () => failing.waitFor())

    receiver.teach((_heard, response) => void response.writeHead(200).end('ok'))
    await pane.getByRole('button', { name: 'Replay' }).click()
    await pane.getByRole('button', { name: /Delivered.*conversation\.message_received/ }).waitFor()
    await pane.getByText('Healthy').waitFor()
    const heard = receiver.heard.filter(({ type }) => type === 'conversation.message_received')
    expect(new Set(heard.map(({ id }) => id)).size).toBe(1)
    expect(new Set(heard.map(({ body }) => body)).size).toBe(1)

    await pane.getByRole('button', { name: 'More for this webhook' }).click()
    await page.getByRole('menuitem', { name: 'New secret' }).click()
    await dialog('Make a new secret?').getByRole('button', { name: 'Make it' }).click()
    const renewed = await secretIn(admin)
    const id = await stage.idOf('Hooky')
    const params = { id }
    await stage.server.api.call('POST /conversations/{id}/intervene', { params, body: {} })
    await soon(() => receiver.heard.at(-1)?.type).toBe('conversation.taken_over')
    const last = receiver.heard.at(-1) ?? expect.fail('nothing heard')
    expect([secret, renewed].map(each => isSignedBy(each, last))).toEqual([true, true])
    expect(receiver.unsigned).toBe(0)

    await pane.getByRole('button', { name: 'More for this webhook' }).click()
    await page.getByRole('menuitem', { name: 'Remove' }).click()
    await dialog('Remove this webhook?').getByRole('button', { name: 'Remove' }).click()
    await page.getByText('Nobody is told yet').waitFor()
    expect((await stage.server.api.call('GET /webhooks')).items).toEqual([])
  })

  test('one that is gone for good is switched off, and says so; on a phone, too', async () => {
    receiver.teach((_heard, response) => void response.writeHead(410).end())
    await stage.server.api.call('POST /webhooks', { body: { url: receiver.url } })
    const customer = await stage.customer('Gonny')
    await customer.say('hello')
    const { page, dialog } = await adminAt({ viewport: { width: 390, height: 844 }, hasTouch: true })
    await page.getByText('Disabled').waitFor()
    await page.getByRole('button', { name: /Disabled/ }).click()
    const pane = dialog(receiver.url)
    await pane.getByText('it is gone for good').waitFor()
    receiver.teach((_heard, response) => void response.writeHead(200).end())
    await pane.getByRole('button', { name: 'Switch on' }).click()
    await pane.getByText('Healthy').waitFor()
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(wide).toBeLessThanOrEqual(390)
  })

  test('whoever is no admin is told whom to ask', async () => {
    const { page } = await stage.desk(stage.ana)
    await page.goto(`${stage.url}/settings/webhooks`)
    await page.getByText('Only an admin changes this.').waitFor()
    expect(await page.getByRole('button', { name: 'Add a webhook' }).count()).toBe(0)
  })
})
