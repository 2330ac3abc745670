// Who is this: what is known of a customer, on every screen at once, and what happened before.
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { adminSignIn } from '../packages/server/src/testing/server.ts'
import type { Desk } from './pages/desk.ts'
import { openDetails } from './pages/details.ts'
import { faultsOf } from './pages/open-to-all.ts'
import type { Stage } from './stage.ts'
import { openStage, soon } from './stage.ts'

let stage: Stage
let channelId: string

beforeAll(async () => {
  stage = await openStage()
  const { items } = await stage.server.api.call('GET /channels')
  channelId = items[0]?.id ?? ''
})
afterEach(async () => {
  await stage?.closePeople()
  // The bar shows the first few: nobody waits on from one story to the next.
  const { items } = await stage.server.api.call('GET /conversations', { query: { state: 'requesting' } })
  for (const { id } of items)
    await stage.server.api.call('POST /conversations/{id}/dismiss', { params: { id } })
})
afterAll(() => stage?.close())

interface Visit {
  readonly conversationId: string
  readonly contactId: string
}

/** Somebody who wrote from their own page, and asks for a person. */
async function visit(name: string, text = 'My parcel has not come.'): Promise<Visit> {
  const { api } = stage.server
  const who = { name, language: 'es', timeZone: 'Asia/Tokyo' }
  const params = { channelId }
  const { token, conversationId } = await api.call('POST /web/{channelId}/visitors', { params, body: who })
  const visitor = stage.server.apiAs(token)
  await visitor.call('POST /web/messages', { body: { clientId: randomUUID(), text } })
  await visitor.call('POST /web/request')
  const { contact } = await api.call('GET /conversations/{id}', { params: { id: conversationId } })
  return { conversationId, contactId: contact.id }
}

const profileOf = ({ contactId }: Visit) =>
  stage.server.api.call('GET /contacts/{id}', { params: { id: contactId } })
const statuses = (...names: string[]) =>
  stage.server.api.call('PUT /statuses', {
    body: { items: names.map(name => ({ name, tone: 'waiting' as const })) },
  })

const opened = async (desk: Desk, customer: string) => {
  await desk.openWaiting(customer)
  return openDetails(desk)
}

describe('a profile', () => {
  test('a new name is in the colleague’s list and head at once; language and local time are known', async () => {
    await visit('Nora Lind')
    const [ana, ben] = await Promise.all([stage.desk(stage.ana), stage.desk(stage.ben)])
    const [details] = await Promise.all([opened(ana, 'Nora Lind'), ben.openWaiting('Nora Lind')])
    await details.side.getByText('Spanish').waitFor()
    await details.side.getByText('Local time').waitFor({ state: 'attached' })
    await details.edit('Name', 'Nora Lindqvist')
    await ben.waiting('Nora Lindqvist').waitFor()
    await ben.row('Nora Lindqvist').waitFor()
    await ben.page.getByRole('region', { name: 'Conversation with Nora Lindqvist' }).waitFor()
  })

  test('of two who edit the same field the second is told, keeps the text, and decides', async () => {
    const contact = await visit('Otto Maier')
    const ana = await stage.desk(stage.ana)
    const details = await opened(ana, 'Otto Maier')
    await details.field('Name').click()
    const box = details.side.getByRole('textbox', { name: 'Name' })
    await box.fill('Otto von Maier')
    // What her console reads of him when it hears of the change comes after all that she does.
    let comes: () => void = () => undefined
    const late = new Promise<void>(resolve => {
      comes = resolve
    })
    let reads = 0
    await ana.page.route(`**/contacts/${contact.contactId}`, async route => {
      if (route.request().method() === 'GET' && ++reads === 1) await late
      await route.continue()
    })
    const change = { version: (await profileOf(contact)).version, name: 'O. Maier' }
    await stage.server.api.call('PUT /contacts/{id}', { params: { id: contact.contactId }, body: change })
    await ana.waiting('O. Maier').waitFor()
    await box.press('Enter')
    await details.side.getByRole('alert').getByText('Somebody changed this meanwhile').waitFor()
    expect(await box.inputValue()).toBe('Otto von Maier')
    await box.press('Enter')
    await ana.waiting('Otto von Maier').waitFor()
    comes()
  })

  test('a number is added, verified and preferred; removing it can be taken back', async () => {
    const contact = await visit('Pia Rossi')
    const ana = await stage.desk(stage.ana)
    const details = await opened(ana, 'Pia Rossi')
    await details.tab('Profile')
    await details.side.getByRole('button', { name: 'Add a way to reach' }).click()
    const form = details.side.getByRole('form', { name: 'Add a way to reach' })
    await form.getByRole('textbox', { name: 'Phone' }).fill('600 123 456')
    await form.getByRole('button', { name: 'Save' }).click()
    await form.getByText('Write the number with its country code').waitFor()
    await form.getByRole('textbox', { name: 'Phone' }).fill('+34 600 123 456')
    await form.getByRole('textbox', { name: 'Label' }).fill('Mobile')
    await form.getByRole('textbox', { name: 'Label' }).press('Enter')
    await form.waitFor({ state: 'detached' })

    const choose = async (item: string) => {
      await details.side.getByRole('button', { name: 'More for +34600123456' }).click()
      await ana.page.getByRole('menuitem', { name: item }).click()
    }
    await choose('Mark as verified')
    await details.side.getByRole('button', { name: 'Verified by Ana' }).waitFor()
    await choose('Write to this one')
    await details.side.getByText('Write here').waitFor()
    await choose('Remove')
    await details.side.getByText('+34600123456').waitFor({ state: 'detached' })
    await ana.page.getByRole('button', { name: 'Undo' }).click()
    await details.side.getByRole('button', { name: 'Verified by Ana' }).waitFor()
    expect((await profileOf(contact)).ways).toMatchObject([
      { value: '+34600123456', label: 'Mobile', preferred: true, verified: { by: { name: 'Ana' } } },
    ])
  })

  test('attributes are added, edited and removed', async () => {
    const contact = await visit('Quim Roca')
    const details = await opened(await stage.desk(stage.ana), 'Quim Roca')
    await details.tab('Profile')
    await details.side.getByRole('button', { name: 'Add an attribute' }).click()
    const form = details.side.getByRole('form', { name: 'Add an attribute' })
    await form.getByRole('textbox', { name: 'Attribute' }).fill('plan')
    await form.getByRole('textbox', { name: 'Value' }).fill('gold')
    await form.getByRole('button', { name: 'Save' }).click()
    await details.edit('plan', 'platinum')
    await soon(async () => (await profileOf(contact)).attributes).toEqual({ plan: 'platinum' })
    await details.side.getByRole('button', { name: 'Remove plan' }).click()
    await soon(async () => (await profileOf(contact)).attributes).toEqual({})
  })
})

describe('status and priority', () => {
  test('each by its key; a status that was deleted meanwhile is told, and nothing is lost', async () => {
    await statuses('Open', 'Waiting for payment')
    await visit('Rosa Prat')
    const ana = await stage.desk(stage.ana)
    const details = await opened(ana, 'Rosa Prat')
    const pick = async (key: string, dialog: string, option: string) => {
      await ana.log.press(key)
      await ana.dialog(dialog).getByRole('option', { name: option }).click()
    }
    await pick('s', 'Set the status', 'Waiting for payment')
    await ana.sees('You set the status to Waiting for payment')
    await pick('p', 'Set the priority', 'Urgent')
    await ana.sees('You set the priority to Urgent')
    await details.side.getByRole('button', { name: 'Priority: Urgent' }).waitFor()

    await ana.log.press('s')
    const option = ana.dialog('Set the status').getByRole('option', { name: 'Open' })
    await option.waitFor()
    await statuses('Closed')
    await option.click()
    await ana.page.getByText('That status is no longer on the list').waitFor()
    await details.side.getByText('No longer on the list').waitFor()
    await details.side.getByRole('button', { name: 'Status: Waiting for payment' }).waitFor()
    await pick('s', 'Set the status', 'Closed')
    await ana.sees('You set the status to Closed')
  })

  test('the list is kept in the settings: added, renamed, moved, deleted with an undo', async () => {
    await statuses()
    const admin = await stage.desk({ id: '', name: 'Admin', ...adminSignIn })
    const { page } = admin
    await page.goto(`${stage.url}/settings/statuses`)
    const box = page.getByRole('textbox', { name: 'Add a status' })
    // The answer comes while the next name stands there, not added yet.
    let answer: () => void = () => undefined
    const written = new Promise<void>(resolve => {
      answer = resolve
    })
    await page.route('**/statuses', async route => {
      if (route.request().method() === 'PUT') await written
      await route.continue()
    })
    await box.fill('Open')
    await box.press('Enter')
    await page.getByRole('button', { name: 'Delete Open' }).waitFor()
    await box.fill('Paid')
    const kept = page.waitForResponse(response => response.request().method() === 'PUT')
    answer()
    await (await kept).finished()
    await page.getByRole('button', { name: 'Add a status' }).click()
    await page.getByRole('button', { name: 'Delete Paid' }).waitFor()
    await page.getByRole('textbox', { name: 'Name of status 1' }).fill('New')
    await page.getByRole('textbox', { name: 'Name of status 1' }).press('Enter')
    await page.getByRole('button', { name: 'Move Paid up' }).click()
    await page.getByLabel('Colour of New').selectOption('failure')
    const list = async () =>
      (await stage.server.api.call('GET /statuses')).items.map(({ name, tone }) => `${name} ${tone}`)
    await soon(list).toEqual(['Paid neutral', 'New failure'])
    expect(await faultsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Delete Paid' }).click()
    await soon(list).toEqual(['New failure'])
    await page.getByRole('button', { name: 'Undo' }).click()
    await soon(list).toEqual(['Paid neutral', 'New failure'])
    await statuses()
  })
})

describe('history', () => {
  test('one with the same number is told and merged by a lead; their conversation is read beside this one', async () => {
    const [before, now] = [await visit('S. Vidal', 'Where is my invoice?'), await visit('Sara Vidal')]
    const phone = { kind: 'phone', value: '+34 600 999 111' } as const
    for (const { contactId: id } of [before, now])
      await stage.server.api.call('POST /contacts/{id}/ways', { params: { id }, body: phone })
    const admin = await stage.desk({ id: '', name: 'Admin', ...adminSignIn })
    const details = await opened(admin, 'Sara Vidal')
    await details.tab('Profile')
    await details.side.getByText('S. Vidal has +34600999111, too').waitFor()
    await details.side.getByRole('button', { name: 'Merge' }).click()
    const asked = admin.dialog('Merge the two contacts?')
    await asked.getByText('This cannot be undone.').waitFor()
    await asked.getByRole('button', { name: 'Merge' }).click()
    await details.side.getByText('S. Vidal has').waitFor({ state: 'detached' })

    await details.tab('History')
    const card = details.side.getByRole('tabpanel').getByRole('button', { name: /Shop chat/ })
    await card.click()
    const past = admin.dialog('Earlier conversation with Sara Vidal')
    await past.getByText('Where is my invoice?').waitFor()
    await past.getByText('S. Vidal and Sara Vidal were two contacts and are one now.').waitFor()
    expect(await past.getByRole('textbox').count()).toBe(0)
    expect(await faultsOf(admin.page)).toEqual([])
    await past.getByRole('button', { name: 'Open' }).click()
    await past.waitFor({ state: 'detached' })
    await admin.sees('Where is my invoice?')
  })
})

test('on a phone, in both themes, nobody is shut out of the details, nor of an earlier conversation', async () => {
  const before = await visit('T. Weil', 'Last week')
  const { contactId } = before
  const { contactId: id } = await visit('Tomas Weil')
  const params = { id: before.conversationId }
  await stage.server.api.call('POST /conversations/{id}/dismiss', { params })
  await stage.server.api.call('POST /contacts/{id}/merge', { params: { id }, body: { contactId } })
  const ana = await stage.desk(stage.ana)
  await ana.openWaiting('Tomas Weil')
  await ana.page.setViewportSize({ width: 390, height: 844 })
  await ana.page.getByRole('button', { name: 'Show details' }).first().click()
  const details = await openDetails(ana)
  for (const tab of ['Conversation', 'Profile', 'History'] as const) {
    await details.tab(tab)
    for (const colorScheme of ['light', 'dark'] as const) {
      await ana.page.emulateMedia({ colorScheme })
      expect(await faultsOf(ana.page)).toEqual([])
    }
  }
  await details.side
    .getByRole('tabpanel')
    .getByRole('button', { name: /Shop chat/ })
    .click()
  const past = ana.dialog('Earlier conversation with Tomas Weil')
  await past.getByText('Last week').waitFor()
  expect(await faultsOf(ana.page)).toEqual([])
  await past.getByRole('button', { name: 'Close' }).click()
  await past.waitFor({ state: 'detached' })
  await details.side.waitFor()
  const width = await ana.page.evaluate(() => document.documentElement.scrollWidth)
  expect(width).toBe(390)
})
