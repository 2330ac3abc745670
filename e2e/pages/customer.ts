// What a customer does and sees: the widget on a page, found by role and name as a screen reader finds it.
import type { BrowserContext, Locator, Page } from 'playwright-core'

export interface Customer {
  readonly page: Page
  readonly name: string
  /** The open panel. */
  readonly panel: Locator
  readonly composer: Locator
  open(): Promise<void>
  say(text: string): Promise<void>
  /** By the button that is always there, not by the bot's choices. */
  askForPerson(): Promise<void>
  choose(option: string): Promise<void>
  /** Resolves once a bubble holds the text. */
  sees(text: string): Promise<void>
  /** Every bubble's text, oldest first, with its author before it. */
  bubbles(): Promise<readonly string[]>
  reload(): Promise<void>
}

export function createCustomer(page: Page, name: string): Customer {
  const panel = page.getByRole('dialog')
  const composer = panel.getByRole('textbox', { name: 'Write a message' })
  const bubble = panel.locator('.bubble')
  return {
    page,
    name,
    panel,
    composer,
    async open() {
      await page.getByRole('button', { name: /^Open the chat/ }).click()
      await composer.waitFor()
    },
    async say(text) {
      await composer.fill(text)
      await composer.press('Enter')
      await bubble.filter({ hasText: text }).last().waitFor()
    },
    async askForPerson() {
      await panel.getByRole('button', { name: 'Talk to a person' }).last().click()
      await panel.getByText('A person will join here').waitFor()
    },
    choose: option => panel.getByRole('button', { name: option, exact: true }).first().click(),
    sees: text => bubble.filter({ hasText: text }).last().waitFor(),
    bubbles: () => bubble.allInnerTexts(),
    async reload() {
      await page.reload()
      await composer.waitFor()
    },
  }
}

/** Comes to the demo shop with an empty browser; `name` is what the shop tells about them. */
export async function visitShop(context: BrowserContext, url: string, name: string): Promise<Customer> {
  const page = await context.newPage()
  await page.goto(`${url}/demo`)
  const customer = createCustomer(page, name)
  await customer.open()
  await page.evaluate(given => {
    const { Baton } = globalThis as unknown as { Baton: { identify(identity: object): void } }
    Baton.identify({ name: given })
  }, name)
  return customer
}
