// A real Chromium with a fresh profile; every person of a story gets a context of their own in it.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core'
import { chromium } from 'playwright-core'
import { chromiumFlags, ensureChromium, findHeadlessShell } from '../scripts/chromium.mjs'
import { slowDown } from './slow-line.ts'

/** For one step of a story, on a slow machine. */
export const stepMs = 30_000

const built = [
  'console/dist/index.html',
  'widget/dist/widget.js',
  'widget/dist/widget-app.js',
  'widget/dist/widget-media.js',
  'widget/dist/widget-es.js',
]

/** Throws when a page that the stories need was not built. */
export function requireBuilt(): void {
  for (const file of built) {
    if (!existsSync(fileURLToPath(new URL(`../packages/${file}`, import.meta.url))))
      throw new Error(
        `packages/${file} is not there. The browser tests look at what is built: run \`npm run build\`.`,
      )
  }
}

export interface LaunchOptions {
  /** With what belongs to a desktop: notifications, and the push service's worker. */
  readonly whole?: boolean
}

export function launchBrowser({ whole = false }: LaunchOptions = {}): Promise<Browser> {
  requireBuilt()
  const executablePath = (whole ? null : findHeadlessShell()) ?? ensureChromium()
  return chromium.launch({ executablePath, args: chromiumFlags, chromiumSandbox: false })
}

/** Motion is reduced, so that nothing is looked at half way; the language is fixed, as stories read words. */
export async function newPerson(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: 1_440, height: 900 },
    locale: 'en-GB',
    reducedMotion: 'reduce',
    ...options,
  })
  context.setDefaultTimeout(stepMs)
  await slowDown(context)
  return context
}
