// A bot writes as it thinks, and a person steps in in the middle of a sentence.
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Reply } from '../packages/server/src/testing/test-bot.ts'
import type { BotStage } from './bot-stage.ts'
import { openBotStage } from './bot-stage.ts'
import type { Customer } from './pages/customer.ts'
import type { Desk } from './pages/desk.ts'
import { soon } from './stage.ts'

let set: BotStage
let ana: Desk

beforeAll(async () => {
  set = await openBotStage()
  ana = set.ana
})
afterAll(() => set?.close())

const draftOf = (customer: Customer): Locator => customer.panel.locator('.group.bot .bubble').last()

/** Words without end; the answer resolves once Baton has let go of the call. */
function rambles(reply: Reply): Promise<void> {
  reply.stream()
  let word = 0
  const timer = setInterval(() => reply.event('delta', { text: `word${word++} ` }), 40)
  return reply.gone.then(() => clearInterval(timer))
}

/** Every text that the element has held from now on; `''` while it is not there. */
async function watchTexts(customer: Customer): Promise<() => Promise<readonly string[]>> {
  await customer.page.evaluate(() => {
    const held = globalThis as unknown as { held: string[] }
    held.held = []
    const root = document.querySelector('baton-widget')?.shadowRoot
    if (!root) throw new Error('there is no widget')
    const look = () => {
      const text = [...root.querySelectorAll('.group.bot .bubble p')].at(-1)?.textContent ?? ''
      if (held.held.at(-1) !== text) held.held.push(text)
    }
    new MutationObserver(look).observe(root, { subtree: true, childList: true, characterData: true })
    look()
  })
  return () => customer.page.evaluate(() => (globalThis as unknown as { held: string[] }).held)
}

test('a text grows in one bubble until it is a message, without a gap or a step back', async () => {
  const customer = await set.stage.customer('Rosa Diaz')
  set.bot.teach(async (_turn, reply) => {
    reply.stream()
    let said = ''
    for (const text of ['Your ', 'order ', 'is ', 'on ', 'its ', 'way.']) {
      reply.event('delta', { text })
      said += text
      // Two that come together may be drawn together.
      await customer.sees(said.trim())
    }
    reply.event('message', {})
    reply.event('end', {})
    reply.end()
  })
  const held = await watchTexts(customer)
  await customer.say('Where is my order?')
  await customer.sees('Your order is on its way.')
  await soon(async () =>
    customer.panel.locator('[aria-hidden=true] .bubble, .said[aria-hidden=true]').count(),
  ).toBe(0)
  const texts = (await held()).filter(text => text.startsWith('Your'))
  expect(texts.length).toBeGreaterThanOrEqual(6)
  expect(texts).toEqual([...texts].sort((one, other) => one.length - other.length))
  expect(await customer.panel.getByText('Your order is on its way.').count()).toBe(1)
})

test('[TK1] [TK2] [BT2] a takeover stops a sentence in the middle, and both sides see that it did', async () => {
  let gone = false
  set.bot.teach((_turn, reply) => {
    void rambles(reply).then(() => {
      gone = true
    })
  })
  const customer = await set.stage.customer('Sven Lund')
  await customer.say('Tell me a story')
  const growing = draftOf(customer)
  await soon(async () => (await growing.innerText()).includes('word3')).toBe(true)
  await ana.openRow('Sven Lund', 'Active')
  await ana.log.getByText('is writing').waitFor()
  const held = await watchTexts(customer)
  await ana.take()
  await soon(() => gone).toBe(true)
  await customer.panel.getByText('interrupted').waitFor()
  const stopped = await growing.innerText()
  expect(await held()).not.toContain('')
  await ana.log.getByText('Interrupted by the takeover. The customer read this much').waitFor()
  expect(await ana.log.getByText('is writing').count()).toBe(0)
  await ana.send('I am here now.')
  await customer.sees('I am here now.')
  expect(await growing.innerText()).toBe(stopped)
})

test('[BT1] [BT2] what the customer writes meanwhile interrupts it, too, and nobody is said to have taken over', async () => {
  set.bot.teach((turn, reply) => {
    if (turn.messages.some(({ text }) => text === 'Stop')) reply.json({ messages: ['As you wish.'] })
    else void rambles(reply)
  })
  const customer = await set.stage.customer('Tilda Berg')
  await customer.say('Tell me a story')
  await soon(async () => (await draftOf(customer).innerText()).includes('word3')).toBe(true)
  await customer.say('Stop')
  await customer.sees('As you wish.')
  await customer.panel.getByText('interrupted').waitFor()
  await ana.openRow('Tilda Berg', 'Active')
  await ana.log.getByText('Interrupted here. The customer read this much').waitFor()
})

test('[DL2] whoever comes in the middle reads the text from its beginning', async () => {
  set.bot.teach((_turn, reply) => void rambles(reply))
  const customer = await set.stage.customer('Ulla Frank')
  await customer.say('Tell me a story')
  await soon(async () => (await draftOf(customer).innerText()).includes('word3')).toBe(true)
  await customer.reload()
  await soon(async () => /word0 word1 .*word9 /.test(await draftOf(customer).innerText())).toBe(true)
  await ana.openRow('Ulla Frank', 'Active')
  await ana.log.getByText(/word0 word1 .*word9 /).waitFor()
  await ana.take()
  await customer.panel.getByText('interrupted').waitFor()
})
