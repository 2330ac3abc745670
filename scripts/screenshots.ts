// `npm run screenshots`: plays an hour in a made-up shop on a Baton of its own, and takes the pictures of docs/images.
import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser, newPerson } from '../e2e/browser.ts'
import { fillCompletion } from '../e2e/pages/completion.ts'
import { visitShop } from '../e2e/pages/customer.ts'
import { openConsole } from '../e2e/pages/desk.ts'
import { parseConfig } from '../packages/server/src/config.ts'
import { start } from '../packages/server/src/start.ts'
import type { Company } from './screenshots/play.ts'
import { emailOf, foundCompany, password, play } from './screenshots/play.ts'
import { agents, draft, heldCustomer, scenes, waitingCustomer } from './screenshots/scenes.ts'
import { shrinkPng } from './screenshots/shrink-png.ts'
import { openStageDatabase } from './screenshots/stage-database.ts'

const folder = join(import.meta.dirname, '../docs/images')
const sizes = [
  { width: 1_440, height: 900 },
  { width: 1_024, height: 768 },
  { width: 390, height: 844 },
] as const
/** Narrower ones are touched, not clicked. */
const phoneBelow = 600
const themes = ['light', 'dark'] as const
const [ana, ben, chloe] = agents

async function shoot(page: Page, name: string): Promise<void> {
  // Fonts and what moves have come to rest; the pointer is on nothing.
  await page.mouse.move(0, 0)
  await page.evaluate(async () => {
    await document.fonts.ready
    await new Promise(resolve => setTimeout(resolve, 400))
  })
  const picture = shrinkPng(await page.screenshot({ animations: 'disabled', caret: 'hide' }))
  await writeFile(join(folder, `${name}.png`), picture)
  console.log(`  ${name}.png  ${Math.round(picture.length / 1_000)} kB`)
}

const openDesk = async (browser: Browser, { url }: Company, name: string, width: number = sizes[0].width) =>
  openConsole(await newPerson(browser, width < phoneBelow ? { hasTouch: true, isMobile: true } : {}), url, {
    name,
    email: emailOf(name),
    password,
  })

/** At every width and in both themes. `path`: below the console's address. */
async function shootConsole(
  browser: Browser,
  company: Company,
  how: 'busy' | 'empty',
  path: (width: number) => string,
): Promise<void> {
  for (const size of sizes) {
    const { page, strip } = await openDesk(browser, company, ana, size.width)
    await page.setViewportSize(size)
    await page.goto(`${company.url}${path(size.width)}`)
    await strip
      .getByText('Nobody is waiting')
      .or(strip.getByRole('heading', { name: 'Waiting' }))
      .first()
      .waitFor()
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme })
      await shoot(page, `console-${size.width}-${theme}-${how}`)
    }
    await page.context().close()
  }
}

async function shootTalks(
  browser: Browser,
  company: Company,
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const at = (customer: string, list: string) => `/inbox/${ids.get(customer)}?list=${list}`
  await shootConsole(browser, company, 'busy', width =>
    width < phoneBelow ? '/inbox?list=requesting' : at(waitingCustomer, 'requesting'),
  )
  for (const [width, name] of [
    [sizes[2].width, 'console-390-chat'],
    [sizes[0].width, 'takeover'],
  ] as const) {
    const desk = await openDesk(browser, company, ana, width)
    if (width < phoneBelow) await desk.page.setViewportSize(sizes[2])
    await desk.page.goto(`${company.url}${at(heldCustomer, 'intervened')}`)
    await desk.sees('Do I have to send the pieces back?')
    await desk.write(draft)
    await shoot(desk.page, name)
    if (width < phoneBelow) continue
    await desk.resolve.click()
    await fillCompletion(desk, {
      topic: 'Return',
      outcome: 'Resolved',
      tag: 'damaged',
      closing: 'Sorted out',
    })
    await shoot(desk.page, 'console-completion')
  }
}

async function shootWidget(browser: Browser, { url, apis, admin }: Company): Promise<void> {
  const customer = await visitShop(
    await newPerson(browser, { viewport: { width: 1_024, height: 768 } }),
    url,
    'Ines',
  )
  const inBoth = async (name: string) => {
    for (const theme of themes) {
      await customer.page.emulateMedia({ colorScheme: theme })
      await shoot(customer.page, `widget-${name}-${theme}`)
    }
  }
  await customer.say('Hello')
  await customer.sees('What can I do for you?')
  await inBoth('bot')
  await customer.choose('Where is my order?')
  await customer.sees('What is your order number?')
  await customer.askForPerson()
  const { items } = await admin.call('GET /conversations', { query: { q: 'Ines' } })
  const params = { id: items[0]?.id ?? '' }
  const api = apis.get(ana) ?? admin
  await api.call('POST /conversations/{id}/intervene', { params })
  const text = 'Hello Ines, Ana here. Give me the number, and I call the courier.'
  await api.call('POST /conversations/{id}/messages', { params, body: { text } })
  await customer.sees('call the courier')
  await customer.say('48213, thank you!')
  await customer.panel.getByText('Sending…').waitFor({ state: 'detached' })
  await inBoth('person')
}

async function takePictures(
  databaseUrl: string,
  setClock: (minutesAgo: number) => Promise<void>,
): Promise<void> {
  const key = `baton_${randomBytes(24).toString('base64url')}`
  const config = parseConfig({
    HOST: '127.0.0.1',
    PORT: '0',
    DATABASE_URL: databaseUrl,
    BATON_SECRET: randomBytes(24).toString('hex'),
    BATON_ADMIN_EMAIL: 'admin@olive.example',
    BATON_ADMIN_PASSWORD: randomBytes(12).toString('hex'),
    BATON_ADMIN_API_KEY: key,
    BATON_DEMO: '1',
    BATON_RATE_LIMITS: '0',
    BATON_LOG_LEVEL: 'error',
  })
  const server = await start(config)
  const browser = await launchBrowser({ whole: true })
  try {
    const company = await foundCompany(server.address, key)
    await shootConsole(browser, company, 'empty', () => '/inbox')
    const ids = await play(company, scenes, setClock)
    // Colleagues are at their desks as well.
    for (const name of [ben, chloe]) await openDesk(browser, company, name)
    await shootTalks(browser, company, ids)
    await shootWidget(browser, company)
  } finally {
    await browser.close()
    await server.stop()
  }
}

await mkdir(folder, { recursive: true })
const database = await openStageDatabase()
try {
  await takePictures(database.url, database.setClock)
} finally {
  await database.drop()
}
