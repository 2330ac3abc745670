// The console in a real browser, on a database of a hundred thousand conversations: how soon it paints, and whether its
// list keeps scrolling while messages arrive.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import { chromiumFlags, ensureChromium } from '../scripts/chromium.mjs'
import { admin, apiKey, type Baton, createVisitors, post } from './baton.ts'
import { median, percentile } from './load/percentile.ts'
import { figure, say } from './progress.ts'

/** Times between two frames of the browser, of all that were shown. */
export interface Frames {
  readonly p50Ms: number
  readonly p95Ms: number
  readonly longestMs: number
  /** Messages that arrived meanwhile, a second. */
  readonly messagesPerSecond: number
}

export interface PageFigures {
  /** From the navigation, with an empty cache, each time in a fresh context; medians. */
  readonly firstPaintMs: number
  /** Until a conversation stands in the list. */
  readonly listMs: number
  /** A page of one word, in the same browser. */
  readonly blankPaintMs: number
  readonly quiet: Frames
  readonly busy: Frames
}

const loads = 9
const scrollMs = 6_000
const messagesPerSecond = 50

async function servePlain(): Promise<{ url: string; close(): void }> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>Plain</title><p>Plain</p>')
  })
  await new Promise<void>(done => {
    server.listen(0, '127.0.0.1', done)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => server.close(),
  }
}

async function firstPaint(page: Page): Promise<number> {
  const paint = () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0)
  return page.evaluate(paint)
}

type State = Awaited<ReturnType<BrowserContext['storageState']>>

/** Signed in as the admin, without a page: what every fresh context begins with. */
async function signIn(browser: Browser, url: string): Promise<State> {
  const context = await browser.newContext()
  const data = { email: admin.BATON_ADMIN_EMAIL, password: admin.BATON_ADMIN_PASSWORD }
  const answer = await context.request.post(`${url}/api/v1/sign-in`, { data })
  if (!answer.ok()) throw new Error(`The admin could not sign in: ${await answer.text()}`)
  const state = await context.storageState()
  await context.close()
  return state
}

const rowsOf = (page: Page) =>
  page.getByLabel('Conversations', { exact: true }).getByRole('tabpanel').getByRole('button')

async function measureLoads(browser: Browser, url: string, state: State) {
  const paints: number[] = []
  const lists: number[] = []
  const blanks: number[] = []
  const plain = await servePlain()
  // The first round warms the server and the browser's own caches of code.
  for (let round = 0; round <= loads; round++) {
    const context = await browser.newContext({ storageState: state, locale: 'en-GB' })
    const page = await context.newPage()
    await page.goto(plain.url)
    const blank = await firstPaint(page)
    await page.goto(url)
    const paint = await firstPaint(page)
    await rowsOf(page).first().waitFor()
    const list = await page.evaluate(() => performance.now())
    await context.close()
    if (round === 0) continue
    blanks.push(blank)
    paints.push(paint)
    lists.push(list)
  }
  plain.close()
  return { firstPaintMs: median(paints), listMs: median(lists), blankPaintMs: median(blanks) }
}

/** Messages of fifty customers in turn, at a steady rate, whether the last ones are answered or not. */
async function startTalking(baton: Baton): Promise<() => Promise<number>> {
  const { id } = await post<{ id: string }>(
    baton,
    '/channels',
    { name: 'Busy', kind: 'web', botId: null },
    apiKey,
  )
  const visitors = await createVisitors(baton, id, 50)
  let sent = 0
  const open = new Set<Promise<unknown>>()
  const timer = setInterval(() => {
    const visitor = visitors[sent++ % visitors.length]
    const body = { clientId: `busy-${sent}`, text: `Message ${sent}` }
    const call = post(baton, '/web/messages', body, visitor?.token ?? null).finally(() => open.delete(call))
    open.add(call)
  }, 1_000 / messagesPerSecond)
  return async () => {
    clearInterval(timer)
    await Promise.all(open)
    return sent
  }
}

/** Scrolls the list down by the wheel, and notes when each frame was shown. */
async function scroll(page: Page): Promise<readonly number[]> {
  await rowsOf(page).first().hover()
  const shown = page.evaluate(async lengthMs => {
    const times = [performance.now()]
    while ((times.at(-1) ?? 0) - (times[0] ?? 0) < lengthMs)
      times.push(await new Promise<number>(requestAnimationFrame))
    return times
  }, scrollMs)
  const until = performance.now() + scrollMs
  while (performance.now() < until) {
    await page.mouse.wheel(0, 300)
    await page.waitForTimeout(50)
  }
  const times = await shown
  return times.slice(1).map((time, index) => time - (times[index] ?? time))
}

function framesOf(gaps: readonly number[], rate: number): Frames {
  return {
    p50Ms: percentile(gaps, 0.5),
    p95Ms: percentile(gaps, 0.95),
    longestMs: Math.max(...gaps),
    messagesPerSecond: rate,
  }
}

export async function measurePage(baton: Baton): Promise<PageFigures> {
  const url = baton.apiUrl.replace(/\/api\/v1$/, '')
  const browser = await chromium.launch({
    executablePath: ensureChromium(),
    args: chromiumFlags,
    chromiumSandbox: false,
  })
  try {
    say('the console in a browser: first paint')
    const state = await signIn(browser, url)
    const loaded = await measureLoads(browser, url, state)
    const { firstPaintMs, listMs, blankPaintMs } = loaded
    say(
      `  ${figure(firstPaintMs)} ms, a row ${figure(listMs)} ms; a page of one word ${figure(blankPaintMs)} ms`,
    )
    const context = await browser.newContext({
      storageState: state,
      locale: 'en-GB',
      viewport: { width: 1_440, height: 900 },
    })
    const page = await context.newPage()
    await page.goto(url)
    await page.getByRole('tab', { name: /^Active/ }).click()
    say('the console in a browser: scrolling')
    const quiet = framesOf(await scroll(page), 0)
    await page.reload()
    const stop = await startTalking(baton)
    const began = performance.now()
    const gaps = await scroll(page)
    const lastedMs = performance.now() - began
    const sent = await stop()
    const busy = framesOf(gaps, sent / (lastedMs / 1_000))
    say(`  frames: ${figure(quiet.p95Ms)} ms at p95, ${figure(busy.p95Ms)} ms with messages`)
    return { ...loaded, quiet, busy }
  } finally {
    await browser.close()
  }
}
