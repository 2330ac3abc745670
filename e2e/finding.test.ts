// An agent finds a conversation again: by a filter, by a saved view, and by a word that somebody said in it.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Desk } from './pages/desk.ts'
import { faultsOf } from './pages/open-to-all.ts'
import type { Stage } from './stage.ts'
import { openStage, soon } from './stage.ts'

let stage: Stage
let ana: Desk

const filler = (n: number) => `Line ${n} is about nothing in particular.`
const keep = 'where is my umbrella stand'

beforeAll(async () => {
  stage = await openStage()
  const { api } = stage.server
  const channelId = await stage.server.makeChannel()
  for (const name of ['Otto', 'Pilar', 'Quentin']) {
    const visitor = await api.call('POST /web/{channelId}/visitors', {
      params: { channelId },
      body: { name },
    })
    const say = (text: string) =>
      stage.server.apiAs(visitor.token).call('POST /web/messages', { body: { clientId: randomUUID(), text } })
    await say(`Hello, ${name} here`)
    if (name !== 'Pilar') continue
    await say(`Please tell me, ${keep}?`)
    for (let n = 0; n < 40; n++) await say(filler(n))
    await say('The umbrella stand is still missing.')
    const params = { id: visitor.conversationId }
    await api.call('POST /conversations/{id}/tags', { params, body: { add: ['late'] } })
    await api.call('POST /conversations/{id}/notes', { params, body: { text: 'Asked the umbrella maker.' } })
  }
  ana = await stage.desk(stage.ana)
})
afterAll(() => stage?.close())

async function noFaults(): Promise<void> {
  expect(await faultsOf(ana.page)).toEqual([])
}

test('a filter narrows the list, without a mouse', async () => {
  await ana.row('Otto').waitFor()
  await ana.row('Pilar').waitFor()
  await ana.page.keyboard.press('f')
  const dialog = ana.dialog('Filter the list')
  await dialog.waitFor()
  await dialog.getByLabel('Tags, any of them').fill('late')
  await ana.page.keyboard.press('Enter')
  await noFaults()
  await ana.page.keyboard.press('Control+Enter')
  await dialog.waitFor({ state: 'detached' })
  await soon(() => ana.row('Otto').count()).toBe(0)
  await ana.row('Pilar').waitFor()
})

test('the filter is saved as a view, outlives a reload, and comes back by one press', async () => {
  await ana.page.getByRole('button', { name: 'Save view' }).click()
  const dialog = ana.dialog('Save this view')
  await dialog.getByLabel('Name').fill('Late ones')
  await noFaults()
  await ana.page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  const view = ana.page
    .getByRole('navigation', { name: 'Saved views' })
    .getByRole('button', { name: 'Late ones', exact: true })
  await soon(() => view.getAttribute('aria-pressed')).toBe('true')
  await ana.reload()
  await soon(() => view.getAttribute('aria-pressed')).toBe('true')
  await ana.row('Pilar').waitFor()
  expect(await ana.row('Otto').count()).toBe(0)
  await view.click()
  await ana.row('Otto').waitFor()
  await view.click()
  await soon(() => ana.row('Otto').count()).toBe(0)
  await ana.page.getByRole('button', { name: 'Remove late' }).click()
  await ana.row('Otto').waitFor()
})

test('a word that was said is found, and its hit opens in place; so does the next one', async () => {
  await ana.page.keyboard.press('/')
  await ana.page.keyboard.type('umbrella sta')
  const results = ana.list.getByRole('region', { name: /^Search names/ })
  const old = results.getByRole('button').filter({ hasText: keep })
  await old.waitFor()
  expect(await results.locator('mark').first().innerText()).toBe('umbrella')
  await noFaults()
  await ana.page.keyboard.press('ArrowDown')
  await ana.page.keyboard.press('ArrowDown')
  await old.click()
  const line = ana.log.getByText(keep)
  await soon(() =>
    line.evaluate(node => {
      const box = node.getBoundingClientRect()
      return box.top > 0 && box.bottom < innerHeight
    }),
  ).toBe(true)
  const find = ana.page.getByRole('search', { name: 'Find in this conversation' })
  await soon(() => find.getByRole('status').innerText()).toBe('1 of 2')
  await find.getByRole('button', { name: 'Later hit' }).click()
  await soon(() => find.getByRole('status').innerText()).toBe('2 of 2')
  const last = ana.log.getByText('The umbrella stand is still missing.')
  await soon(() => last.evaluate(node => node.getBoundingClientRect().bottom < innerHeight)).toBe(true)
  await noFaults()
  await find.getByRole('button', { name: 'Close finding' }).click()
  await find.waitFor({ state: 'detached' })
})

test('a name is found while it is typed, and nonsense finds nothing and says so', async () => {
  const box = ana.list.getByRole('searchbox')
  await box.fill('quen')
  await ana.list.getByRole('button').filter({ hasText: 'Quentin' }).first().waitFor()
  await box.fill('xylophone &|!')
  await ana.list.getByText('Nothing found for').waitFor()
  await noFaults()
  await box.press('Escape')
  await ana.row('Otto').waitFor()
})
