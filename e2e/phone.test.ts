// The whole loop with a thumb: one pane at a time, and nothing that has to be pushed sideways.
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { complete } from './pages/completion.ts'
import type { Stage } from './stage.ts'
import { openStage } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
})
afterEach(() => stage?.closePeople())
afterAll(() => stage?.close())

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const

/** Pixels by which the page is wider than its window. */
const overhang = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

describe('narrow screens', () => {
  test('[TK1] [HB1] an agent takes, answers and resolves on a phone, one pane at a time', async () => {
    const [ana, customer] = await Promise.all([
      stage.desk(stage.ana, phone),
      stage.customer('Sofia Maldonado-Echeverría', phone),
    ])
    await customer.say('Hello')
    await customer.sees('What can I do for you?')
    await customer.askForPerson()
    expect(await overhang(customer.page)).toBe(0)

    await ana.tab('Requesting').tap()
    await ana.row('Sofia').tap()
    await ana.log.waitFor()
    await ana.list.waitFor({ state: 'detached' })
    expect(await overhang(ana.page)).toBe(0)
    await ana.intervene.tap()
    await ana.foot.getByText('You hold this conversation').waitFor()
    await ana.write('Hello Sofia, how can I help you?')
    await ana.foot.getByRole('button', { name: /^Send/ }).tap()
    await customer.sees('Ana: Hello Sofia, how can I help you?')
    await customer.say('averyveryverylongwordwithoutanyplacetobreak'.repeat(4))
    await ana.sees('averyveryverylongword')
    expect(await overhang(ana.page)).toBe(0)
    expect(await overhang(customer.page)).toBe(0)

    await ana.page.getByRole('button', { name: 'Show details' }).first().tap()
    const details = ana.dialog('Details')
    await details.waitFor()
    expect(await overhang(ana.page)).toBe(0)
    await details.getByRole('button', { name: 'Close details' }).tap()
    await details.waitFor({ state: 'detached' })

    await ana.resolve.tap()
    await complete(ana, { topic: 'Other', outcome: 'Resolved', closing: 'Sorted out' })
    await customer.panel.getByText('You are talking to the bot again').waitFor()
    await ana.intervene.waitFor()
    await ana.page.getByRole('button', { name: 'Back', exact: true }).tap()
    await ana.log.waitFor({ state: 'detached' })
    await ana.row('Sofia').waitFor()
    expect(await overhang(ana.page)).toBe(0)
  })

  test('no width makes the page wider than its window', async () => {
    const [ana, customer] = await Promise.all([
      stage.desk(stage.ana),
      stage.customer('Theodora Papadimitriou-Vanderbilt'),
    ])
    await customer.say('Hello')
    await customer.sees('What can I do for you?')
    await customer.askForPerson()
    await ana.openWaiting('Theodora Papadimitriou-Vanderbilt')
    for (const width of [1_440, 1_024, 390]) {
      for (const each of [ana, customer]) {
        await each.page.setViewportSize({ width, height: 844 })
        await each.page.getByRole('log').waitFor()
        // The page is laid out anew a moment after its width changed.
        await expect.poll(() => overhang(each.page), { message: `at ${width} px`, timeout: 10_000 }).toBe(0)
      }
    }
  })
})
