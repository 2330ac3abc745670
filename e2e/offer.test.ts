// Routing asks one agent after the other: what is offered is loud for that one, quiet for the others.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { waitingTalk } from './pages/talks.ts'
import type { Stage } from './stage.ts'
import { openStage, soon, typesOf } from './stage.ts'

let stage: Stage

async function route(offerMs: number): Promise<void> {
  await stage.server.api.call('PUT /routing', {
    body: { routing: { how: 'round_robin', offerMs }, presence: { ownerGoneMs: null } },
  })
}

beforeAll(async () => {
  stage = await openStage()
})
afterEach(() => stage?.closePeople())
afterAll(() => stage?.close())

/** Whoever is offered it, and the other one. */
async function asked(customer: string) {
  const desks = await Promise.all([stage.desk(stage.ana), stage.desk(stage.ben)])
  const talk = await waitingTalk(stage, customer)
  await soon(async () => {
    const seen = await Promise.all(desks.map(desk => desk.offer.isVisible()))
    return seen.filter(Boolean).length
  }).toBe(1)
  const [ana, ben] = desks
  return (await ana.offer.isVisible()) ? { talk, first: ana, second: ben } : { talk, first: ben, second: ana }
}

describe('offers', () => {
  test('[RT1] accepted by key: it is mine, and opens; the other one saw it quietly', async () => {
    await route(600_000)
    const { talk, first, second } = await asked('Viktor Accept')
    await first.offer.getByText('Viktor Accept is offered to you').waitFor()
    await second.page
      .getByRole('button', { name: new RegExp(`Offered to ${first.name}`) })
      .first()
      .waitFor()
    expect(await second.offer.count()).toBe(0)
    await first.page.keyboard.press('y')
    await first.foot.getByText('You hold this conversation').waitFor()
    await first.offer.waitFor({ state: 'detached' })
    expect(first.page.url()).toContain(talk.id)
  })

  test('[RT2] declined, the next one is asked; the transcript says so', async () => {
    await route(600_000)
    const { talk, first, second } = await asked('Wanda Decline')
    await first.offer.getByRole('button', { name: 'Decline' }).click()
    await second.offer.getByText('Wanda Decline is offered to you').waitFor()
    await first.offer.waitFor({ state: 'detached' })
    await second.offer.getByRole('button', { name: 'Accept' }).click()
    await second.foot.getByText('You hold this conversation').waitFor()
    await second.sees(`${first.name} declined it`)
    expect(typesOf(await stage.server.events(talk.id))).toContain('OfferEnded')
  })

  test('[RT2] not answered in time, the next one is asked; on another page of the console, too', async () => {
    await route(5_000)
    const { first, second } = await asked('Xaver Late')
    await second.page.goto(`${stage.url}/bots`)
    await first.offer.waitFor({ state: 'detached' })
    await second.offer.getByText('Xaver Late is offered to you').waitFor()
    await second.offer.getByRole('button', { name: 'Accept' }).click()
    await second.foot.getByText('You hold this conversation').waitFor()
  })

  test('whoever goes away is asked nothing more', async () => {
    await route(600_000)
    const { first, second } = await asked('Yusuf Away')
    await first.me.click()
    await first.page.getByRole('menuitemradio', { name: /^Away/ }).click()
    await second.offer.getByText('Yusuf Away is offered to you').waitFor()
    await first.offer.waitFor({ state: 'detached' })
    await first.me.click()
    await first.page.getByRole('menuitemradio', { name: /^Online/ }).click()
    await first.page.getByRole('button', { name: `You: ${first.name}, Online` }).waitFor()
  })
})
