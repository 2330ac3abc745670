// Somebody whose browser speaks Spanish: the whole loop in Spanish, and not a word of the console's own in English.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { en } from '../packages/console/src/app/messages/en.ts'
import { enBots } from '../packages/console/src/app/messages/en-bots.ts'
import { enChannels } from '../packages/console/src/app/messages/en-channels.ts'
import { enRules } from '../packages/console/src/app/messages/en-rules.ts'
import { enSettings } from '../packages/console/src/app/messages/en-settings.ts'
import { enWho } from '../packages/console/src/app/messages/en-who.ts'
import { es } from '../packages/console/src/app/messages/es.ts'
import { esBots } from '../packages/console/src/app/messages/es-bots.ts'
import { esChannels } from '../packages/console/src/app/messages/es-channels.ts'
import { esRules } from '../packages/console/src/app/messages/es-rules.ts'
import { esSettings } from '../packages/console/src/app/messages/es-settings.ts'
import { esWho } from '../packages/console/src/app/messages/es-who.ts'
import { adminSignIn } from '../packages/server/src/testing/server.ts'
import { newPerson } from './browser.ts'
import type { Stage } from './stage.ts'
import { openStage, soon, typesOf } from './stage.ts'

let stage: Stage
let page: Page

beforeAll(async () => {
  stage = await openStage()
  const context = await newPerson(stage.browser, { locale: 'es-ES' })
  const { email, password } = adminSignIn
  await context.request.post(`${stage.url}/api/v1/sign-in`, { data: { email, password } })
  page = await context.newPage()
})
afterAll(() => stage?.close())

const spanish = new Map<string, string>(
  Object.entries({ ...es, ...esBots, ...esChannels, ...esRules, ...esSettings, ...esWho }),
)
const spoken = new Set(spanish.values())

/** What the console says in English, where Spanish says something else; a blank may hold anything. */
const english = Object.entries({
  ...en,
  ...enBots,
  ...enChannels,
  ...enRules,
  ...enSettings,
  ...enWho,
}).flatMap(([key, text]) => {
  const fixed = text.replace(/\{\w+\}/g, '')
  if (spoken.has(text) || spanish.get(key) === text || fixed.trim().length < 4) return []
  const pattern = text.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '.+')
  return [new RegExp(`^${pattern}$`)]
})
/** Said by hand instead of by a table. */
const looksEnglish = /\b(the|and|you|your|with|this|are|not)\b/i

/** What people and bots wrote: messages, the blocks of a flow, a bot that is tried out. */
const writtenByOthers =
  'script, style, article, [role="article"], [role="log"], textarea, option, .react-flow__node, .react-flow__edges'

/** Everything that can be read on the page or is read aloud, but what people and bots wrote. */
async function textsOn(within: Page): Promise<readonly string[]> {
  return within.evaluate(written => {
    const texts = new Set<string>()
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node instanceof Element ? node : node.parentElement
      if (!element || element.closest(written)) continue
      if (!(node instanceof Element)) texts.add(node.textContent?.trim() ?? '')
      else
        for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
          texts.add(node.getAttribute(name)?.trim() ?? '')
    }
    return [...texts].filter(Boolean)
  }, writtenByOthers)
}

/** Written by the demo, not by the console. */
const ofTheDemo = [/^Admin$/, /^(Bot: )?Hi, I’m Oli/, /^What can I do for you\?$/]

async function expectSpanish(): Promise<void> {
  const texts = await textsOn(page)
  // There is something to be read.
  expect(texts.filter(text => spoken.has(text)).length).toBeGreaterThan(5)
  const left = texts.filter(text => english.some(pattern => pattern.test(text)) || looksEnglish.test(text))
  const { items: rules } = await stage.server.api.call('GET /rules')
  const named = (text: string) => rules.some(({ name }) => text.includes(name))
  expect(left.filter(text => !named(text) && !ofTheDemo.some(pattern => pattern.test(text)))).toEqual([])
}

test('every page of the console speaks it', async () => {
  const customer = await stage.customer('Elena Ruiz')
  await customer.say('Hello')
  await customer.sees('What can I do for you?')
  await customer.askForPerson()
  const id = await stage.idOf('Elena Ruiz')
  const { items } = await stage.server.api.call('GET /bots')
  const settings = [
    'team',
    'channels',
    'outreach',
    'routing',
    'completion',
    'statuses',
    'alerts',
    'replies',
    'webhooks',
  ]
  const paths = [
    '/inbox',
    `/inbox/${id}`,
    '/bots',
    `/bots/${items[0]?.id}`,
    '/rules',
    ...settings.map(each => `/settings/${each}`),
  ]
  for (const path of paths) {
    await page.goto(`${stage.url}${path}`)
    await page.getByRole('navigation').first().waitFor()
    await page.waitForLoadState('networkidle')
    await expectSpanish()
  }
  await page.goto(`${stage.url}/inbox/${id}`)
  for (const tab of [esWho['who.tabProfile'], esWho['who.tabHistory']]) {
    await page.getByRole('tab', { name: tab }).click()
    await page.waitForLoadState('networkidle')
    await expectSpanish()
  }
})

test('[TK1] [HB1] a customer is taken, answered and handed back', async () => {
  const customer = await stage.customer('Pablo Soto')
  await customer.say('Hello')
  await customer.sees('What can I do for you?')
  await customer.askForPerson()
  await page.goto(`${stage.url}/inbox/${await stage.idOf('Pablo Soto')}`)
  await page.getByRole('button', { name: /^Intervenir/ }).click()
  const box = page.getByRole('region', { name: es['foot.label'], exact: true }).getByRole('textbox')
  await box.fill('Ahora lo miro.')
  await box.press('Enter')
  await customer.sees('Ahora lo miro.')
  await page.keyboard.press('Escape')
  await page.keyboard.press('e')
  const form = page.getByRole('dialog', { name: es['done.title'] })
  await form.getByRole('button', { name: new RegExp(`^${es['done.do']}`) }).click()
  await form.getByText(es['done.missing']).first().waitFor()
  await expectSpanish()
  await form.getByLabel(es['done.topic']).fill('Order')
  await page.getByRole('option', { name: 'Order' }).first().click()
  await form.getByLabel(es['done.outcome']).fill('Resolved')
  await page.getByRole('option', { name: 'Resolved' }).first().click()
  await page.keyboard.press('Control+Enter')
  await form.waitFor({ state: 'detached' })
  await soon(async () => typesOf(await stage.logOf('Pablo Soto'))).toContain('Resolved')
  await expectSpanish()
})

test('what the server refuses is said in Spanish, at its place', async () => {
  await stage.server.api.call('POST /teams', { body: { name: 'Ventas' } })
  await page.goto(`${stage.url}/settings/team`)
  await page.getByRole('button', { name: esSettings['team.addTitle'] }).click()
  const form = page.getByRole('dialog', { name: esSettings['team.addTitle'] })
  await form.getByRole('textbox').first().fill('Ventas')
  await page.keyboard.press('Enter')
  await form.getByText('Ya hay otro con este nombre. Elige otro nombre.').waitFor()
  await expectSpanish()
})
