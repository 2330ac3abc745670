// Three agents and a team's queue: what is given, returned, moved and taken away is there at once, and whoever it
// concerns is told who did it.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { talkWith, waitingTalk } from './pages/talks.ts'
import type { Stage, StagePerson } from './stage.ts'
import { openStage, soon } from './stage.ts'

let stage: Stage
let lea: StagePerson
let sales: string

beforeAll(async () => {
  stage = await openStage()
  const { api } = stage.server
  const given = { name: 'Lea', email: 'lea@shop.example', password: stage.ana.password }
  const { id } = await api.call('POST /agents', { body: { ...given, role: 'lead' } })
  lea = { id, ...given }
  sales = (await api.call('POST /teams', { body: { name: 'Sales', members: [stage.ana.id, stage.ben.id] } }))
    .id
})
afterEach(() => stage?.closePeople())
afterAll(() => stage?.close())

const rowOf = (id: string) => stage.server.api.call('GET /conversations/{id}', { params: { id } })

describe('queues', () => {
  test('a team’s queue shows what waits and is held there, counts it, and is kept in the address', async () => {
    await waitingTalk(stage, 'Otto Sales', sales)
    await waitingTalk(stage, 'Nora Nobody')
    const ana = await stage.desk(stage.ana)
    await ana.tab('Requesting').click()
    await ana.row('Nora Nobody').waitFor()
    await ana.chooseQueue('Sales')
    await ana.row('Otto Sales').waitFor()
    await ana.row('Nora Nobody').waitFor({ state: 'detached' })
    await soon(() => ana.tab('Requesting').innerText()).toMatch(/1/)

    // Somebody else comes into it: without a refresh. Under the pointer no row would move.
    await ana.page.mouse.move(900, 700)
    await waitingTalk(stage, 'Petra Sales', sales)
    await ana.row('Petra Sales').waitFor()
    await soon(() => ana.tab('Requesting').innerText()).toMatch(/2/)

    // The address can be shared.
    const ben = await stage.desk(stage.ben)
    await ben.page.goto(ana.page.url())
    await ben.row('Petra Sales').waitFor()
    expect(await ben.row('Nora Nobody').count()).toBe(0)

    // By key, and to everybody's.
    await ben.page.keyboard.press('l')
    await ben.page.getByRole('menuitemradio', { name: /^All conversations/ }).click()
    await ben.row('Nora Nobody').waitFor()
    await ben.page.getByRole('menu').waitFor({ state: 'detached' })
    await ben.page.keyboard.press('o')
    await ben.page.getByText('Your queue is empty').waitFor()
  })

  test('[OW2] what is given to a colleague appears in their queue, and both are told nothing they did themselves', async () => {
    const talk = await waitingTalk(stage, 'Quentin Given')
    const [ana, ben] = await Promise.all([stage.desk(stage.ana), stage.desk(stage.ben)])
    await ben.page.keyboard.press('o')
    await ben.page.getByText('Your queue is empty').waitFor()
    await ana.openWaiting(talk.name)
    await ana.take()
    await ana.give('Ben')
    await ben.notice('Ana gave you Quentin Given').waitFor()
    await ben.row(talk.name).waitFor()
    expect(await ana.notice('took').count()).toBe(0)

    // From the notice to the conversation, then back to the queue, which keeps its team.
    await ben.notice('Ana gave you Quentin Given').getByRole('button', { name: 'Open' }).click()
    await ben.foot.getByText('You hold this conversation').waitFor()
    await ben.give('Sales')
    await ana.waiting(talk.name).waitFor()
    await soon(async () => (await rowOf(talk.id)).teamId).toBe(sales)
    expect(await ben.notice('returned Quentin').count()).toBe(0)
  })

  test('[OW1] a lead takes from a colleague, who is told; so is one whose customer goes back to the queue', async () => {
    const talk = await talkWith(stage, 'Rita Taken')
    const [ana, boss] = await Promise.all([stage.desk(stage.ana), stage.desk(lea)])
    await ana.openRow(talk.name, 'Active')
    await ana.take()
    await boss.openRow(talk.name, 'Intervened')
    await boss.foot.getByRole('button', { name: 'Take over' }).click()
    await boss.dialog('Take this conversation from Ana?').getByRole('button', { name: 'Take over' }).click()
    await boss.foot.getByText('You hold this conversation').waitFor()
    await ana.notice('Lea took Rita Taken over from you').waitFor()
    await ana.foot.getByText('Lea holds this conversation').waitFor()

    await boss.give('Ana')
    await ana.notice('Lea gave you Rita Taken').waitFor()
    await boss.give('Return to the queue')
    await ana.notice('Lea returned Rita Taken to the queue').waitFor()
    await ana.waiting(talk.name).waitFor()
  })

  test('[OW2] giving it to somebody who is not there is asked about; the list says who is, and with how much', async () => {
    const talk = await talkWith(stage, 'Stella Doubt')
    const [ana, ben] = await Promise.all([stage.desk(stage.ana), stage.desk(stage.ben)])
    await ana.openRow(talk.name, 'Active')
    await ana.take()
    await ana.changeOwner.click()
    const dialog = ana.dialog('Change owner')
    await dialog.getByRole('option', { name: /^Ben \d of 5/ }).waitFor()
    await dialog.getByRole('option', { name: /^Sales 2 online/ }).waitFor()
    const names = await dialog.getByRole('group', { name: 'Colleagues' }).getByRole('option').allInnerTexts()
    expect(names[0]).toMatch(/Ben/)
    await dialog.getByRole('option', { name: /^Lea Offline/ }).click()
    const doubt = ana.dialog('Lea is offline')
    await doubt.getByText('Stella Doubt waits until Lea is back').waitFor()
    await doubt.getByRole('button', { name: 'Cancel' }).click()
    await ana.foot.getByText('You hold this conversation').waitFor()
    await ana.changeOwner.click()
    await dialog.getByRole('option', { name: /^Lea Offline/ }).click()
    await doubt.getByRole('button', { name: 'Give it anyway' }).click()
    await ana.foot.getByText('Lea holds this conversation').waitFor()
    await ben.page.close()
  })

  test('with nothing open, the desk says who waits, what I hold and who is there', async () => {
    await waitingTalk(stage, 'Tilda First')
    const [ana] = await Promise.all([stage.desk(stage.ana), stage.desk(stage.ben)])
    const waiting = ana.page.getByRole('region', { name: 'Waiting now' })
    await ana.page.getByRole('region', { name: 'Who is there' }).getByText('Ben').waitFor()
    await waiting.getByRole('button').nth(1).waitFor()
    await ana.page.keyboard.press('w')
    await ana.log.waitFor()
  })
})
