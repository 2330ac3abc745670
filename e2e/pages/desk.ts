// What an agent does and sees in the console, found by role and name as a screen reader finds it.
import type { BrowserContext, Locator, Page } from 'playwright-core'

export interface Desk {
  readonly page: Page
  readonly name: string
  /** The bar of who waits. */
  readonly strip: Locator
  readonly list: Locator
  readonly log: Locator
  readonly foot: Locator
  /** Where the agent writes, whatever it says. */
  readonly composer: Locator
  readonly intervene: Locator
  readonly resolve: Locator
  readonly changeOwner: Locator
  /** What is offered to this agent now. */
  readonly offer: Locator
  /** The agent's own menu; its name says how they are there. */
  readonly me: Locator
  dialog(title: string): Locator
  /** A notice that says so. */
  notice(text: string): Locator
  /** Which queue the list shows. */
  chooseQueue(name: string): Promise<void>
  /** By its option in Change owner. */
  give(to: string): Promise<void>
  /** The customer's chip in the bar. */
  waiting(customer: string): Locator
  tab(name: 'Active' | 'Requesting' | 'Intervened'): Locator
  row(customer: string): Locator
  /** By its chip in the bar. */
  openWaiting(customer: string): Promise<void>
  /** By its row in a list. */
  openRow(customer: string, tab: 'Active' | 'Requesting' | 'Intervened'): Promise<void>
  take(): Promise<void>
  write(text: string): Promise<void>
  /** Resolves once it is stored: what a customer says afterwards comes after it (OW6). */
  send(text: string): Promise<void>
  /** Resolves once the log of the open conversation shows the text. */
  sees(text: string | RegExp): Promise<void>
  /** Every message of the open conversation, oldest first. */
  messages(): Promise<readonly string[]>
  reload(): Promise<void>
}

export function createDesk(page: Page, name: string): Desk {
  const strip = page.getByRole('region', { name: 'Who is waiting' })
  const list = page.getByLabel('Conversations', { exact: true })
  const log = page.getByRole('log', { name: 'Messages' })
  const foot = page.getByRole('region', { name: 'Write', exact: true })
  const composer = foot.getByRole('textbox')
  const intervene = foot.getByRole('button', { name: /^Intervene/ })
  const waiting = (customer: string) =>
    strip.getByRole('button', { name: new RegExp(`^${customer}, .*waiting`) })
  const tab: Desk['tab'] = each => page.getByRole('tab', { name: new RegExp(`^${each}`) })
  const row = (customer: string) =>
    list.getByRole('tabpanel').getByRole('button').filter({ hasText: customer })
  const opened = (customer: string) =>
    page.getByRole('region', { name: `Conversation with ${customer}` }).waitFor()
  const write = async (text: string) => {
    await composer.fill(text)
  }
  return {
    page,
    name,
    strip,
    list,
    log,
    foot,
    composer,
    intervene,
    resolve: page.getByRole('button', { name: /^Resolve/ }),
    changeOwner: page.getByRole('button', { name: 'Change owner' }),
    offer: page.getByRole('region', { name: 'Offered to you' }),
    me: page.getByRole('button', { name: /^You: / }),
    notice: text =>
      page
        .locator('[data-swipe-direction], [role="dialog"], [role="alertdialog"]')
        .filter({ hasText: text })
        .last(),
    async chooseQueue(queue) {
      await page.getByRole('button', { name: /^Queue: / }).click()
      await page.getByRole('menuitemradio', { name: new RegExp(`${queue}\\b`) }).click()
      await page.getByRole('menu').waitFor({ state: 'detached' })
    },
    async give(to) {
      await page.getByRole('button', { name: 'Change owner' }).click()
      const option = page.getByRole('dialog', { name: 'Change owner' }).getByRole('option', { name: to })
      // Whoever has just come is told to the others within two seconds; before that, giving is asked about.
      await option.filter({ hasNotText: /Offline|Away/ }).click()
    },
    dialog: title => page.getByRole('dialog', { name: title }),
    waiting,
    tab,
    row,
    async openWaiting(customer) {
      await waiting(customer).click()
      await opened(customer)
      await log.waitFor()
    },
    async openRow(customer, of) {
      await tab(of).click()
      await row(customer).click()
      await opened(customer)
      await log.waitFor()
    },
    async take() {
      await intervene.click()
      await foot.getByText('You hold this conversation').waitFor()
    },
    write,
    async send(text) {
      await write(text)
      await composer.press('Enter')
      await log.getByText(text).last().waitFor()
      await log.getByText('Sending', { exact: true }).waitFor({ state: 'detached' })
    },
    sees: text => log.getByText(text).last().waitFor(),
    messages: () => log.getByRole('article').locator('p').allInnerTexts(),
    async reload() {
      await page.reload()
      await strip.waitFor()
    },
  }
}

export interface SignIn {
  readonly name: string
  readonly email: string
  readonly password: string
}

/** Signed in already, at the console's front page, with its lists: only what happens from now on is news to it. */
export async function openConsole(context: BrowserContext, url: string, person: SignIn): Promise<Desk> {
  const { name, email, password } = person
  const answer = await context.request.post(`${url}/api/v1/sign-in`, { data: { email, password } })
  if (!answer.ok()) throw new Error(`${name} could not sign in: ${await answer.text()}`)
  const page = await context.newPage()
  const desk = createDesk(page, name)
  await page.goto(`${url}/`)
  await desk.strip.waitFor()
  await desk.list.getByRole('tab', { name: /^Active\s*\d/ }).waitFor()
  return desk
}
