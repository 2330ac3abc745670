// The story that Baton is for: a bot answers, a person steps in, the bot carries on.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { complete } from './pages/completion.ts'
import type { Stage } from './stage.ts'
import { openStage, soon, textsOf, typesOf } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage?.close())

const question = 'What is your order number?'
const closing = 'That should be sorted now.'

describe('the loop', () => {
  test('[RQ2] [TK1] [TK5] [OW1] [HB1] [HB3] two agents reach for a customer, exactly one has them, and the bot asks its question again', async () => {
    const [ana, ben, maya] = await Promise.all([
      stage.desk(stage.ana),
      stage.desk(stage.ben),
      stage.customer('Maya Lind'),
    ])
    await ana.strip.getByText('Nobody is waiting').waitFor()

    // The bot is in the middle of a question when the customer asks for a person.
    await maya.say('Hello')
    await maya.choose('Where is my order?')
    await maya.sees(question)
    await maya.askForPerson()

    // Both consoles show who waits, without a refresh.
    await Promise.all([ana, ben].map(desk => desk.openWaiting('Maya Lind')))
    await Promise.all([ana.intervene.waitFor(), ben.intervene.waitFor()])
    await Promise.all([ana, ben].map(desk => desk.intervene.dispatchEvent('click')))

    const held = (desk: typeof ana) => desk.foot.getByText('You hold this conversation').count()
    await soon(async () => (await held(ana)) + (await held(ben))).toBe(1)
    const [winner, loser] = (await held(ana)) === 1 ? [ana, ben] : [ben, ana]
    await loser.foot.getByText(`${winner.name} holds this conversation`, { exact: true }).waitFor()
    const reply = loser.foot.getByRole('button', { name: 'Reply' })
    await soon(() => reply.getAttribute('aria-disabled')).toBe('true')
    expect(await held(loser)).toBe(0)
    await loser.sees(`${winner.name} took over`)
    expect(typesOf(await stage.logOf('Maya Lind')).filter(type => type === 'TakenOver')).toHaveLength(1)
    await ana.strip.getByText('Nobody is waiting').waitFor()

    // They chat, and each sees who the other is.
    await maya.panel.getByText(`You are now talking to ${winner.name}`).waitFor()
    await maya.panel.getByRole('heading', { name: winner.name }).waitFor()
    await winner.send('Hello Maya, I have read everything above.')
    await maya.sees(`${winner.name}: Hello Maya, I have read everything above.`)
    await maya.say('It was a present, can you hurry it?')
    await winner.sees('It was a present, can you hurry it?')
    await loser.sees('It was a present, can you hurry it?')
    await loser.sees('Hello Maya, I have read everything above.')

    await winner.resolve.click()
    await complete(winner, { topic: 'Order', outcome: 'Resolved', tag: 'present', closing: 'Sorted out' })

    // The customer is told, and the bot stands where it stood.
    await maya.sees(closing)
    await maya.panel.getByText('You are talking to the bot again').waitFor()
    await maya.panel.getByRole('heading', { name: 'Oli' }).waitFor()
    await soon(async () => (await maya.bubbles()).filter(text => text.includes(question)).length).toBe(2)
    await maya.say('48213')
    await maya.sees('order 48213 is on its way')

    // The other console has all of it, still without a refresh.
    await loser.sees(new RegExp(`${winner.name} resolved it`))
    await loser.sees('Bot goes on where it stood')
    await loser.sees(closing)
    await loser.sees('order 48213 is on its way')
    const log = await stage.logOf('Maya Lind')
    expect(textsOf(log).filter(text => text.startsWith(closing))).toHaveLength(1)
    expect(log.find(event => event.type === 'Resolved')?.data).toMatchObject({
      topic: 'Order',
      outcome: 'Resolved',
      tags: ['present'],
    })
  })
})
