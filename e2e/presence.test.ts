// Who is there: by choice, by itself, and no more.
import { afterAll, afterEach, beforeAll, describe, test } from 'vitest'
import { newPerson } from './browser.ts'
import { openConsole } from './pages/desk.ts'
import type { Stage } from './stage.ts'
import { openStage } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
})
afterEach(() => stage?.closePeople())
afterAll(() => stage?.close())

describe('presence', () => {
  test('away by hand is seen by colleagues at once, and lasts until I say otherwise', async () => {
    const [ana, ben] = await Promise.all([stage.desk(stage.ana), stage.desk(stage.ben)])
    await stage.customer('Uma First').then(customer => customer.say('Hello'))
    const people = ana.page.getByRole('region', { name: 'Who is there' })
    await people.getByText('Ben').waitFor()

    await ben.me.click()
    await ben.page.getByRole('menuitemradio', { name: /^Away/ }).click()
    await ben.page.getByRole('button', { name: 'You: Ben, Away' }).waitFor()
    await people.getByRole('listitem').filter({ hasText: 'Ben' }).getByText('away').waitFor()
    await ben.reload()
    await ben.page.getByRole('button', { name: 'You: Ben, Away' }).waitFor()

    await ben.me.click()
    await ben.page.getByRole('menuitemradio', { name: /^Online/ }).click()
    await ben.page.getByRole('button', { name: 'You: Ben, Online' }).waitFor()
    await people.getByText('away').waitFor({ state: 'detached' })
  })

  test('whoever closes the console is offline', async () => {
    const [ana, ben] = await Promise.all([stage.desk(stage.ana), stage.desk(stage.ben)])
    const people = ana.page.getByRole('region', { name: 'Who is there' })
    await people.getByText('Ben').waitFor()
    await ben.page.close()
    await people.getByText('Nobody else is online.').waitFor()
  })

  test('away by itself after the time set, through a break of the line, and back with the first move', async () => {
    const { routing } = await stage.server.api.call('GET /routing')
    await stage.server.api.call('PUT /routing', {
      body: { routing, presence: { awayAfterMs: 60_000, ownerGoneMs: null } },
    })
    const context = await newPerson(stage.browser)
    await context.clock.install()
    const ana = await openConsole(context, stage.url, stage.ana)
    await ana.page.getByRole('button', { name: 'You: Ana, Online' }).waitFor()
    // The minute passes for this browser alone.
    await ana.page.clock.fastForward(61_000)
    await ana.page.getByRole('button', { name: 'You: Ana, Away' }).waitFor()
    await context.setOffline(true)
    await ana.page.getByText('Offline. What you see may be old').waitFor()
    await context.setOffline(false)
    await ana.page.getByText('Offline. What you see may be old').waitFor({ state: 'detached' })
    await ana.page.getByRole('button', { name: 'You: Ana, Away' }).waitFor()
    await ana.page.mouse.move(300, 300)
    await ana.page.getByRole('button', { name: 'You: Ana, Online' }).waitFor()
  })
})
