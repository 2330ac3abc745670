// The widget as a guest on pages that it does not know: it keeps its looks, its one place and its visitor.
import { randomBytes } from 'node:crypto'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { keyFor } from '../packages/server/src/app/secrets.ts'
import { createVisitorTokens } from '../packages/server/src/app/visitor-tokens.ts'
import { newPerson } from './browser.ts'
import type { Customer } from './pages/customer.ts'
import { createCustomer } from './pages/customer.ts'
import type { Site } from './site.ts'
import { startSite } from './site.ts'
import type { Stage } from './stage.ts'
import { openStage, soon, textsOf } from './stage.ts'

const secret = randomBytes(24).toString('hex')
let stage: Stage
let channelId: string
const sites: Site[] = []

beforeAll(async () => {
  stage = await openStage({ BATON_SECRET: secret })
  const { items } = await stage.server.api.call('GET /channels')
  channelId = items[0]?.id ?? ''
})
afterEach(async () => {
  await stage?.closePeople()
  await Promise.all(sites.splice(0).map(site => site.close()))
})
afterAll(() => stage?.close())

const tag = (channel: string) => `<script src="${stage.url}/widget.js" data-channel="${channel}"></script>`

async function onSite(html: string): Promise<{ context: BrowserContext; page: Page; customer: Customer }> {
  const site = await startSite(`<!doctype html><html lang="en"><title>Elsewhere</title>${html}</html>`)
  sites.push(site)
  const context = await newPerson(stage.browser)
  const page = await context.newPage()
  await page.goto(site.origin)
  return { context, page, customer: createCustomer(page, 'Visitor') }
}

const hostile = `<style>
  * { all: revert; font-size: 40px !important; color: red !important; display: inline !important }
  button, textarea, section, div { position: static !important; width: 900px !important; visibility: hidden }
  baton-widget { font: 60px cursive; letter-spacing: 9px; transform: none }
</style>`

describe('the widget on other people’s pages', () => {
  test('keeps its size and letters under a style sheet that wants to change everything', async () => {
    const { page, customer } = await onSite(`<body>${hostile}<p>Some page</p>${tag(channelId)}</body>`)
    await customer.open()
    await customer.say('Hello')
    await customer.sees('What can I do for you?')
    const { width, height } = (await customer.panel.boundingBox()) ?? { width: 0, height: 0 }
    expect(width).toBeGreaterThan(340)
    expect(width).toBeLessThan(420)
    expect(height).toBeGreaterThan(400)
    const look = await customer.panel
      .locator('.bubble')
      .last()
      .evaluate(node => {
        const { fontSize, color, visibility, letterSpacing } = getComputedStyle(node)
        return { fontSize: Number.parseFloat(fontSize), color, visibility, letterSpacing }
      })
    expect(look).toMatchObject({ visibility: 'visible', letterSpacing: 'normal' })
    expect(look.fontSize).toBeLessThan(20)
    expect(look.color).not.toBe('rgb(255, 0, 0)')
    // And the page keeps its own.
    expect(await page.getByText('Some page').evaluate(node => getComputedStyle(node).fontSize)).toBe('40px')
  })

  test('is there once, however often the tag is', async () => {
    const { page, customer } = await onSite(`<body>${tag(channelId)}${tag(channelId)}</body>`)
    await customer.open()
    expect(await page.locator('baton-widget').count()).toBe(1)
    expect(await page.getByRole('dialog').count()).toBe(1)
  })

  test('opens and closes when the page says so, even before it has loaded', async () => {
    const { page, customer } = await onSite(`<body>${tag(channelId)}<script>Baton.open()</script>
      <button onclick="Baton.open()">Ask us</button><button onclick="Baton.close()">Enough</button></body>`)
    await customer.composer.waitFor()
    await page.getByRole('button', { name: 'Enough' }).click()
    await customer.panel.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Ask us' }).click()
    await customer.composer.waitFor()
  })

  test('loads on a page that is never idle, and again after a download that failed', async () => {
    const site = await startSite(
      `<!doctype html><html lang="en"><title>Busy</title><body>${tag(channelId)}</body></html>`,
    )
    sites.push(site)
    const context = await newPerson(stage.browser)
    await context.addInitScript('window.requestIdleCallback = () => 0')
    let failed = 0
    await context.route('**/widget-app.js', route => {
      failed += 1
      return failed === 1 ? route.abort() : route.continue()
    })
    const page = await context.newPage()
    await page.goto(site.origin)
    await createCustomer(page, 'Visitor').open()
    expect(failed).toBe(2)
  })

  test('works only where its channel names the origin of the page', async () => {
    const settings = { origins: ['https://shop.example'] }
    const strict = await stage.server.makeChannel({ settings })
    const { page, customer } = await onSite(`<body>${tag(strict)}</body>`)
    const refused = page.waitForResponse(response => response.url().includes(`/web/${strict}`))
    await customer.open()
    expect((await refused).status()).toBe(403)
    await customer.panel.getByText('The chat cannot be reached right now.').waitFor()

    const site = await startSite(`<!doctype html><html lang="en"><body></body></html>`)
    sites.push(site)
    const named = await stage.server.makeChannel({ settings: { origins: [site.origin] } })
    await page.goto(site.origin)
    await page.addScriptTag({
      content: `const tag = document.createElement('script');
        tag.src = '${stage.url}/widget.js'; tag.dataset.channel = '${named}'; document.head.append(tag)`,
    })
    await customer.open()
    await customer.say('Hello from a page that may')
    await soon(() => page.evaluate(() => document.querySelectorAll('baton-widget').length)).toBe(1)
    await customer.panel.getByText('Sending…').waitFor({ state: 'detached' })
    expect(await customer.panel.getByText('Not sent').count()).toBe(0)
  })

  test('renews a token that ran out, and the conversation goes on', async () => {
    const customer = await stage.customer('Uma Patel')
    await customer.say('Hello')
    await customer.sees('What can I do for you?')
    const before = await customer.bubbles()

    const tokens = createVisitorTokens(keyFor(secret, 'visitor'))
    const key = `baton:${channelId}`
    const held = await customer.page.evaluate(name => localStorage.getItem(name) ?? '{}', key)
    const remembered = JSON.parse(held)
    const claims = await tokens.read(remembered.visitor.token)
    if (claims === null || claims === 'expired') throw new Error('the visitor has no token that counts')
    const twoDaysAgo = Date.now() - 2 * 24 * 60 * 60 * 1_000
    const { token } = await createVisitorTokens(keyFor(secret, 'visitor'), () => twoDaysAgo).issue(claims)
    expect(await tokens.read(token)).toBe('expired')
    remembered.visitor.token = token
    await customer.page.evaluate(
      ([name, value]) => localStorage.setItem(name ?? '', value ?? ''),
      [key, JSON.stringify(remembered)],
    )

    await customer.reload()
    await soon(() => customer.bubbles()).toEqual(before)
    await customer.say('Where is my order?')
    await customer.sees('What is your order number?')
    expect(textsOf(await stage.logOf('Uma Patel'), 'contact')).toEqual(['Hello', 'Where is my order?'])
  })
})
