// Who holds it changes hands: by writing, by giving it away, by giving it back, and never over what was not read.
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Customer } from './pages/customer.ts'
import type { Stage } from './stage.ts'
import { openStage, soon, textsOf, typesOf } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
})
afterEach(() => stage?.closePeople())
afterAll(() => stage?.close())

const question = 'What is your order number?'

/** A customer to whom the bot just put a question. */
async function inQuestion(name: string): Promise<Customer> {
  const customer = await stage.customer(name)
  await customer.say('Hello')
  await customer.choose('Where is my order?')
  await customer.sees(question)
  return customer
}

/** Lets nothing of the live line reach the page while `held`; then all of it, in order. */
async function holdLine(page: Page): Promise<{ hold(): void; release(): void }> {
  let held = false
  let waiting: (() => void)[] = []
  await page.routeWebSocket(/\/api\/v1\/live/, near => {
    const far = near.connectToServer()
    far.onMessage(frame => {
      if (held) waiting.push(() => near.send(frame))
      else near.send(frame)
    })
  })
  return {
    hold() {
      held = true
    },
    release() {
      held = false
      for (const send of waiting) send()
      waiting = []
    },
  }
}

describe('who holds a conversation', () => {
  test('[TK4] [TK5] writing on a conversation of the bot takes over and sends', async () => {
    const [ana, customer] = await Promise.all([stage.desk(stage.ana), inQuestion('Iris Novak')])
    await ana.openRow('Iris Novak', 'Active')
    await ana.write('Hello Iris, Ana here.')
    await ana.foot.getByRole('button', { name: /^Take over and send/ }).click()
    await customer.sees('Ana: Hello Iris, Ana here.')
    await customer.panel.getByText('You are now talking to Ana').waitFor()
    await ana.foot.getByText('You hold this conversation').waitFor()
    await ana.sees('You took over')
    const types = typesOf(await stage.logOf('Iris Novak'))
    expect(types.indexOf('MessageSent', types.indexOf('TakenOver'))).toBe(types.indexOf('TakenOver') + 1)
  })

  test('[OW2] [OW3] what is given to a colleague appears in their queue at once; the queue keeps the waiting time', async () => {
    const [ana, ben, customer] = await Promise.all([
      stage.desk(stage.ana),
      stage.desk(stage.ben),
      inQuestion('Jonas Weber'),
    ])
    await customer.askForPerson()
    await ana.openWaiting('Jonas Weber')
    await ana.take()
    await ben.page.getByRole('button', { name: /^My queue/ }).click()
    await ben.page.getByText('Your queue is empty').waitFor()

    await ana.give('Ben')
    await ben.row('Jonas Weber').click()
    await ben.foot.getByText('You hold this conversation').waitFor()
    await ana.foot.getByText('Ben holds this conversation').waitFor()
    await customer.panel.getByText('You are now talking to Ben').waitFor()

    await ben.give('Return to the queue')
    await ana.waiting('Jonas Weber').waitFor()
    await customer.panel.getByText('Another person will join you').waitFor()
    await ben.page.getByText('Your queue is empty').waitFor()
    const log = await stage.logOf('Jonas Weber')
    const asked = log.find(event => event.type === 'HumanRequested')?.at
    const { items } = await stage.server.api.call('GET /conversations', { query: { q: 'Jonas Weber' } })
    expect(items[0]?.request?.since).toBe(asked)
  })

  test('[OW4] a takeover that is cancelled leaves the bot where it stood', async () => {
    const [ana, customer] = await Promise.all([stage.desk(stage.ana), inQuestion('Klara Berg')])
    await ana.openRow('Klara Berg', 'Active')
    await ana.take()
    await customer.panel.getByRole('heading', { name: 'Ana' }).waitFor()
    await ana.give('Cancel the takeover')
    await customer.panel.getByText('You are talking to the bot again').waitFor()
    await ana.intervene.waitFor()
    // The question is still open: its answer is understood.
    await customer.say('48213')
    await customer.sees('order 48213 is on its way')
  })

  test('[OW6] [DL3] a reply written on an old view is held back, shown with what came, and sent by one key', async () => {
    const [ana, customer] = await Promise.all([stage.desk(stage.ana), inQuestion('Liam Ford')])
    const line = await holdLine(ana.page)
    await ana.page.reload()
    await ana.openRow('Liam Ford', 'Active')
    await ana.take()
    await customer.panel.getByRole('heading', { name: 'Ana' }).waitFor()
    await ana.sees('You took over')

    await ana.write('Shall I cancel it?')
    line.hold()
    await customer.say('Forget it, it has just arrived!')
    await soon(async () => textsOf(await stage.logOf('Liam Ford'), 'contact').length).toBe(3)
    await ana.composer.press('Enter')
    const heldBack = ana.foot.getByRole('alert')
    await heldBack.getByText('Held back: 1 message arrived while you wrote').waitFor()
    await heldBack.getByText('Shall I cancel it?').waitFor()
    line.release()
    await ana.sees('Forget it, it has just arrived!')
    expect(textsOf(await stage.logOf('Liam Ford'), 'agent')).toEqual([])

    await ana.composer.press('Control+Enter')
    await customer.sees('Shall I cancel it?')
    await heldBack.waitFor({ state: 'detached' })
    expect(textsOf(await stage.logOf('Liam Ford'), 'agent')).toEqual(['Shall I cancel it?'])
  })

  test('[TK6] cancelling the bot for good is asked about before it is done', async () => {
    const [ana, customer] = await Promise.all([stage.desk(stage.ana), inQuestion('Mona Silva')])
    await ana.openRow('Mona Silva', 'Active')
    const cancelBot = async () => {
      await ana.foot.getByRole('button', { name: 'More ways to intervene' }).click()
      await ana.page.getByRole('menuitem', { name: /^Take over and cancel the bot/ }).click()
    }
    await cancelBot()
    const asked = ana.dialog('Take over and cancel the bot?')
    await asked.getByText('This cannot be undone.').waitFor()
    await asked.getByRole('button', { name: 'Cancel', exact: true }).click()
    await asked.waitFor({ state: 'detached' })
    expect(typesOf(await stage.logOf('Mona Silva'))).not.toContain('TakenOver')

    await cancelBot()
    await asked.getByRole('button', { name: 'Cancel the bot and take over' }).click()
    await ana.foot.getByText('You hold this conversation').waitFor()
    await ana.sees('bot cancelled')
    await ana.give('Cancel the takeover')
    await customer.panel.getByText('You are talking to the bot again').waitFor()
    // Afresh: the number is no answer to anything any more.
    await customer.say('Hello again')
    await customer.sees('What can I do for you?')
  })
})
