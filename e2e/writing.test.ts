// Writing: what is said quickly, what is marked, whom a note names, and what was begun and where; with colleagues
// who look on.
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Customer } from './pages/customer.ts'
import type { Desk } from './pages/desk.ts'
import { allFaultsOf } from './pages/open-to-all.ts'
import type { Stage } from './stage.ts'
import { openStage, soon, textsOf } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
  const body = {
    shortcut: 'refund',
    title: 'Refund on its way',
    text: 'Hello {contact.first_name|there}, your refund for order {order number} is on its way. {agent.name}',
  }
  await stage.server.api.call('POST /canned-replies', { body })
  await stage.server.api.call('POST /canned-replies', {
    body: { shortcut: 'bye', title: 'Goodbye', text: 'Goodbye, {contact.first_name|all the best}.' },
  })
})
afterEach(() => stage?.closePeople())
afterAll(() => stage?.close())

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const

/** A customer who waits, and whom the agent has just taken. */
async function taken(name: string, desk: Desk): Promise<Customer> {
  const customer = await waiting(name)
  await desk.openWaiting(name)
  await desk.take()
  return customer
}

async function waiting(name: string): Promise<Customer> {
  const customer = await stage.customer(name)
  await customer.say('Hello')
  await customer.sees('What can I do for you?')
  await customer.askForPerson()
  return customer
}

async function expectAccessible(page: Page): Promise<void> {
  expect(await allFaultsOf(page)).toEqual([])
}

/** As a person types: key by key, so that what is offered on the way is offered. */
async function type(desk: Desk, text: string): Promise<void> {
  await desk.composer.focus()
  await desk.page.keyboard.type(text)
}

const suggestions = (desk: Desk, name: string) => desk.foot.getByRole('listbox', { name })

describe('saying it quickly', () => {
  test('a shortcut that is entered before the replies have come waits for them, and is not sent as it stands', async () => {
    const ana = await stage.desk(stage.ana)
    let come = () => {}
    const entered = new Promise<void>(done => {
      come = done
    })
    const asked = ana.page.waitForRequest('**/canned-replies')
    await ana.page.route('**/canned-replies', async route => {
      await entered
      await route.continue()
    })
    await taken('Nils Early', ana)
    await asked
    await type(ana, '/ref')
    await ana.page.keyboard.press('Enter')
    come()
    await soon(() => ana.composer.inputValue()).toMatch(/^Hello Nils, your refund for order/)
    expect(textsOf(await stage.logOf('Nils Early'), 'agent')).toEqual([])
  })

  test('a canned reply is filled in, and a gap in it is filled before it goes', async () => {
    const ana = await stage.desk(stage.ana)
    const customer = await taken('Maya Lindqvist', ana)
    await type(ana, '/ref')
    await suggestions(ana, 'Canned replies').getByRole('option', { name: 'Refund on its way' }).waitFor()
    await ana.foot.getByRole('region', { name: 'Preview' }).getByText('Hello Maya, your refund').waitFor()
    await expectAccessible(ana.page)
    await ana.page.keyboard.press('Enter')
    const filled = 'Hello Maya, your refund for order {order number} is on its way. Ana'
    await soon(() => ana.composer.inputValue()).toBe(filled)

    // Sent as it is, it asks first; closing the question leads to the gap.
    await ana.composer.press('Enter')
    const asked = ana.dialog('Send with a gap?')
    await asked.getByText('{order number}').waitFor()
    await expectAccessible(ana.page)
    await asked.getByRole('button', { name: 'Cancel', exact: true }).click()
    await asked.waitFor({ state: 'detached' })
    await soon(() => ana.page.evaluate(() => String(getSelection()))).toBe('{order number}')
    await ana.page.keyboard.type('48213')
    await soon(() => ana.composer.inputValue()).toBe(filled.replace('{order number}', '48213'))
    await ana.composer.press('Enter')
    await customer.sees('Hello Maya, your refund for order 48213 is on its way. Ana')
    expect(textsOf(await stage.logOf('Maya Lindqvist'), 'agent')).toEqual([
      'Hello Maya, your refund for order 48213 is on its way. Ana',
    ])

    // Lately used comes first; Tab goes to the gap from anywhere before it; by key, too.
    await ana.composer.press('Escape')
    await ana.page.keyboard.press('c')
    await suggestions(ana, 'Canned replies')
      .getByRole('option')
      .first()
      .getByText('Refund on its way')
      .waitFor()
    await ana.page.keyboard.press('Tab')
    await ana.page.keyboard.press('Home')
    await ana.page.keyboard.press('Tab')
    await soon(() => ana.page.evaluate(() => String(getSelection()))).toBe('{order number}')
  })

  test('an emoji by its name, and from the picker by keys alone', async () => {
    const ana = await stage.desk(stage.ana)
    const customer = await taken('Noor Haddad', ana)
    await type(ana, 'Great :thumb')
    await suggestions(ana, 'Emoji').getByRole('option', { name: 'thumbs up' }).waitFor()
    await ana.page.keyboard.press('Enter')
    await soon(() => ana.composer.inputValue()).toMatch(/^Great 👍/u)
    await ana.foot.getByRole('button', { name: 'Emoji' }).click()
    const picker = ana.page.getByRole('dialog', { name: 'Emoji' })
    await picker.getByRole('option').first().waitFor()
    await expectAccessible(ana.page)
    await ana.page.keyboard.type('avocado')
    await picker.getByRole('option', { name: 'avocado' }).waitFor()
    await ana.page.keyboard.press('Enter')
    await picker.waitFor({ state: 'detached' })
    await soon(() => ana.composer.inputValue()).toMatch(/^Great 👍️? ?🥑$/u)
    await ana.page.keyboard.press('Enter')
    await customer.sees('🥑')
  })

  test('bold, italic, links, code, lists and quotes are shown on both sides, and nothing of them runs', async () => {
    const ana = await stage.desk(stage.ana)
    const customer = await taken('Olga Petrova', ana)
    await type(ana, 'See the terms')
    await ana.page.keyboard.press('Control+Shift+ArrowLeft')
    await ana.page.keyboard.press('Control+b')
    await soon(() => ana.composer.inputValue()).toBe('See the **terms**')
    await ana.page.keyboard.press('Control+b')
    await soon(() => ana.composer.inputValue()).toBe('See the terms')
    await ana.page.keyboard.press('Control+k')
    await soon(() => ana.composer.inputValue()).toBe('See the [terms](https://)')
    await ana.page.keyboard.type('https://shop.example/terms')
    await ana.page.keyboard.press('End')
    const text = `${await ana.composer.inputValue()}\n**soon** _please_\n- \`one\`\n- two\n> quoted\n[no](javascript:alert(1)) <img src=x onerror=alert(1)>`
    await ana.write(text)
    await ana.composer.press('Enter')
    for (const place of [ana.log, customer.panel]) {
      await place.getByRole('link', { name: 'terms' }).waitFor()
      expect(await place.getByRole('link', { name: 'terms' }).getAttribute('href')).toBe(
        'https://shop.example/terms',
      )
      expect(await place.getByRole('link', { name: 'terms' }).getAttribute('rel')).toContain('noopener')
      expect(await place.getByRole('listitem').filter({ hasText: 'two' }).count()).toBe(1)
      expect(await place.locator('blockquote').innerText()).toContain('quoted')
      expect(await place.locator('code').first().innerText()).toBe('one')
      expect(await place.locator('a[href^="javascript"], img[src="x"]').count()).toBe(0)
    }
    // What is stored is what was written.
    expect(textsOf(await stage.logOf('Olga Petrova'), 'agent')).toEqual([text])
    await expectAccessible(ana.page)
  })
})

describe('colleagues', () => {
  test('a note that is begun while the last one is being stored is not wiped', async () => {
    const ana = await stage.desk(stage.ana)
    await taken('Nora Blum', ana)
    let store: () => void = () => undefined
    const written = new Promise<void>(resolve => {
      store = resolve
    })
    await ana.page.route('**/notes', async route => {
      await written
      await route.continue()
    })
    await ana.foot.getByRole('button', { name: 'Note', exact: true }).click()
    await ana.write('Wants it by Friday')
    await ana.composer.press('Enter')
    await ana.write('Pays by invoice')
    store()
    await ana.sees('Wants it by Friday')
    expect(await ana.composer.inputValue()).toBe('Pays by invoice')
    await ana.composer.press('Enter')
    await ana.sees('Pays by invoice')
  })

  test('[OW1] a note that names a colleague reaches them wherever they are, and waits until it was read', async () => {
    const ana = await stage.desk(stage.ana)
    const ben = await stage.desk(stage.ben)
    await taken('Petra Vogt', ana)
    await ana.foot.getByRole('button', { name: 'Note', exact: true }).click()
    await type(ana, 'Please look @Be')
    await suggestions(ana, 'Colleagues').getByRole('option', { name: 'Ben' }).waitFor()
    await ana.page.keyboard.press('Enter')
    await ana.page.keyboard.press('Enter')
    await ana.sees('@Ben')
    await ben.page.getByText('Ana mentions you').waitFor()
    await ben.page.getByRole('button', { name: '1 mention not read' }).click()
    const list = ben.dialog('Mentions')
    await expectAccessible(ben.page)
    await list.getByRole('button', { name: /Please look @Ben/ }).click()
    await ben.page.getByRole('region', { name: 'Conversation with Petra Vogt' }).waitFor()
    await ben.sees('Please look')
    await ben.page.getByRole('button', { name: 'Mentions', exact: true }).waitFor()

    // Also to one who was away.
    await ben.page.context().close()
    await ana.foot.getByRole('button', { name: 'Note', exact: true }).click()
    await ana.write('@Ben again')
    await ana.composer.press('Enter')
    await ana.sees('again')
    const back = await stage.desk(stage.ben)
    await back.page.getByRole('button', { name: '1 mention not read' }).waitFor()
  })

  test('each sees who else looks and who writes a reply; the customer sees who writes, and the agent the customer', async () => {
    const ana = await stage.desk(stage.ana)
    const customer = await taken('Quinn Abara', ana)
    const ben = await stage.desk(stage.ben)
    await ben.openRow('Quinn Abara', 'Intervened')
    await ana.page.getByRole('img', { name: 'Ben is looking' }).waitFor()
    await ben.page.getByRole('img', { name: 'Ana is looking' }).waitFor()
    await expectAccessible(ben.page)
    await type(ana, 'One mom')
    await ben.foot.getByText('Ana is writing a reply').waitFor()
    await customer.panel.getByText(/Ana is (writing|typing)/).waitFor()
    await customer.composer.fill('I also')
    await customer.composer.press('Space')
    await ana.log.getByText('Quinn Abara is typing').waitFor()
    await ben.page.goto(`${stage.url}/inbox`)
    await ana.page.getByRole('img', { name: 'Ben is looking' }).waitFor({ state: 'detached' })
  })
})

describe('what was begun', () => {
  test('is there on another device, marked in the list, and gone from both once it was sent', async () => {
    const here = await stage.desk(stage.ana)
    const customer = await taken('Rosa Almeida', here)
    await here.write('Hello Rosa, I am')
    await here.row('Rosa Almeida').getByRole('img', { name: 'You have begun to write here' }).waitFor()
    await soon(async () => (await draftsOf('Rosa Almeida')).length).toBe(1)
    const there = await stage.desk(stage.ana)
    await there.openRow('Rosa Almeida', 'Intervened')
    await soon(() => there.composer.inputValue()).toBe('Hello Rosa, I am')
    await type(there, ' here')
    await there.composer.evaluate((box: HTMLTextAreaElement) => box.blur())
    await soon(() => here.composer.inputValue()).toMatch(/here/)
    await there.composer.press('Enter')
    await customer.sees('Hello Rosa, I am')
    await soon(() => here.composer.inputValue()).toBe('')
    await here
      .row('Rosa Almeida')
      .getByRole('img', { name: 'You have begun to write here' })
      .waitFor({ state: 'detached' })
    expect(await draftsOf('Rosa Almeida')).toEqual([])
  })

  test('and differs from what another device wrote: both are at hand, and none is lost', async () => {
    const here = await stage.desk(stage.ana)
    await taken('Sami Korhonen', here)
    await here.write('Hello Sami')
    await soon(async () => (await draftsOf('Sami Korhonen')).length).toBe(1)
    // No network here: the other device does not know of it, and writes on.
    const there = await stage.desk(stage.ana)
    await there.openRow('Sami Korhonen', 'Intervened')
    await soon(() => there.composer.inputValue()).toBe('Hello Sami')
    await here.page.context().setOffline(true)
    await here.write('Hello Sami, from the desk')
    await there.write('Hello Sami, from the train')
    await there.composer.evaluate((box: HTMLTextAreaElement) => box.blur())
    await soon(() => draftsOf('Sami Korhonen')).toEqual(['Hello Sami, from the train'])
    await here.page.context().setOffline(false)
    const card = here.foot.getByRole('alert')
    await card.getByText('You wrote something else on another device').waitFor()
    await card.getByText('Hello Sami, from the train').waitFor()
    expect(await here.composer.inputValue()).toBe('Hello Sami, from the desk')
    await expectAccessible(here.page)

    await card.getByRole('button', { name: 'Use the other' }).click()
    await soon(() => here.composer.inputValue()).toBe('Hello Sami, from the train')
    // The notice of the takeover makes room for this one.
    await here.page.getByText('The other text is in the box').waitFor()
    const undo = here.page.getByRole('button', { name: 'Undo' })
    await soon(() => undo.count()).toBe(1)
    await undo.click()
    await soon(() => here.composer.inputValue()).toBe('Hello Sami, from the desk')
    await soon(() => draftsOf('Sami Korhonen')).toEqual(['Hello Sami, from the desk'])
    await soon(() => there.composer.inputValue()).toBe('Hello Sami, from the desk')
  })

  test('[DL3] what was not sent stays with its Retry over a reload, and goes once', async () => {
    const ana = await stage.desk(stage.ana)
    const customer = await taken('Tomas Novak', ana)
    await ana.page.route('**/messages', route => route.abort())
    await ana.write('Are you there?')
    await ana.composer.press('Enter')
    await ana.log.getByRole('button', { name: 'Try again' }).waitFor()
    await ana.reload()
    await ana.log.getByRole('button', { name: 'Try again' }).waitFor()
    expect(await ana.composer.inputValue()).toBe('')
    await ana.page.unroute('**/messages')
    await ana.log.getByRole('button', { name: 'Try again' }).click()
    await customer.sees('Are you there?')
    await ana.log.getByRole('button', { name: 'Try again' }).waitFor({ state: 'detached' })
    expect(textsOf(await stage.logOf('Tomas Novak'), 'agent')).toEqual(['Are you there?'])
  })
})

describe('canned replies in the settings', () => {
  test('an agent writes one of their own, with a variable, and uses it on a phone', async () => {
    const ana = await stage.desk(stage.ana, phone)
    await ana.page.goto(`${stage.url}/settings/replies`)
    await ana.page.getByRole('button', { name: 'Add a reply' }).tap()
    const form = ana.dialog('New canned reply')
    await form.getByRole('button', { name: 'Save' }).tap()
    await form.getByText('Give it a title to find it by.').waitFor()
    await form.getByLabel('Shortcut').fill('my hello')
    await form.getByRole('button', { name: 'Save' }).tap()
    await form.getByText('Letters, digits, - and _ only').waitFor()
    await form.getByLabel('Shortcut').fill('moin')
    await form.getByLabel('Title').fill('My own hello')
    await form.getByLabel('Text', { exact: true }).fill('Moin ')
    await form.getByRole('button', { name: 'Insert a variable' }).tap()
    await ana.page.getByRole('menuitem', { name: /^First name of the contact/ }).tap()
    await form.getByText('Moin Maya').waitFor()
    await expectAccessible(ana.page)
    await form.getByRole('button', { name: 'Save' }).tap()
    await form.waitFor({ state: 'detached' })
    await ana.page.getByRole('button', { name: /moin/ }).waitFor()
    expect(await ana.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
    await expectAccessible(ana.page)

    const customer = await waiting('Uma Rao')
    await ana.page.goto(`${stage.url}/inbox?list=requesting`)
    await ana.row('Uma Rao').tap()
    await ana.intervene.tap()
    await ana.foot.getByText('You hold this conversation').waitFor()
    await ana.foot.getByRole('button', { name: 'Canned replies' }).tap()
    await suggestions(ana, 'Canned replies').getByRole('option', { name: 'My own hello' }).tap()
    await soon(() => ana.composer.inputValue()).toBe('Moin Uma')
    expect(await ana.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
    await ana.foot.getByRole('button', { name: /^Send/ }).tap()
    await customer.sees('Moin Uma')
  })
})

/** The texts that Ana has begun to write in the conversation, as the server keeps them. */
async function draftsOf(customer: string): Promise<readonly string[]> {
  const { ana, browser, idOf, url } = stage
  const context = await browser.newContext()
  try {
    const { email, password } = ana
    await context.request.post(`${url}/api/v1/sign-in`, { data: { email, password } })
    const answer = await context.request.get(`${url}/api/v1/conversations/${await idOf(customer)}/writing`)
    const { drafts }: { drafts: { text: string }[] } = await answer.json()
    return drafts.map(({ text }) => text)
  } finally {
    await context.close()
  }
}
