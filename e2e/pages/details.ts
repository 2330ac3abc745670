// The side of an open conversation: who the customer is, and what happened before.
import type { Locator } from 'playwright-core'
import type { Desk } from './desk.ts'

export interface DetailsSide {
  readonly side: Locator
  /** A value that is edited where it stands. */
  field(label: string): Locator
  edit(label: string, value: string): Promise<void>
  tab(name: 'Conversation' | 'Profile' | 'History'): Promise<void>
}

export async function openDetails(desk: Desk): Promise<DetailsSide> {
  const side = desk.page.getByRole('complementary', { name: 'Details' })
  await side.waitFor()
  const field = (label: string) => side.getByRole('button', { name: new RegExp(`^${label}: `) })
  return {
    side,
    field,
    async edit(label, value) {
      await field(label).click()
      const box = side.getByRole('textbox', { name: label, exact: true })
      await box.fill(value)
      await box.press('Enter')
      await field(label).filter({ hasText: value }).waitFor()
    },
    async tab(name) {
      await side.getByRole('tab', { name, exact: true }).click()
    },
  }
}
