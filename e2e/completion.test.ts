// How a takeover ends: what is required, what the customer gets and says to it, and how a workspace sets it up.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { adminSignIn } from '../packages/server/src/testing/server.ts'
import { openStage, type Stage, soon } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
})
afterEach(() => stage?.closePeople())
afterAll(() => stage?.close())

describe('completion', () => {
  test('[HB1] [HB5] an admin asks for more and for feedback, an agent is told what is missing, the customer answers', async () => {
    const admin = await stage.desk({ id: '', name: 'Admin', ...adminSignIn })
    const { page } = admin
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('button', { name: 'Completion' }).click()
    const topics = page.getByLabel('Topics: Add')
    await topics.fill('Refund')
    await topics.press('Enter')
    await page.getByRole('switch', { name: 'A note for the team' }).click()
    // Leaving is asked about while it is not stored.
    await page.getByRole('button', { name: 'Routing' }).click()
    await admin.dialog('Leave without saving?').getByRole('button', { name: 'Stay' }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved', { exact: true }).waitFor()
    const channel = page.getByRole('region', { name: 'Shop chat' })
    await channel.getByLabel('Feedback question').first().selectOption('always')
    await channel.getByLabel('Question', { exact: true }).fill('How did we do today?')
    await channel.getByRole('button', { name: 'Save' }).click()
    await soon(async () => {
      const { items } = await stage.server.api.call('GET /channels')
      return items.map(({ settings }) => settings)
    }).toMatchObject([{ feedback: { text: 'How did we do today?', ask: 'always', comment: true } }])

    const [ana, customer] = await Promise.all([stage.desk(stage.ana), stage.customer('Nora Feld')])
    await customer.say('Hello')
    await customer.sees('What can I do for you?')
    await customer.askForPerson()
    await ana.openWaiting('Nora Feld')
    await ana.take()
    await ana.send('Hello Nora, I am paying it back.')
    await ana.page.keyboard.press('Escape')
    await ana.page.keyboard.press('e')
    const form = ana.dialog('Resolve and hand back')
    await form.getByText('Nora Feld is asked how it was').waitFor()
    await soon(() => ana.page.evaluate(() => document.activeElement?.id)).toBe('done-topic')
    await ana.page.keyboard.type('Refund')
    await ana.page.getByRole('option', { name: 'Refund' }).waitFor()
    await ana.page.keyboard.press('Enter')
    await ana.page.keyboard.press('Control+Enter')
    await form.getByText('Choose one to complete.').waitFor()
    await form.getByLabel('Outcome').fill('Resol')
    await ana.page.getByRole('option', { name: 'Resolved' }).click()
    await ana.page.keyboard.press('Control+Enter')
    await form.getByText('Write a note to complete.').waitFor()
    await soon(() => ana.page.evaluate(() => document.activeElement?.id)).toBe('done-note')
    await ana.page.keyboard.type('Paid back in full.')

    // Closed by accident, it is all there again; and what was taken off the list meanwhile is said at its field.
    await ana.page.keyboard.press('Escape')
    await form.waitFor({ state: 'detached' })
    const { completion } = await stage.server.api.call('GET /me')
    const fewer = { ...completion, topics: completion.topics.filter(topic => topic !== 'Refund') }
    await stage.server.api.call('PUT /completion', { body: fewer })
    await ana.resolve.click()
    await soon(() => form.getByLabel('Note for the team').inputValue()).toBe('Paid back in full.')
    await ana.page.keyboard.press('Control+Enter')
    await form.getByText('This is no longer on the list. Choose another one.').waitFor()
    await form.getByLabel('Topic').fill('Order')
    await ana.page.getByRole('option', { name: 'Order' }).first().click()
    await ana.page.keyboard.press('Control+Enter')
    await form.waitFor({ state: 'detached' })

    // The customer's side: a rating by one tap, a word by one line. The rating's way is slow: the word waits for it.
    let slow = true
    await customer.page.route('**/web/feedback', async route => {
      const held = slow
      slow = false
      if (held) await customer.page.waitForTimeout(500)
      await route.continue()
    })
    await customer.sees('How did we do today?')
    await customer.page.getByRole('button', { name: '4 of 5' }).click()
    await customer.page.getByRole('textbox', { name: 'Add a comment' }).fill('Very quick.')
    await customer.page.getByRole('textbox', { name: 'Add a comment' }).press('Enter')
    await customer.page.getByText('Thank you.').waitFor()
    await customer.page.reload()
    await customer.page.getByRole('button', { name: '4 of 5', pressed: true }).waitFor()

    await ana.sees('Customer’s rating: 4 of 5')
    const side = ana.page.getByRole('complementary')
    await side.getByRole('tab', { name: 'History' }).click()
    await side.getByText('rated 4 of 5 · “Very quick.”').waitFor()
    const given = (await stage.logOf('Nora Feld')).filter(({ type }) => type === 'FeedbackGiven')
    expect(given.map(({ data }) => [data.rating, data.comment])).toEqual([
      [4, null],
      [4, 'Very quick.'],
    ])
  })

  test('an agent sees what is set up, and whom to ask', async () => {
    const ana = await stage.desk(stage.ana)
    await ana.page.goto(`${stage.url}/settings/completion`)
    await ana.page.getByText('Only an admin can change this.').waitFor()
    expect(await ana.page.getByRole('switch', { name: 'A topic' }).isDisabled()).toBe(true)
    expect(await ana.page.getByRole('button', { name: 'Add a message' }).count()).toBe(0)
  })

  test('[HB1] a closing message that is typed before the list has come is found when it does', async () => {
    const [ana, customer] = await Promise.all([stage.desk(stage.ana), stage.customer('Ida Lund')])
    await customer.say('Hello')
    await customer.sees('What can I do for you?')
    await ana.openRow('Ida Lund', 'Active')
    await ana.take()
    let come = () => {}
    const typed = new Promise<void>(done => {
      come = done
    })
    await ana.page.route('**/closing-blocks', async route => {
      await typed
      await route.continue()
    })
    await ana.resolve.click()
    const closing = ana.dialog('Resolve and hand back').getByLabel('Closing message')
    await closing.fill('sorted')
    await ana.page.getByText('The bot’s messages are being fetched').waitFor()
    come()
    await ana.page.getByRole('option', { name: 'Sorted out' }).waitFor()
    expect(await closing.inputValue()).toBe('sorted')
    await closing.press('Enter')
    await soon(() => closing.inputValue()).toBe('Sorted out')
  })
})
