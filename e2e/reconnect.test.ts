// The line breaks in the middle: nothing is lost, nothing is doubled, and both sides say that they are offline.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newPerson } from './browser.ts'
import { openConsole } from './pages/desk.ts'
import type { Relay } from './relay.ts'
import { startRelay } from './relay.ts'
import type { Stage } from './stage.ts'
import { openStage, soon, textsOf } from './stage.ts'

let stage: Stage
let line: Relay

beforeAll(async () => {
  stage = await openStage()
})
beforeEach(async () => {
  line = await startRelay(stage.url)
})
afterEach(async () => {
  await stage?.closePeople()
  await line?.close()
})
afterAll(() => stage?.close())

/** By sender and clientId, as the log keeps them. */
async function clientIdsOf(customer: string, text: string): Promise<readonly unknown[]> {
  return (await stage.logOf(customer))
    .filter(({ data }) => data.text === text)
    .map(({ data }) => data.clientId)
}

describe('a broken line', () => {
  test('[DL3] a customer without a network is told so, and what they wrote is sent once when it is back', async () => {
    const [ana, customer] = await Promise.all([stage.desk(stage.ana), stage.customer('Nora Fields')])
    await customer.say('Hello')
    await customer.sees('What can I do for you?')
    await customer.askForPerson()
    await ana.openWaiting('Nora Fields')
    await ana.take()
    await customer.panel.getByRole('heading', { name: 'Ana' }).waitFor()

    await customer.page.context().setOffline(true)
    await customer.panel.getByText('You are offline.').waitFor()
    await customer.say('first without a network')
    await customer.say('second without a network')
    await ana.send('Are you still there, Nora?')
    await customer.page.context().setOffline(false)

    await customer.panel.getByText('You are offline.').waitFor({ state: 'detached' })
    await customer.sees('Are you still there, Nora?')
    await ana.sees('first without a network')
    await ana.sees('second without a network')
    await customer.panel.getByText('Sending…').waitFor({ state: 'detached' })
    const texts = textsOf(await stage.logOf('Nora Fields'), 'contact')
    expect(texts).toEqual(['Hello', 'first without a network', 'second without a network'])
  })

  test('[DL3] a message whose answer was lost is sent again under its clientId and stored once', async () => {
    const [ana, customer] = await Promise.all([
      stage.desk(stage.ana),
      stage.customer('Omar Haddad', {}, line.url),
    ])
    await customer.say('Hello')
    await customer.sees('What can I do for you?')
    line.mute()
    await customer.say('can you hear me?')
    // It arrived, and nobody told its writer.
    await ana.openRow('Omar Haddad', 'Active')
    await ana.sees('can you hear me?')
    line.cut()
    await customer.panel.getByText('You are offline.').waitFor()
    await customer.say('and now?')
    line.mend()
    await ana.sees('and now?')
    await customer.panel.getByText('Sending…').waitFor({ state: 'detached' })
    expect(await clientIdsOf('Omar Haddad', 'can you hear me?')).toHaveLength(1)
    expect(await clientIdsOf('Omar Haddad', 'and now?')).toHaveLength(1)
    const mine = (await customer.bubbles()).filter(text => text.includes('can you hear me?'))
    expect(mine).toHaveLength(1)
  })

  test('[DL2] sockets that the server loses come back by themselves, in the middle of a talk', async () => {
    const [ana, customer] = await Promise.all([
      stage.desk(stage.ana, {}, line.url),
      stage.customer('Petra Lane', {}, line.url),
    ])
    await customer.say('Hello')
    await customer.sees('What can I do for you?')
    await customer.askForPerson()
    await ana.openWaiting('Petra Lane')
    line.snap()
    await ana.take()
    await customer.panel.getByRole('heading', { name: 'Ana' }).waitFor()
    line.snap()
    await customer.say('am I talking to a person?')
    await ana.sees('am I talking to a person?')
    line.snap()
    await ana.write('You are, Petra.')
    await ana.composer.press('Enter')
    await customer.sees('You are, Petra.')
    const log = await stage.logOf('Petra Lane')
    expect(textsOf(log, 'contact')).toEqual(['Hello', 'am I talking to a person?'])
    expect(textsOf(log, 'agent')).toEqual(['You are, Petra.'])
  })

  test('[DL2] [DL3] an agent without a network is told so, catches up, and sends what is left by one click', async () => {
    const [ana, customer] = await Promise.all([stage.desk(stage.ana), stage.customer('Quinn Abbot')])
    await customer.say('Hello')
    await customer.sees('What can I do for you?')
    await customer.askForPerson()
    await ana.openWaiting('Quinn Abbot')
    await ana.take()
    await customer.panel.getByRole('heading', { name: 'Ana' }).waitFor()

    await ana.page.context().setOffline(true)
    await ana.page.getByText('Offline. What you see may be old').waitFor()
    await ana.write('I am looking it up.')
    await ana.composer.press('Enter')
    const again = ana.log.getByRole('button', { name: 'Try again' })
    await again.waitFor()
    await customer.page.context().setOffline(false)
    await ana.page.context().setOffline(false)
    await ana.page.getByText('Offline. What you see may be old').waitFor({ state: 'detached' })
    await again.click()
    await customer.sees('I am looking it up.')
    await customer.say('thank you')
    await ana.sees('thank you')
    await soon(async () => textsOf(await stage.logOf('Quinn Abbot'), 'agent')).toEqual([
      'I am looking it up.',
    ])
    await again.waitFor({ state: 'detached' })
  })

  test('[DL3] two replies of which the first is slow arrive in the order in which they were written', async () => {
    const [ana, customer] = await Promise.all([stage.desk(stage.ana), stage.customer('Tessa Pike')])
    await customer.say('Hello')
    await customer.sees('What can I do for you?')
    await ana.openRow('Tessa Pike', 'Active')
    await ana.take()
    let slow = true
    await ana.page.route('**/messages', async route => {
      const held = slow
      slow = false
      if (held) await ana.page.waitForTimeout(1_000)
      await route.continue()
    })
    for (const text of ['First this.', 'Then that.']) {
      await ana.write(text)
      await ana.composer.press('Enter')
      await ana.log.getByText(text).waitFor()
    }
    await customer.sees('Then that.')
    expect(textsOf(await stage.logOf('Tessa Pike'), 'agent')).toEqual(['First this.', 'Then that.'])
  })

  test('[DL3] a reply that nothing answers is told as not sent after a while, and goes once by Retry', async () => {
    const context = await newPerson(stage.browser)
    await context.clock.install()
    const [ana, customer] = await Promise.all([
      openConsole(context, stage.url, stage.ana),
      stage.customer('Uri Bloom'),
    ])
    await customer.say('Hello')
    await customer.sees('What can I do for you?')
    await ana.openRow('Uri Bloom', 'Active')
    await ana.take()
    const lost = ana.page.waitForRequest('**/messages')
    await ana.page.route('**/messages', () => undefined)
    await ana.write('Can you hear me?')
    await ana.composer.press('Enter')
    await lost
    await ana.page.clock.fastForward(31_000)
    const again = ana.log.getByRole('button', { name: 'Try again' })
    await again.waitFor()
    await ana.page.unroute('**/messages')
    await again.click()
    await customer.sees('Can you hear me?')
    expect(textsOf(await stage.logOf('Uri Bloom'), 'agent')).toEqual(['Can you hear me?'])
  })

  test('[DL2] a console that was away shows what happened meanwhile, in its lists and in the open chat', async () => {
    const [ana, ben, customer] = await Promise.all([
      stage.desk(stage.ana, {}, line.url),
      stage.desk(stage.ben),
      stage.customer('Rosa Vidal'),
    ])
    await customer.say('Hello')
    await customer.sees('What can I do for you?')
    await ana.openRow('Rosa Vidal', 'Active')
    line.cut()
    await ana.page.getByText('Offline. What you see may be old').waitFor()
    await customer.askForPerson()
    await ben.openWaiting('Rosa Vidal')
    await ben.take()
    await ben.send('Hello Rosa.')
    await customer.say('Hello Ben')
    line.mend()
    await ana.page.getByText('Offline. What you see may be old').waitFor({ state: 'detached' })
    await ana.sees('Ben took over')
    await ana.sees('Hello Rosa.')
    await ana.sees('Hello Ben')
    await ana.foot.getByText('Ben holds this conversation').waitFor()
    await ana.strip.getByRole('button', { name: 'Rosa Vidal, held by Ben' }).waitFor()
  })
})
