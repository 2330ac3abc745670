// Nobody is shut out of queues, offers, presence and the settings of the team; and on a phone nothing overhangs.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { adminSignIn } from '../packages/server/src/testing/server.ts'
import { newPerson } from './browser.ts'
import type { Desk } from './pages/desk.ts'
import { openConsole } from './pages/desk.ts'
import { expectOpenToAll } from './pages/open-to-all.ts'
import { talkWith, waitingTalk } from './pages/talks.ts'
import type { Stage } from './stage.ts'
import { openStage, soon } from './stage.ts'

let stage: Stage
let ana: Desk
let admin: Desk

beforeAll(async () => {
  stage = await openStage()
  const { api } = stage.server
  const { id } = await api.call('POST /teams', { body: { name: 'Sales', members: [stage.ana.id] } })
  ana = await stage.desk(stage.ana)
  admin = await openConsole(await newPerson(stage.browser), stage.url, { name: 'Admin', ...adminSignIn })
  for (const name of ['Lars Olsen', 'Mia Roth', 'Nils Aune']) await waitingTalk(stage, name, id)
})
afterAll(() => stage?.close())

/** Pixels by which the page is wider than its window. */
const overhang = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

async function expectOpen(desk: Desk, view: string, settle: () => Promise<void>): Promise<void> {
  await expectOpenToAll(desk.page, view, async width => {
    await settle()
    // The page is laid out anew a moment after its width changed.
    if (width === 390) await soon(() => overhang(desk.page)).toBe(0)
  })
}

describe('for everyone', () => {
  test('the desk with nothing open, its queues, and the menus of notices and of presence', async () => {
    await expectOpen(ana, 'desk, nothing open', () => ana.list.waitFor())
    for (const [button, item] of [
      [/^Queue: /, /Sales/],
      [/^Notify me/, /^Sound/],
      [/^You: /, /^Away/],
    ] as const) {
      const menu = ana.page.getByRole('menu')
      await expectOpen(ana, String(button), async () => {
        // Another width lays the list out anew, and its menu is closed.
        if (!(await menu.isVisible())) await ana.page.getByRole('button', { name: button }).click()
        await menu.getByText(item).first().waitFor()
      })
      await ana.page.keyboard.press('Escape')
      await menu.waitFor({ state: 'detached' })
    }
  })

  test('an offer, over the list and over a chat', async () => {
    const talk = await talkWith(stage, 'Olga Held')
    await ana.openRow(talk.name, 'Active')
    await ana.take()
    const routing = { how: 'round_robin', offerMs: 600_000 } as const
    const rest = { ownerGoneMs: null, awayAfterMs: null }
    const teams = (await stage.server.api.call('GET /teams')).items
    await stage.server.api.call('PUT /routing', { body: { routing: {}, presence: rest } })
    await stage.server.api.call('PUT /teams/{id}', {
      params: { id: teams[0]?.id ?? '' },
      body: { routing },
    })
    await expectOpen(ana, 'offer over a chat', () => ana.offer.waitFor())
    await ana.page.goto(`${stage.url}/inbox?list=requesting`)
    await expectOpen(ana, 'offer over the list', () => ana.offer.waitFor())
    await ana.page.goto(`${stage.url}/inbox?list=mine`)
    await ana.row(talk.name).click()
    await ana.changeOwner.click()
    await ana
      .dialog('Change owner')
      .getByRole('option', { name: /^Ben Offline/ })
      .click()
    await expectOpen(ana, 'giving to somebody offline', () => ana.dialog('Ben is offline').waitFor())
    await ana.page.keyboard.press('Escape')
  })

  test('people, teams and routing, with their dialogs', async () => {
    const { page, dialog } = admin
    await page.goto(`${stage.url}/settings/team`)
    const people = page.getByRole('region', { name: 'People' })
    await expectOpen(admin, 'settings, people', () => people.waitFor())
    for (const [button, title] of [
      ['Add a person', 'Add a person'],
      ['Add a team', 'Add a team'],
      ['Ben', 'Ben'],
      ['Sales', 'Sales'],
    ] as const) {
      await page.getByRole('button', { name: button }).click()
      await expectOpen(admin, title, () => dialog(title).waitFor())
      await page.keyboard.press('Escape')
      await dialog(title).waitFor({ state: 'detached' })
    }
    await page.goto(`${stage.url}/settings/routing`)
    await page.getByRole('radio', { name: /^To the least busy/ }).check()
    await page.getByRole('switch', { name: 'Open at certain hours only' }).check()
    await expectOpen(admin, 'settings, routing', () => page.getByText('Not saved yet').waitFor())
    await page.getByRole('button', { name: 'Inbox' }).click()
    const leave = dialog('Leave without saving?')
    await expectOpen(admin, 'leaving unsaved', () => leave.waitFor())
    await leave.getByRole('button', { name: 'Keep editing' }).click()
    await page.getByRole('button', { name: 'Discard' }).click()

    await ana.page.goto(`${stage.url}/settings/routing`)
    await expectOpen(ana, 'settings, only looked at', () =>
      ana.page.getByText(/^Only an admin changes this/).waitFor(),
    )
  })
})
