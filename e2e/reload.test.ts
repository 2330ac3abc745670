// A reload in the middle of each step: the conversation and what was being written survive, nothing is doubled.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { complete } from './pages/completion.ts'
import type { Customer } from './pages/customer.ts'
import type { Desk } from './pages/desk.ts'
import type { Stage } from './stage.ts'
import { openStage, soon, typesOf } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
})
afterEach(() => stage?.closePeople())
afterAll(() => stage?.close())

/** What was said stands there as before, and what was being written, too. */
async function reloadCustomer(customer: Customer, draft: string): Promise<void> {
  const before = await customer.bubbles()
  await customer.composer.fill(draft)
  await customer.reload()
  await soon(() => customer.bubbles()).toEqual(before)
  expect(await customer.composer.inputValue()).toBe(draft)
}

async function reloadDesk(desk: Desk, draft: string): Promise<void> {
  const before = await desk.messages()
  await desk.write(draft)
  await desk.reload()
  await soon(() => desk.messages()).toEqual(before)
  expect(await desk.composer.inputValue()).toBe(draft)
}

describe('reloading', () => {
  test('[DL2] while a customer waits, the page of each side comes back as it was', async () => {
    const [ana, customer] = await Promise.all([stage.desk(stage.ana), stage.customer('Wanda Reed')])
    await customer.say('Hello')
    await customer.sees('What can I do for you?')
    await customer.askForPerson()
    await ana.openWaiting('Wanda Reed')
    await ana.sees('Hello')

    await reloadCustomer(customer, 'one more thing')
    await customer.panel.getByText('A person will join here').waitFor()
    await reloadDesk(ana, 'Hello Wanda, ')
    await ana.waiting('Wanda Reed').waitFor()
    await ana.intervene.waitFor({ state: 'hidden' })

    const log = await stage.logOf('Wanda Reed')
    expect(typesOf(log).filter(type => type === 'HumanRequested')).toHaveLength(1)
    expect(typesOf(log)).not.toContain('TakenOver')
  })

  test('[DL2] [DL3] while a person holds it, and after it was resolved', async () => {
    const [ana, customer] = await Promise.all([stage.desk(stage.ana), stage.customer('Felix Moor')])
    await customer.say('Hello')
    await customer.choose('Where is my order?')
    await customer.sees('What is your order number?')
    await customer.askForPerson()
    await ana.openWaiting('Felix Moor')
    await ana.take()
    await ana.send('Hello Felix.')
    await customer.sees('Hello Felix.')
    await customer.say('Hello Ana')
    await ana.sees('Hello Ana')

    await reloadCustomer(customer, 'my number is')
    await customer.panel.getByRole('heading', { name: 'Ana' }).waitFor()
    await reloadDesk(ana, 'Let me see')
    await ana.foot.getByText('You hold this conversation').waitFor()
    // What was written goes out as it was.
    await ana.composer.press('Enter')
    await customer.sees('Let me see')
    await customer.composer.press('Enter')
    await ana.sees('my number is')

    await ana.resolve.click()
    await complete(ana, { topic: 'Order', outcome: 'Resolved', closing: 'Sorted out' })
    await soon(
      async () =>
        (await customer.bubbles()).filter(text => text.includes('What is your order number?')).length,
    ).toBe(2)
    await ana.sees('Bot goes on where it stood')
    await reloadCustomer(customer, '')
    await customer.panel.getByText('You are talking to the bot again').waitFor()
    await reloadDesk(ana, '')
    await customer.say('48213')
    await customer.sees('order 48213 is on its way')
    const said = await customer.bubbles()
    expect(said.filter(text => text.includes('That should be sorted now.'))).toHaveLength(1)
    expect(said.filter(text => text.includes('Let me see'))).toHaveLength(1)
    expect(said.filter(text => text.includes('my number is'))).toHaveLength(1)
  })
})
