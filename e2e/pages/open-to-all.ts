// Whether a view shuts nobody out, as far as a machine can tell: both themes, a wide window and a phone.
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const widths = [1_440, 390] as const
const themes = ['light', 'dark'] as const
const grave = new Set(['serious', 'critical'])
/** All that a theme can change. */
const ofColour = ['color-contrast', 'link-in-text-block']

/** Colours and places are looked at when they have stopped moving. */
export async function standsStill(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise(requestAnimationFrame)
    const moving = () =>
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
    // What a new theme or width moves begins with the frame after it.
    await frame()
    await frame()
    while (moving().length > 0) {
      await Promise.all(moving().map(animation => animation.finished.catch(() => undefined)))
      await frame()
    }
  })
}

async function violationsOn(page: Page, rules: readonly string[] | null): Promise<readonly axe.Result[]> {
  await standsStill(page)
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source)
  const { violations } = await page.evaluate(async only => {
    const { axe: there } = globalThis as unknown as { axe: typeof axe }
    return there.run(document, {
      resultTypes: ['violations'],
      iframes: false,
      ...(only ? { runOnly: { type: 'rule', values: [...only] } } : {}),
    })
  }, rules)
  return violations
}

const linesOf = (violations: readonly axe.Result[]) =>
  violations.flatMap(({ id, nodes }) =>
    nodes.map(node => `${id}: ${node.target.join(' ')} · ${node.failureSummary?.split('\n')[1] ?? ''}`),
  )
const gravely = (violations: readonly axe.Result[]) =>
  violations.filter(({ impact }) => grave.has(impact ?? ''))

/** Whatever axe finds, grave or not, one line each; empty when all is well. */
export async function allFaultsOf(page: Page): Promise<readonly string[]> {
  return linesOf(await violationsOn(page, null))
}

/** What axe finds serious or critical. */
export async function faultsOf(page: Page): Promise<readonly string[]> {
  return linesOf(gravely(await violationsOn(page, null)))
}

/** As the page stands, in both themes; what no theme can change is looked at once. */
export async function faultsInBothThemes(page: Page, view: string): Promise<readonly string[]> {
  const found: string[] = []
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme })
    const faults = gravely(await violationsOn(page, colorScheme === 'light' ? null : ofColour))
    found.push(...linesOf(faults).map(fault => `${view}, ${colorScheme}: ${fault}`))
  }
  await page.emulateMedia({ colorScheme: 'light' })
  return found
}

/** In both themes, at both widths. `settle`: what must be in sight before it is looked at. */
export async function expectOpenToAll(
  page: Page,
  view: string,
  settle: (width: number) => Promise<void>,
): Promise<void> {
  const found: string[] = []
  for (const width of widths) {
    await page.setViewportSize({ width, height: 844 })
    await settle(width)
    found.push(...(await faultsInBothThemes(page, `${view}, ${width} px`)))
  }
  await page.setViewportSize({ width: 1_440, height: 844 })
  expect(found).toEqual([])
}
