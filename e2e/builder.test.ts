// Bots are built: a flow by keys and mouse that then answers a customer, an AI agent by its form, and by two at once.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startModelServer } from '../packages/server/src/testing/model-server.ts'
import { adminSignIn } from '../packages/server/src/testing/server.ts'
import type { Builder } from './pages/builder.ts'
import { createBuilder } from './pages/builder.ts'
import { faultsInBothThemes } from './pages/open-to-all.ts'
import type { Stage } from './stage.ts'
import { openStage, soon } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage({ BATON_ALLOW_PRIVATE: '127.0.0.1' })
})
afterAll(() => stage?.close())

async function workshop(): Promise<Builder> {
  const desk = await stage.desk({ id: '', name: 'Admin', ...adminSignIn })
  const builder = createBuilder(desk.page)
  await builder.openBots()
  return builder
}

const selected = ({ page }: Builder) =>
  page.evaluate(() => document.activeElement?.closest<HTMLElement>('.react-flow__node')?.dataset.id ?? null)

/** The canvas glides by a clock of its own, which is no animation of the page's. */
async function canvasStandsStill(page: Page): Promise<void> {
  const place = () =>
    page.evaluate(
      () => document.querySelector<HTMLElement>('.react-flow__viewport')?.style.transform ?? 'no canvas',
    )
  for (let before = '', now = await place(); before !== now; ) {
    before = now
    await page.waitForTimeout(150)
    now = await place()
  }
}

async function gravelyIn(page: Page, view: string): Promise<readonly string[]> {
  await canvasStandsStill(page)
  return faultsInBothThemes(page, view)
}

describe('the builder', () => {
  test('makes a flow that is told its dead end, tried, published, and answers a customer', async () => {
    const builder = await workshop()
    const { page } = builder
    await builder.makeFlow('Nia', 'A greeting')

    // By keys: to the first block, its form, and another block after it.
    await builder.card('hello').focus()
    await page.keyboard.press('Enter')
    const hello = builder.form('hello')
    await hello.waitFor()
    await soon(() => page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA')
    await page.keyboard.press('Control+A')
    await page.keyboard.type('Welcome to the pottery')
    await page.keyboard.press('Escape')
    await soon(() => selected(builder)).toBe('hello')
    await page.keyboard.press('/')
    await builder.pick('Choices')
    const choices = builder.form('choices')
    await choices.getByLabel('Question', { exact: true }).fill('What is it about?')
    await choices.getByRole('textbox', { name: 'Option 1' }).fill('Glazes')
    await choices.getByRole('button', { name: 'Add option' }).click()
    await choices.getByRole('textbox', { name: 'Option 2' }).fill('Courses')
    await choices.getByRole('button', { name: 'Close' }).click()

    // By mouse: an arrow out of an option, let go on nothing, asks what is to stand there.
    await builder.pullArrow('choices', 'option:0', { x: 120, y: 160 })
    await builder.pick('Question')
    const question = builder.form('question')
    await question.getByLabel('Question', { exact: true }).fill('Which colour?')
    await question.getByLabel('Keep in variable').fill('colour')
    await page.keyboard.press('Escape')

    // What is wrong leads to its place, and nothing is published before it is right.
    await page.getByRole('main').getByRole('button', { name: 'Publish' }).click()
    const refused = page.getByRole('dialog', { name: 'This draft cannot be published yet' })
    await refused.getByRole('button', { name: /question · retryText/ }).click()
    await question.getByText('is missing: add text').waitFor()
    await question.getByLabel('When the answer does not fit').fill('A colour, please')
    await question.getByText('is missing: add text').waitFor({ state: 'detached' })

    await page.getByRole('button', { name: /things? to look at/ }).click()
    const look = page.getByRole('dialog', { name: 'Worth a look' })
    await builder.card('choices').waitFor()
    await look.getByRole('button', { name: /question · next ends the flow here/ }).click()
    await question.waitFor()
    await question.getByText('ends the flow here').waitFor()
    await question.getByRole('button', { name: 'New block here' }).first().click()
    await builder.pick('Message')
    const message = builder.form('message')
    await message.getByLabel('Text').fill('We have many in {{col')
    await page.keyboard.press('Enter')
    await expect.poll(() => message.getByLabel('Text').inputValue()).toBe('We have many in {{colour}}')
    await page.getByRole('button', { name: 'Show all' }).click()
    await builder.connect('message', 'next', 'end')

    // Undo takes back what was done last, redo does it again.
    await page.getByRole('button', { name: 'Undo' }).click()
    await soon(() => builder.canvas.locator('.react-flow__edge[data-id="message/next"]').count()).toBe(0)
    await page.keyboard.press('Control+Shift+Z')
    await soon(() => builder.canvas.locator('.react-flow__edge[data-id="message/next"]').count()).toBe(1)

    // The draft answers in the test chat, and its card says where it stands.
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await builder.tryOut('hello')
    await builder.chatSees('What is it about?')
    await builder.chat.getByRole('button', { name: 'Glazes' }).click()
    await builder.chatSees('Which colour?')
    await builder.tryOut('blue')
    await builder.chatSees('We have many in blue')
    await builder.chat.getByText('The flow ends here').waitFor()
    await builder.chat.getByRole('button', { name: 'Close' }).click()

    await builder.saved()
    await builder.publish('Glazes and courses')
    await page.getByText('Published as version 2').waitFor()

    // The demo shop's channel gets it.
    await page.getByRole('button', { name: 'More about this bot' }).click()
    await page.getByRole('menuitem', { name: 'Channels' }).click()
    const channels = page.getByRole('dialog', { name: 'Channels' })
    const answers = channels.getByRole('switch', { name: 'Shop chat' })
    await answers.click()
    await soon(() => answers.isChecked()).toBe(true)

    const maya = await stage.customer('Maya Lind')
    await maya.say('Hello')
    await maya.sees('Welcome to the pottery')
    await maya.choose('Glazes')
    await maya.sees('Which colour?')
    await maya.say('blue')
    await maya.sees('We have many in blue')

    // What was made is there after the page is loaded anew, where it was put.
    await page.reload()
    await builder.card('message').waitFor()
    await page.getByRole('button', { name: 'More about this bot' }).click()
    await page.getByRole('menuitem', { name: 'Versions' }).click()
    const versions = page.getByRole('dialog', { name: 'Versions' })
    await versions.getByText('Glazes and courses').waitFor()
    await versions.getByText('To the draft: no change').waitFor()
    await versions.getByRole('button', { name: /^v1/ }).click()
    await versions.getByText(/3 blocks more, 1 block changed/).waitFor()
    await versions.getByRole('button', { name: 'Restore' }).click()
    await builder.card('message').waitFor({ state: 'detached' })
    await builder.card('hello').getByText('Hello. How can we help?').waitFor()
    await page.context().close()
  })

  test('tells who saved a draft meanwhile, and overwrites nothing unasked', async () => {
    const builder = await workshop()
    const { page } = builder
    await builder.makeFlow('Pia', 'Feedback')
    const { items } = await stage.server.api.call('GET /bots')
    const params = { id: items.find(bot => bot.name === 'Pia')?.id ?? '' }
    const theirs = await stage.server.api.call('GET /bots/{id}', { params })
    await stage.server.api.call('PUT /bots/{id}', {
      params,
      body: { name: 'Pia of theirs', revision: theirs.revision },
    })

    await builder.card('rate').click()
    await builder.form('rate').getByLabel('Question', { exact: true }).fill('Were we quick?')
    await page.getByText('saved this draft meanwhile').waitFor()
    const kept = await stage.server.api.call('GET /bots/{id}', { params })
    expect(JSON.stringify(kept.settings)).not.toContain('Were we quick?')
    await page.getByRole('button', { name: 'Keep mine' }).click()
    await builder.saved()
    const overwritten = await stage.server.api.call('GET /bots/{id}', { params })
    expect(JSON.stringify(overwritten.settings)).toContain('Were we quick?')
    await page.context().close()
  })

  test('lets a team that it is shared with edit a bot, and not publish it', async () => {
    await stage.server.api.call('POST /teams', {
      body: { name: 'Kiln', members: [stage.ana.id] },
    })
    const builder = await workshop()
    const { page } = builder
    await builder.makeFlow('Kay', 'Name and email')
    await page.getByRole('button', { name: 'More about this bot' }).click()
    await page.getByRole('menuitem', { name: 'Share with teams' }).click()
    const shares = page.getByRole('dialog', { name: 'Share with teams' })
    await shares.getByLabel('Kiln').selectOption({ label: 'Edit' })
    await shares.getByRole('button', { name: 'Save' }).click()
    await shares.waitFor({ state: 'detached' })

    const ana = createBuilder((await stage.desk(stage.ana)).page)
    await ana.openBots()
    await ana.openBot('Kay')
    await ana.card('name').click()
    await ana.form('name').getByLabel('Question', { exact: true }).fill('And you are?')
    await ana.saved()
    const publish = ana.page.getByRole('main').getByRole('button', { name: 'Publish' })
    await soon(() => publish.getAttribute('aria-disabled')).toBe('true')
    await Promise.all([ana, builder].map(each => each.page.context().close()))
  })

  test('sets up an AI agent and lets it answer before it is published', async () => {
    const model = await startModelServer()
    model.teach((call, speech) => {
      speech.text(`You said: ${call.messages.at(-1)?.content ?? ''}`)
      speech.end()
    })
    const builder = await workshop()
    const { page } = builder
    await page.getByRole('button', { name: 'New bot' }).first().click()
    const dialog = page.getByRole('dialog', { name: 'New bot' })
    await dialog.getByText('AI agent', { exact: true }).click()
    await dialog.getByLabel('Name').fill('Ada')
    await dialog.getByLabel('Endpoint').fill(model.url)
    await dialog.getByLabel('Model', { exact: true }).fill('tiny')
    await dialog.getByLabel('API key').fill('a-key-of-the-shop')
    await dialog.getByRole('button', { name: 'Create' }).click()

    const prompt = page.getByRole('region', { name: 'What it does' }).getByLabel('Prompt')
    await prompt.fill('You are Ada of the pottery.')
    await builder.tryOut('Do you sell bowls?')
    await builder.chatSees('You said: Do you sell bowls?')
    const [call] = model.calls.slice(-1)
    expect(call?.key).toBe('a-key-of-the-shop')
    expect(JSON.stringify(call?.messages)).toContain('You are Ada of the pottery.')
    // The key went in once; since then the page only knows that there is one.
    await page.reload()
    await prompt.waitFor()
    expect(await page.getByLabel('API key').inputValue()).toBe('Set, and never shown')

    // A tool that is half written keeps the draft from being stored, and says what it lacks.
    await page.getByRole('button', { name: 'Add a tool' }).click()
    await page.getByRole('status').filter({ hasText: 'Not saved: something is missing' }).waitFor()
    await page.getByRole('main').getByRole('button', { name: 'Publish' }).click()
    const refused = page.getByRole('dialog', { name: 'This draft cannot be published yet' })
    await refused.getByText('Say what it does.').waitFor()
    await page.context().close()
    await model.close()
  })

  test('has nothing serious that a machine can find, on a wide page and on a phone', async () => {
    const builder = await workshop()
    const { page } = builder
    const found = [...(await gravelyIn(page, 'list'))]
    await builder.openBot('Oli')
    await builder.card('start').click()
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await builder.tryOut('hello')
    await builder.chatSees('What can I do for you?')
    found.push(...(await gravelyIn(page, 'canvas, form and test chat')))
    await page.getByRole('button', { name: 'Show as a list' }).click()
    await page.getByRole('button', { name: 'Add block' }).click()
    await builder.palette.waitFor()
    found.push(...(await gravelyIn(page, 'palette')))
    await page.keyboard.press('Escape')
    await page.setViewportSize({ width: 390, height: 844 })
    await builder.chat.getByRole('button', { name: 'Close' }).click()
    found.push(...(await gravelyIn(page, 'form on a phone')))
    expect(found).toEqual([])
    await page.context().close()
  })
})
