// Rules: written by keys, fired by what a customer says in the same moment, tried over the past, and what is broken of
// them said.
import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { adminSignIn } from '../packages/server/src/testing/server.ts'
import { newPerson } from './browser.ts'
import type { Desk } from './pages/desk.ts'
import { openConsole } from './pages/desk.ts'
import { expectOpenToAll } from './pages/open-to-all.ts'
import type { Stage } from './stage.ts'
import { openStage, soon, typesOf } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
})
afterEach(() => stage?.closePeople())
afterAll(() => stage?.close())

async function adminAt(place: string): Promise<Desk> {
  const admin = await openConsole(await newPerson(stage.browser), stage.url, {
    name: 'Admin',
    ...adminSignIn,
  })
  await admin.page.goto(`${stage.url}${place}`)
  return admin
}

async function addRule(rule: object): Promise<string> {
  const whole = { on: true, stop: false, actions: [{ do: 'tag', tags: ['seen'] }], ...rule }
  const { id } = await stage.server.api.call('POST /rules', {
    body: { rule: JSON.parse(JSON.stringify(whole)) },
  })
  return id
}
const says = (...anyOf: string[]) => ({ kind: 'words', anyOf, by: 'contact' })
const rules = async () => (await stage.server.api.call('GET /rules')).items
const switchOf = (page: Page, name: string) => page.getByRole('switch', { name: `${name} is on` })

/** Opens the menu that has the focus' word and chooses by typing its beginning. */
async function choose(page: Page, control: RegExp, option: string): Promise<void> {
  await page.getByRole('button', { name: control }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menu').waitFor()
  const item = page.getByRole('menu').getByText(option, { exact: true })
  await item.waitFor()
  await page.keyboard.type(option)
  await page.keyboard.press('Enter')
  await page.getByRole('menu').waitFor({ state: 'detached' })
}

describe('a rule', () => {
  test('is written by keys alone, tried as it is written, and fires in the same moment', async () => {
    const { page } = await adminAt('/rules')
    await page.getByRole('button', { name: 'New rule' }).focus()
    await page.keyboard.press('Enter')
    await page.locator('input[aria-label="Name of the rule"]:focus').waitFor()
    await page.keyboard.type('Broken parcel')
    await choose(page, /^Add a condition/, 'Certain words are said')
    await page.getByLabel('Words or phrases').focus()
    await page.keyboard.type('smashed, in pieces,')
    await choose(page, /^How the conditions are joined: and/, 'or')
    await choose(page, /^Priority: high/, 'urgent')

    // It fires for either; the sample is one's own.
    const sample = page.getByLabel('A sample conversation')
    await sample.fill('Hello\nBot: Hi\nMy vase came in pieces')
    await page.getByText('It fires at message 3').waitFor()
    await page.locator('mark').filter({ hasText: 'pieces' }).first().waitFor()
    await sample.fill('Hello there')
    await page.getByText('It stays silent at these messages').waitFor()

    await page.keyboard.press('Control+Enter')
    await page.getByText('“Broken parcel” is saved').waitFor()
    await page
      .getByText('When the customer probably asks for a person or the customer says “smashed” or “in pieces”')
      .waitFor()
    const [made] = (await rules()).filter(({ name }) => name === 'Broken parcel')
    expect(made).toMatchObject({
      on: true,
      when: { kind: 'any', of: [{ kind: 'signal' }, { kind: 'words', anyOf: ['smashed', 'in pieces'] }] },
      actions: [{ do: 'request', priority: 'urgent', teamId: null }],
    })

    const [ana, customer] = await Promise.all([stage.desk(stage.ana), stage.customer('Iris Novak')])
    await customer.say('My vase arrived smashed, and I am not happy, this is terrible')
    await ana.openWaiting('Iris Novak')
    await ana.sees('Rule “Broken parcel” asked for a person')
    await ana.sees('“smashed”')
    const types = typesOf(await stage.logOf('Iris Novak'))
    expect(types.indexOf('HumanRequested')).toBeGreaterThan(types.indexOf('MessageReceived'))
    expect(types.indexOf('HumanRequested')).toBeLessThan(types.indexOf('MessageSent'))
  })

  test('keeps its place in the order by keys; is switched off, deleted and taken back', async () => {
    await addRule({ name: 'First', when: says('one') })
    await addRule({ name: 'Second', when: says('two') })
    const order = async () =>
      (await rules()).map(({ name }) => name).filter(name => /First|Second/.test(name))
    const { page } = await adminAt('/rules')
    await page.getByRole('button', { name: 'Move Second' }).focus()
    await page.keyboard.press('Alt+ArrowUp')
    await soon(order).toEqual(['Second', 'First'])
    await page.locator('button[aria-label="Move Second"]:focus').waitFor()

    // And by dragging, back to where it was.
    const grip = (name: string) => page.getByRole('button', { name: `Move ${name}` })
    const [from, to] = [await grip('Second').boundingBox(), await grip('First').boundingBox()]
    if (!from || !to) throw new Error('a rule is out of sight')
    await page.mouse.move(from.x + 10, from.y + 10)
    await page.mouse.down()
    await page.mouse.move(to.x + 10, to.y + 20, { steps: 5 })
    await page.mouse.move(to.x + 10, to.y + 60)
    await page.mouse.up()
    await soon(order).toEqual(['First', 'Second'])
    await grip('Second').press('Alt+ArrowUp')
    await soon(order).toEqual(['Second', 'First'])

    await switchOf(page, 'First').click()
    await soon(async () => (await rules()).find(({ name }) => name === 'First')?.on).toBe(false)

    await page.getByRole('button', { name: 'More for Second' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await soon(order).toEqual(['First'])
    await page.getByRole('button', { name: 'Undo' }).click()
    await soon(order).toEqual(['Second', 'First'])
  })

  test('is not lost by a step aside, and says what is missing', async () => {
    const { page, dialog } = await adminAt('/rules/new')
    await page.getByLabel('Name of the rule').fill('Half')
    await page.getByRole('button', { name: 'Add what happens' }).click()
    await page.getByRole('menuitem', { name: 'Tell the customer something' }).click()
    await page.getByRole('button', { name: 'Save the rule' }).click()
    await page.getByText('Mend what is marked, then save.').waitFor()
    await page.getByText('Something is missing here').waitFor()
    await page.getByRole('button', { name: 'Inbox' }).click()
    await dialog('Leave without saving?').getByRole('button', { name: 'Stay' }).click()
    await page.getByLabel('What the customer is told').fill('One moment')
    await page.getByRole('button', { name: 'Save the rule' }).click()
    await page.getByText('“Half” is saved').waitFor()
  })

  test('that names something which is gone says so, and an agent sees it without changing it', async () => {
    await addRule({ name: 'Lost team', on: false, when: { kind: 'team', anyOf: [randomUUID()] } })
    const { page } = await adminAt('/rules')
    const row = page.getByRole('listitem').filter({ hasText: 'Lost team' })
    await row.getByText('Part of it is gone').waitFor()
    await row.getByText('Part of it is gone').hover()
    await page.getByText('It keeps running without what is gone: a team.').waitFor()
    await row.getByRole('button', { name: 'Open Lost team' }).click()
    await page.getByRole('button', { name: 'Teams: deleted' }).waitFor()

    const ana = await stage.desk(stage.ana)
    await ana.page.goto(`${stage.url}/rules`)
    await ana.page.getByText(/^Only an admin changes rules/).waitFor()
    expect(await ana.page.getByRole('button', { name: 'New rule' }).count()).toBe(0)
    expect(await switchOf(ana.page, 'Lost team').isDisabled()).toBe(true)
  })
})

describe('signals', () => {
  test('stand on the row with their words, sort the list, and are underlined in the chat', async () => {
    const ana = await stage.desk(stage.ana)
    const risky = await stage.customer('Jonas Weber')
    await risky.say('I want to cancel my contract')
    const calm = await stage.customer('Klara Berg')
    await calm.say('Good morning')
    await ana.tab('Active').click()
    await ana.row('Jonas Weber').getByText('Risk').first().waitFor()
    await ana.row('Klara Berg').waitFor()
    const names = () => ana.list.getByRole('tabpanel').getByRole('button').allInnerTexts()
    const place = async (name: string) => (await names()).findIndex(text => text.includes(name))
    expect(await place('Klara Berg')).toBeLessThan(await place('Jonas Weber'))
    await ana.page.keyboard.press(',')
    await ana.page.getByRole('menuitemradio', { name: /Needs a look first/ }).click()
    await soon(async () => (await place('Jonas Weber')) < (await place('Klara Berg'))).toBe(true)

    await ana.openRow('Jonas Weber', 'Active')
    await ana.page.getByRole('button', { name: 'Show 1 signal' }).waitFor()
    await ana.page.keyboard.press(';')
    await ana.sees(/Risk: wants to cancel/)
    expect(await ana.page.evaluate(() => CSS.highlights.get('signal-words')?.size ?? 0)).toBeGreaterThan(0)
  })
})

describe('the lab', () => {
  test('runs a draft over the past, shows what it would have done, and opens a hit at its message', async () => {
    const customer = await stage.customer('Liam Ford')
    await customer.say('Hello')
    await customer.say('The zipper of my jacket is torn')
    const { page } = await adminAt('/rules/new')
    await page.getByLabel('Name of the rule').fill('Torn things')
    await page.getByRole('button', { name: /^Signal: / }).waitFor()
    await page.getByRole('button', { name: 'More for this condition: …' }).click()
    await page.getByRole('menuitem', { name: 'Remove' }).click()
    await page.getByRole('button', { name: 'Add a condition' }).click()
    await page.getByRole('menuitem', { name: /Certain words are said/ }).click()
    await page.getByLabel('Words or phrases').fill('torn')
    await page.getByLabel('Words or phrases').press('Enter')
    await page.getByRole('button', { name: 'Try in the lab' }).click()
    await page.getByRole('heading', { name: 'Rule lab' }).waitFor()
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    const result = page.getByRole('region', { name: 'What came out' })
    await result.getByRole('tab', { name: 'Fired (1)' }).waitFor()
    await expectOpenToAll(page, 'the lab', () => result.waitFor())
    await result.getByRole('button', { name: 'Open the conversation with Liam Ford at this message' }).click()
    await page.getByRole('region', { name: 'Conversation with Liam Ford' }).waitFor()
    await page.getByRole('log').getByText('The zipper of my jacket is torn').waitFor()

    // The draft is still there to go on with.
    await page.goto(`${stage.url}/rules/lab`)
    await result.getByRole('tab', { name: 'Fired (1)' }).waitFor()
  })

  test('takes a file of dialogues', async () => {
    await addRule({ name: 'Refunds', when: says('refund') })
    const { page } = await adminAt('/rules/lab')
    await page.getByRole('radio', { name: 'A file of dialogues' }).check()
    const lines = [
      { id: 'd1', turns: [{ role: 'customer', text: 'Where is my refund' }] },
      { id: 'd2', turns: [{ role: 'customer', text: 'Hi' }] },
    ]
    await page
      .getByLabel('Choose a file')
      .first()
      .setInputFiles({
        name: 'talks.jsonl',
        mimeType: 'application/x-ndjson',
        buffer: Buffer.from(lines.map(line => JSON.stringify(line)).join('\n')),
      })
    await page.getByLabel('Which rules').selectOption('Refunds')
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    const result = page.getByRole('region', { name: 'What came out' })
    await result.getByText('Dialogue d1').waitFor()
    await result.getByText('2 conversations').waitFor()
  })
})

test('the list and a rule shut nobody out', async () => {
  const id = await addRule({
    name: 'Both',
    when: {
      kind: 'all',
      of: [
        { kind: 'any', of: [says('a'), { kind: 'not', of: says('b') }] },
        { kind: 'botFallbacks', atLeast: 2 },
      ],
    },
  })
  await addRule({ name: 'Gone again', on: false, when: { kind: 'team', anyOf: [randomUUID()] } })
  const { page } = await adminAt('/rules')
  await expectOpenToAll(page, 'the rules', () => page.getByText('Part of it is gone').first().waitFor())
  await page.goto(`${stage.url}/rules/${id}`)
  await expectOpenToAll(page, 'a rule', () => page.getByText(/^It fires|^It stays/).waitFor())
})
