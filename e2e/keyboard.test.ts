// The whole loop without a mouse.
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { newPerson } from './browser.ts'
import { createDesk } from './pages/desk.ts'
import type { Stage } from './stage.ts'
import { openStage, soon, textsOf } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
})
afterEach(() => stage?.closePeople())
afterAll(() => stage?.close())

/** The name of what has the focus; the page itself, whose text is everything, is nothing. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const at = document.activeElement
    return at === null || at === document.body ? '' : (at.getAttribute('aria-label') ?? at.textContent)
  })

describe('keys', () => {
  test('[TK1] [HB1] an agent signs in, takes a waiting customer, answers and resolves by keys alone', async () => {
    const [context, customer, other] = await Promise.all([
      newPerson(stage.browser),
      stage.customer('Otto Lang'),
      stage.customer('Paula Roth'),
    ])
    for (const each of [customer, other]) {
      await each.say('Hello')
      await each.sees('What can I do for you?')
      await each.askForPerson()
    }
    const page = await context.newPage()
    const ana = createDesk(page, 'Ana')
    const { keyboard } = page
    await page.goto(stage.url)
    await soon(() => page.evaluate(() => document.activeElement?.id)).toBe('email')
    await keyboard.type(stage.ana.email)
    await keyboard.press('Tab')
    await keyboard.type(stage.ana.password)
    await keyboard.press('Enter')
    await ana.waiting('Otto Lang').waitFor()

    // The palette finds a conversation by name, and the sheet of keys goes as it came.
    await keyboard.press('?')
    await ana.dialog('Keyboard shortcuts').waitFor()
    await keyboard.press('Escape')
    await ana.dialog('Keyboard shortcuts').waitFor({ state: 'detached' })
    await keyboard.press('Control+k')
    const palette = ana.dialog('Search and actions')
    await palette.getByRole('option').filter({ hasText: 'Otto' }).first().waitFor()
    await keyboard.type('Otto')
    await soon(() => palette.getByRole('option', { selected: true }).allInnerTexts()).toEqual([
      expect.stringContaining('Otto Lang'),
    ])
    await keyboard.press('Enter')
    await page.getByRole('region', { name: 'Conversation with Otto Lang' }).waitFor()
    await palette.waitFor({ state: 'detached' })

    // J and K walk the list of those who wait, Enter opens.
    await soon(() => ana.tab('Requesting').getAttribute('aria-selected')).toBe('true')
    await ana.row('Paula Roth').waitFor()
    await keyboard.press('j')
    await soon(() => focused(page)).toContain('Paula Roth')
    await keyboard.press('k')
    await soon(() => focused(page)).toContain('Otto Lang')
    await keyboard.press('j')
    await soon(() => focused(page)).toContain('Paula Roth')
    await keyboard.press('Enter')
    await page.getByRole('region', { name: 'Conversation with Paula Roth' }).waitFor()
    await ana.log.waitFor()

    await keyboard.press('i')
    await ana.foot.getByText('You hold this conversation').waitFor()
    await soon(() => focused(page)).toBe('Write to Paula Roth')
    await keyboard.type('Hello Paula.')
    await keyboard.press('Enter')
    await other.sees('Hello Paula.')
    await keyboard.press('Escape')
    await keyboard.press('n')
    await soon(() => focused(page)).toContain('Write a note')
    await keyboard.type('Likes green.')
    await keyboard.press('Enter')
    await ana.sees('Likes green.')
    await keyboard.press('Escape')
    await keyboard.press('r')
    await soon(() => focused(page)).toBe('Write to Paula Roth')
    await keyboard.press('Escape')

    await keyboard.press('e')
    const form = ana.dialog('Resolve and hand back')
    await soon(() => page.evaluate(() => document.activeElement?.id)).toBe('done-topic')
    await keyboard.type('Order')
    await page.getByRole('option', { name: 'Order' }).waitFor()
    await keyboard.press('Enter')
    await page.getByRole('option').first().waitFor({ state: 'detached' })
    await keyboard.press('Tab')
    await keyboard.type('Resol')
    await page.getByRole('option', { name: 'Resolved' }).waitFor()
    await keyboard.press('Enter')
    await page.getByRole('option').first().waitFor({ state: 'detached' })
    await keyboard.press('Control+Enter')
    await form.waitFor({ state: 'detached' })
    await other.panel.getByText('You are talking to the bot again').waitFor()
    expect(textsOf(await stage.logOf('Paula Roth'), 'agent')).toEqual(['Hello Paula.'])
  })

  test('Escape closes what is open and gives the focus back to where it was', async () => {
    const [ana, customer] = await Promise.all([stage.desk(stage.ana), stage.customer('Rita Sand')])
    await customer.say('Hello')
    await customer.sees('What can I do for you?')
    await ana.openRow('Rita Sand', 'Active')
    await ana.take()
    for (const [button, title] of [
      [ana.changeOwner, 'Change owner'],
      [ana.resolve, 'Resolve and hand back'],
    ] as const) {
      await button.focus()
      await ana.page.keyboard.press('Enter')
      await ana.dialog(title).waitFor()
      await ana.page.keyboard.press('Escape')
      await ana.dialog(title).waitFor({ state: 'detached' })
      await soon(() => button.evaluate(node => node === document.activeElement)).toBe(true)
    }
    await customer.page.keyboard.press('Escape')
    const launcher = customer.page.getByRole('button', { name: /^Open the chat/ })
    await launcher.waitFor()
    await customer.page.keyboard.press('Enter')
    await customer.composer.waitFor()
  })
})
