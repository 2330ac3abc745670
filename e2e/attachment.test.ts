// Files both ways: chosen, dragged and pasted; shown in boxes of their own size; refused in words, at their place.
import type { Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { pngOf } from '../packages/server/src/testing/pictures.ts'
import { newPerson } from './browser.ts'
import type { Customer } from './pages/customer.ts'
import { createCustomer } from './pages/customer.ts'
import type { Desk } from './pages/desk.ts'
import { allFaultsOf } from './pages/open-to-all.ts'
import { startSite } from './site.ts'
import type { Stage } from './stage.ts'
import { openStage, soon } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage({ BATON_MEDIA_MAX_MB: '1' })
})
afterEach(() => stage?.closePeople())
afterAll(() => stage?.close())

interface Given {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

const picture = (name: string, width = 120, height = 80): Given => ({
  name,
  mimeType: 'image/png',
  buffer: pngOf(width, height, '#2f6f5e'),
})
const page: Given = { name: 'cat.png', mimeType: 'image/png', buffer: Buffer.from('<html>hi</html>') }
const huge: Given = { name: 'film.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(1_100_000) }

/** A drop or a paste, as the browser gives it to the element. */
async function bring(target: Locator, type: 'drop' | 'paste', file: Given): Promise<void> {
  const given = { name: file.name, type: file.mimeType, base64: file.buffer.toString('base64') }
  await target.evaluate(
    (element, { type: event, file: one }) => {
      const bytes = Uint8Array.from(atob(one.base64), letter => letter.charCodeAt(0))
      const data = new DataTransfer()
      data.items.add(new File([bytes], one.name, { type: one.type }))
      const more = { bubbles: true, cancelable: true, composed: true }
      if (event === 'paste')
        element.dispatchEvent(new ClipboardEvent('paste', { ...more, clipboardData: data }))
      else
        for (const each of ['dragenter', 'dragover', 'drop'])
          element.dispatchEvent(new DragEvent(each, { ...more, dataTransfer: data }))
    },
    { type, file: given },
  )
}

/** The size at which a picture is really drawn, once it is there. */
async function drawnSize(image: Locator): Promise<{ width: number; height: number }> {
  await image.waitFor()
  await soon(() => image.evaluate(element => (element as HTMLImageElement).naturalWidth)).toBeGreaterThan(0)
  return image.evaluate(element => {
    const { naturalWidth: width, naturalHeight: height } = element as HTMLImageElement
    return { width, height }
  })
}

const chooser = (customer: Customer) => customer.panel.getByLabel('Attach files')
const attachedTo = (of: Customer | Desk) =>
  ('panel' in of ? of.panel : of.foot).getByRole('list', { name: 'Attached files' }).getByRole('listitem')

/** A customer in the shop, whose conversation Ana holds. */
async function talking(name: string): Promise<{ customer: Customer; ana: Desk }> {
  const [customer, ana] = await Promise.all([stage.customer(name), stage.desk(stage.ana)])
  await customer.say('Hello')
  await ana.openRow(name, 'Active')
  await ana.take()
  return { customer, ana }
}

describe('files in a conversation', () => {
  test('what a customer sends, the agent sees, and opens large', async () => {
    const { customer, ana } = await talking('Ida Lind')
    await chooser(customer).setInputFiles([picture('broken lamp.png', 300, 200), picture('box.png')])
    await soon(() => attachedTo(customer).count()).toBe(2)
    await customer.composer.fill('It came like this')
    await soon(() => customer.panel.getByRole('button', { name: 'Send' }).isEnabled()).toBe(true)
    expect(await allFaultsOf(customer.page)).toEqual([])
    await customer.panel.getByRole('button', { name: 'Send' }).click()
    await customer.sees('It came like this')
    expect(await drawnSize(customer.panel.getByRole('img', { name: 'broken lamp.png' }))).toEqual({
      width: 300,
      height: 200,
    })

    await ana.sees('It came like this')
    const tiles = ana.log.getByRole('button', { name: /^Open / })
    await soon(() => tiles.count()).toBe(2)
    expect(await drawnSize(tiles.first().locator('img'))).toEqual({ width: 300, height: 200 })
    await tiles.first().click()
    // A notice is a dialog, too.
    const viewer = ana.page.getByRole('dialog').filter({ has: ana.page.getByRole('img') })
    await viewer.getByRole('img', { name: 'broken lamp.png' }).waitFor()
    await ana.page.keyboard.press('ArrowRight')
    await viewer.getByRole('img', { name: 'box.png' }).waitFor()
    expect(await allFaultsOf(ana.page)).toEqual([])
    await ana.page.keyboard.press('Escape')
    await viewer.waitFor({ state: 'hidden' })
  })

  test('what an agent drags and pastes, the customer sees; it needs no text', async () => {
    const { customer, ana } = await talking('Omar Haddad')
    await bring(ana.log, 'drop', {
      name: 'terms.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('a;b\n1;2\n'),
    })
    await attachedTo(ana).filter({ hasText: 'terms.csv' }).waitFor()
    await bring(ana.composer, 'paste', picture('image.png'))
    await soon(() => attachedTo(ana).count()).toBe(2)
    await soon(() => ana.foot.getByRole('progressbar').count()).toBe(0)
    expect(await allFaultsOf(ana.page)).toEqual([])
    await ana.composer.press('Enter')

    const file = customer.panel.getByRole('link', { name: 'Download terms.csv' })
    await file.waitFor()
    expect(await drawnSize(customer.panel.getByRole('img', { name: 'image.png' }))).toEqual({
      width: 120,
      height: 80,
    })
    const saved = customer.page.waitForEvent('download')
    await file.click()
    expect((await saved).suggestedFilename()).toBe('terms.csv')
    await soon(() => attachedTo(ana).count()).toBe(0)

    // After a reload both come from the server, in boxes that were there before.
    await Promise.all([customer.reload(), ana.reload()])
    await drawnSize(customer.panel.getByRole('img', { name: 'image.png' }))
    await drawnSize(ana.log.getByRole('button', { name: 'Open image.png' }).locator('img'))
    await ana.log.getByRole('link', { name: 'Download terms.csv' }).waitFor()
  })

  test('what is too large or of a wrong kind says so at its place, and the text stays', async () => {
    const { customer, ana } = await talking('Mei Tan')
    await customer.composer.fill('See the film')
    await chooser(customer).setInputFiles([huge, page])
    await attachedTo(customer).filter({ hasText: 'Larger than 1 MB' }).waitFor()
    await attachedTo(customer).filter({ hasText: 'Files of this kind cannot be sent' }).waitFor()
    expect(await allFaultsOf(customer.page)).toEqual([])
    expect(await customer.composer.inputValue()).toBe('See the film')
    await customer.panel.getByRole('button', { name: 'Remove film.mp4' }).click()
    await customer.panel.getByRole('button', { name: 'Remove cat.png' }).click()
    await customer.composer.press('Enter')
    await customer.sees('See the film')

    await ana.write('Here it is')
    await bring(ana.log, 'drop', page)
    await bring(ana.log, 'drop', huge)
    await attachedTo(ana).filter({ hasText: 'Files of this kind are not taken' }).waitFor()
    await attachedTo(ana).filter({ hasText: 'Larger than 1 MB' }).waitFor()
    expect(await allFaultsOf(ana.page)).toEqual([])
    await ana.composer.press('Enter')
    expect(await ana.composer.inputValue()).toBe('Here it is')
    await ana.foot.getByRole('button', { name: 'Remove cat.png' }).click()
    await ana.foot.getByRole('button', { name: 'Remove film.mp4' }).click()
    await ana.composer.press('Enter')
    await customer.sees('Ana: Here it is')
  })

  test('an upload that broke off is tried again; a send that failed keeps text and files', async () => {
    const { customer, ana } = await talking('Leo Brandt')
    await ana.page.route('**/api/v1/media?*', route => route.abort())
    await ana.write('The label')
    await bring(ana.log, 'drop', picture('label.png'))
    await attachedTo(ana).filter({ hasText: 'The upload broke off' }).waitFor()
    await ana.page.unroute('**/api/v1/media?*')
    await ana.foot.getByRole('button', { name: 'Try label.png again' }).click()
    await soon(() => ana.foot.getByRole('alert').count()).toBe(0)
    await soon(() => ana.foot.getByRole('progressbar').count()).toBe(0)

    await ana.page.route('**/messages', route => route.abort())
    await ana.composer.press('Enter')
    await ana.log.getByText(/^Not sent/).waitFor()
    await ana.page.unroute('**/messages')
    await ana.log.getByRole('button', { name: 'Edit' }).click()
    expect(await ana.composer.inputValue()).toBe('The label')
    await soon(() => attachedTo(ana).count()).toBe(1)
    await ana.composer.press('Enter')
    await customer.sees('The label')
    await drawnSize(customer.panel.getByRole('img', { name: 'label.png' }))
  })

  test('on a page of another origin files go both ways, too', async () => {
    const { items } = await stage.server.api.call('GET /channels')
    const tag = `<script src="${stage.url}/widget.js" data-channel="${items[0]?.id}"></script>`
    const site = await startSite(
      `<!doctype html><html lang="en"><title>Shop</title><body>${tag}</body></html>`,
    )
    const context = await newPerson(stage.browser)
    const elsewhere = await context.newPage()
    await elsewhere.goto(site.origin)
    const customer = createCustomer(elsewhere, 'Visitor')
    await customer.open()
    await chooser(customer).setInputFiles([picture('wrong.png'), picture('garden.png', 90, 60)])
    await soon(() => attachedTo(customer).count()).toBe(2)
    await soon(() => customer.panel.getByRole('progressbar').count()).toBe(0)
    await customer.panel.getByRole('button', { name: 'Remove wrong.png' }).click()
    await customer.panel.getByRole('button', { name: 'Send' }).click()
    await customer.panel.getByText('Sending').waitFor({ state: 'hidden' })
    await customer.reload()
    expect(await drawnSize(customer.panel.getByRole('img', { name: 'garden.png' }))).toEqual({
      width: 90,
      height: 60,
    })
    await site.close()
  })

  test('over a chat that a colleague holds nothing can be dropped, and it says why', async () => {
    const { customer, ana } = await talking('Pia Roth')
    const ben = await stage.desk(stage.ben)
    await ben.openRow('Pia Roth', 'Intervened')
    await bring(ben.log, 'drop', picture('mine.png'))
    await expect(attachedTo(ben).count()).resolves.toBe(0)
    await ben.foot
      .getByRole('button', { name: /Ana/ })
      .or(ben.foot.getByLabel('Attach files'))
      .first()
      .waitFor()
    await ana.send('Still me')
    await customer.sees('Still me')
  })
})
