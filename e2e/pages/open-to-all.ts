// Whether a view shuts nobody out, as far as a machine can tell: both themes, a wide window and a phone.
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const widths = [1_440, 390] as const
const themes = ['light', 'dark'] as const
const grave = new Set(['serious', 'critical'])

/** What axe finds, one line each; empty when all is well. */
export async function faultsOf(page: Page): Promise<readonly string[]> {
  // Colours are looked at when they have stopped moving.
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
        .map(animation => animation.finished.catch(() => undefined)),
    ),
  )
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  return violations
    .filter(({ impact }) => grave.has(impact ?? ''))
    .flatMap(({ id, nodes }) =>
      nodes.map(node => `${id}: ${node.target.join(' ')} · ${node.failureSummary?.split('\n')[1] ?? ''}`),
    )
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
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme })
      found.push(...(await faultsOf(page)).map(fault => `${view}, ${width} px, ${colorScheme}: ${fault}`))
    }
  }
  await page.setViewportSize({ width: 1_440, height: 844 })
  await page.emulateMedia({ colorScheme: 'light' })
  expect(found).toEqual([])
}
