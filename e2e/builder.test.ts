// A bot is built by keys and mouse, tried, published, and answers a customer.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { adminSignIn } from '../packages/server/src/testing/server.ts'
import type { Builder } from './pages/builder.ts'
import { createBuilder } from './pages/builder.ts'
import type { Stage } from './stage.ts'
import { openStage, soon } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
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
    await page.context().close()
  })
})
