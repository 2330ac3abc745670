// What a builder does and sees in the workshop for bots: the list, a flow on its canvas, the test chat.
import type { Locator, Page } from 'playwright-core'

export interface Builder {
  readonly page: Page
  readonly canvas: Locator
  readonly palette: Locator
  /** The test chat. */
  readonly chat: Locator
  /** The form of a block, by the name that its card shows. */
  form(name: string): Locator
  card(id: string): Locator
  openBots(): Promise<void>
  openBot(name: string): Promise<void>
  /** From the list, beginning with one of the offered flows. */
  makeFlow(name: string, template: string): Promise<void>
  /** In the palette that is open. */
  pick(kind: string): Promise<void>
  /** Pulls an arrow out of a way and lets go of it at a point beside the card. */
  pullArrow(id: string, way: string, by: { readonly x: number; readonly y: number }): Promise<void>
  /** Pulls an arrow from a way to another card. */
  connect(id: string, way: string, to: string): Promise<void>
  saved(): Promise<void>
  tryOut(text: string): Promise<void>
  /** Resolves once the bot said it in the test chat. */
  chatSees(text: string): Promise<void>
  publish(note: string): Promise<void>
}

export function createBuilder(page: Page): Builder {
  const canvas = page.getByLabel('Canvas of the flow')
  const palette = page.getByRole('dialog', { name: 'Add block' })
  const chat = page.getByRole('region', { name: 'Test chat' })
  const card = (id: string) => canvas.locator(`.react-flow__node[data-id="${id}"]`)
  const handle = (id: string, way: string) => card(id).locator(`[data-handleid="${way}"]`)
  const publishButton = page.getByRole('main').getByRole('button', { name: 'Publish' })
  return {
    page,
    canvas,
    palette,
    chat,
    card,
    form: name => page.getByRole('region', { name: `Block ${name}`, exact: true }),
    async openBots() {
      await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'Bots' }).click()
      await page.getByRole('heading', { name: 'Bots', level: 1 }).waitFor()
    },
    async openBot(name) {
      await page.getByRole('list', { name: 'Bots' }).getByRole('button').filter({ hasText: name }).click()
      await page.getByRole('textbox', { name: 'Name', exact: true }).waitFor()
    },
    async makeFlow(name, template) {
      await page.getByRole('button', { name: 'New bot' }).first().click()
      const dialog = page.getByRole('dialog', { name: 'New bot' })
      await dialog.getByLabel('Name').fill(name)
      await dialog.getByLabel('Begin with').selectOption({ label: template })
      await dialog.getByRole('button', { name: 'Create' }).click()
      await canvas.waitFor()
    },
    async pick(kind) {
      await palette.getByRole('combobox').fill(kind)
      await palette.getByRole('option', { name: kind }).first().waitFor()
      await page.keyboard.press('Enter')
      await palette.waitFor({ state: 'detached' })
    },
    async pullArrow(id, way, by) {
      await handle(id, way).hover()
      const box = await handle(id, way).boundingBox()
      if (!box) throw new Error(`${id} has no way ${way}`)
      await page.mouse.down()
      await page.mouse.move(box.x + by.x / 2, box.y + by.y / 2, { steps: 4 })
      await page.mouse.move(box.x + by.x, box.y + by.y, { steps: 4 })
      await page.mouse.up()
    },
    connect: (id, way, to) => handle(id, way).dragTo(card(to)),
    saved: () =>
      page
        .getByRole('status')
        .filter({ hasText: /^Saved/ })
        .waitFor(),
    async tryOut(text) {
      await chat.getByRole('textbox', { name: 'Write as a customer' }).fill(text)
      await page.keyboard.press('Enter')
    },
    chatSees: text => chat.getByRole('article', { name: 'Bot' }).filter({ hasText: text }).last().waitFor(),
    async publish(note) {
      await publishButton.click()
      const dialog = page.getByRole('dialog', { name: /^Publish / })
      await dialog.getByLabel('What changed').fill(note)
      await dialog.getByRole('button', { name: /^Publish/ }).click()
      await dialog.waitFor({ state: 'detached' })
    },
  }
}
