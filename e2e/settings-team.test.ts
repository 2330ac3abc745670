// Who works here, in which teams, and how work comes to them: set by an admin, seen by everybody.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { adminSignIn } from '../packages/server/src/testing/server.ts'
import { newPerson } from './browser.ts'
import type { Desk } from './pages/desk.ts'
import { openConsole } from './pages/desk.ts'
import type { Stage } from './stage.ts'
import { openStage, soon } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
})
afterEach(() => stage?.closePeople())
afterAll(() => stage?.close())

async function adminAt(section: 'team' | 'routing'): Promise<Desk> {
  const admin = await openConsole(await newPerson(stage.browser), stage.url, {
    name: 'Admin',
    ...adminSignIn,
  })
  await admin.page.goto(`${stage.url}/settings/${section}`)
  return admin
}

const agentOf = async (name: string) => {
  const { items } = await stage.server.api.call('GET /agents', { query: { all: 'true' } })
  return items.find(agent => agent.name === name)
}
const teamOf = async (name: string) => {
  const { items } = await stage.server.api.call('GET /teams')
  return items.find(team => team.name === name)
}

describe('people and teams', () => {
  test('an admin adds a person, who can sign in; changes what they can; deactivates and brings back', async () => {
    const { page, dialog } = await adminAt('team')
    await page.getByRole('button', { name: 'Add a person' }).click()
    const fresh = dialog('Add a person')
    await fresh.getByLabel('Name').fill('Zadie')
    await fresh.getByLabel('Email').fill('zadie@shop.example')
    await fresh.getByLabel('Password').fill('quite a long word')
    await fresh.getByLabel('Languages').fill('es')
    await page.getByRole('option', { name: 'Add “es”' }).click()
    await fresh.getByLabel('Conversations at once').fill('3')
    await fresh.getByRole('button', { name: 'Add', exact: true }).click()
    await fresh.waitFor({ state: 'detached' })
    await soon(async () => {
      const { languages, capacity, role } = (await agentOf('Zadie')) ?? {}
      return { languages, capacity, role }
    }).toEqual({ languages: ['es'], capacity: 3, role: 'agent' })
    const zadie = { name: 'Zadie', email: 'zadie@shop.example', password: 'quite a long word' }
    const hers = await openConsole(await newPerson(stage.browser), stage.url, zadie)

    await page.getByRole('button', { name: /Zadie/ }).click()
    await dialog('Zadie').getByLabel('Role').selectOption('Lead')
    await dialog('Zadie').getByRole('button', { name: 'Save' }).click()
    await soon(async () => (await agentOf('Zadie'))?.role).toBe('lead')

    await page.getByRole('button', { name: /Zadie/ }).click()
    await dialog('Zadie').getByRole('button', { name: 'Deactivate' }).click()
    const sure = dialog('Deactivate Zadie?')
    await sure.getByText('goes back to the queue').waitFor()
    await sure.getByRole('button', { name: 'Deactivate' }).click()
    await soon(async () => (await agentOf('Zadie'))?.active).toBe(false)
    await hers.page.reload()
    await hers.page.getByRole('button', { name: 'Sign in' }).waitFor()

    await page.getByRole('button', { name: /Zadie/ }).click()
    await dialog('Zadie').getByRole('button', { name: 'Activate again' }).click()
    await soon(async () => (await agentOf('Zadie'))?.active).toBe(true)
  })

  test('a team is added and renamed, its members chosen; a name that is taken is said in place', async () => {
    const { page, dialog } = await adminAt('team')
    await page.getByRole('button', { name: 'Add a team' }).click()
    const fresh = dialog('Add a team')
    await fresh.getByLabel('Name').fill('Returns')
    await fresh.getByLabel('Ana').check()
    await fresh.getByRole('button', { name: 'Add', exact: true }).click()
    await soon(async () => (await teamOf('Returns'))?.members).toEqual([stage.ana.id])

    await stage.server.api.call('POST /teams', { body: { name: 'Sales' } })
    await page.getByRole('button', { name: /Returns/ }).click()
    await dialog('Returns').getByLabel('Name').fill('Sales')
    await dialog('Returns').getByRole('button', { name: 'Save' }).click()
    await dialog('Returns').getByRole('alert').getByText('There is a team called Sales already.').waitFor()
    await dialog('Returns').getByLabel('Name').fill('Refunds')
    await dialog('Returns').getByLabel('Ben').check()
    await dialog('Returns').getByRole('button', { name: 'Save' }).click()
    await soon(async () => (await teamOf('Refunds'))?.members.toSorted()).toEqual(
      [stage.ana.id, stage.ben.id].sort(),
    )
  })

  test('an agent sees it, cannot change it, and is told whom to ask', async () => {
    const ana = await stage.desk(stage.ana)
    await ana.page.goto(`${stage.url}/settings/team`)
    await ana.page.getByText(/^Only an admin changes this\. Ask /).waitFor()
    expect(await ana.page.getByRole('button', { name: 'Add a person' }).count()).toBe(0)
    await ana.page.goto(`${stage.url}/settings/routing`)
    await ana.page.getByText(/^Only an admin changes this\. Ask /).waitFor()
    expect(await ana.page.getByRole('radio', { name: /^By hand/ }).isDisabled()).toBe(true)
  })
})

describe('routing', () => {
  test('it is set for a team, with hours; what was not saved is asked about', async () => {
    const { id } = await stage.server.api.call('POST /teams', { body: { name: 'Night shift' } })
    const { page, dialog } = await adminAt('routing')
    await page.getByLabel('Queue', { exact: true }).selectOption('Night shift')
    await page.getByRole('radio', { name: /^In turn/ }).check()
    await page.getByLabel('Seconds to accept').fill('45')
    await page.getByRole('switch', { name: 'Open at certain hours only' }).check()
    await page.getByLabel('Monday, from').fill('08:30')
    await page.getByRole('button', { name: 'Remove hours on Friday' }).click()
    await page.getByRole('button', { name: 'Add hours on Saturday' }).click()
    await page.getByLabel('The conversation').selectOption('stays with the bot')

    await page.getByRole('button', { name: 'Inbox' }).click()
    await dialog('Leave without saving?').getByRole('button', { name: 'Keep editing' }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Not saved yet').waitFor({ state: 'detached' })

    const saved = (await teamOf('Night shift'))?.routing
    expect(saved).toMatchObject({ how: 'round_robin', offerMs: 45_000, nobody: { goes: 'bot' } })
    expect(saved?.hours?.week.filter(({ day }) => day === 1)).toEqual([
      { day: 1, from: '08:30', to: '17:00' },
    ])
    expect(saved?.hours?.week.map(({ day }) => day).toSorted()).toEqual([1, 2, 3, 4, 6])
    expect(id).not.toBe('')

    await page.reload()
    await page.getByLabel('Queue', { exact: true }).selectOption('Night shift')
    await page
      .getByRole('radio', { name: /^In turn/ })
      .and(page.locator(':checked'))
      .waitFor()
  })

  test('when somebody counts as away or gone is the same for everybody', async () => {
    const { page } = await adminAt('routing')
    await page.getByLabel('Minutes without a key or a move').fill('25')
    await page.getByRole('switch', { name: 'What a gone owner holds returns to the queue' }).uncheck()
    await page.getByRole('button', { name: 'Save' }).click()
    await soon(async () => (await stage.server.api.call('GET /routing')).presence).toEqual({
      awayAfterMs: 1_500_000,
      ownerGoneMs: null,
    })
    await page.getByText('Not saved yet').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Inbox' }).click()
    await page.getByRole('region', { name: 'Who is waiting' }).waitFor()
  })
})
