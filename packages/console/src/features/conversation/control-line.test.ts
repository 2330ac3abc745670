import { describe, expect, test } from 'vitest'
import { loadWords, wordsIn } from '../../app/words.ts'
import type { Step } from '../../testing/log.ts'
import { ana, baton, ben, logOf, maya, shopBot, step } from '../../testing/log.ts'
import { sayControl } from './control-line.ts'
import { transcriptOf } from './transcript.ts'

const telling = {
  meId: 'ana',
  contactName: 'Maya',
  botName: 'Shop bot',
  teamName: (id: string) => (id === 'billing' ? 'Billing' : null),
}

function said(one: Step, language: 'en' | 'es' = 'en'): string {
  const line = transcriptOf(logOf([one]), { deliveredThrough: 0, readThrough: 0 }).find(
    each => each.kind === 'control',
  )
  if (line?.kind !== 'control') throw new Error(`${one.type} gave no line`)
  const { what, why } = sayControl(line.event, { ...telling, t: wordsIn(language).t })
  return [what, ...why].join(' · ')
}

const owner = (name: 'Ana' | 'Ben') => ({ id: name.toLowerCase(), name }) as never
const taken = { from: 'requesting', via: 'console', cancelBot: false, waitedMs: 43_000 } as const

describe('a change of control says who and why [TK5]', () => {
  test('who asked, and in which words', () => {
    const reason = { cause: 'customer_asked', text: 'I want a human', by: maya, at: '' } as never
    expect(
      said(step('HumanRequested', maya, { reason, priority: 'urgent', summary: null, teamId: null })),
    ).toBe('Customer asked for a person · I want a human · Urgent')
  })
  test('why the bot hands off, once, and without a full stop before a dot', () => {
    const reason = { cause: 'bot_handed_off', text: 'The order is lost.', by: shopBot, at: '' } as never
    const summary = 'Order 21987 is lost, the customer says.'
    expect(said(step('HumanRequested', shopBot, { reason, priority: 'high', summary, teamId: null }))).toBe(
      'Shop bot handed off · The order is lost · High',
    )
  })
  test('who took over, and how long the customer had waited', () => {
    expect(said(step('TakenOver', ana, { ...taken, owner: owner('Ana') }))).toBe(
      'You took over · waited 43 s',
    )
    expect(
      said(step('TakenOver', ben, { ...taken, owner: owner('Ben'), cancelBot: true, via: 'slack' })),
    ).toBe('Ben took over · from Slack · bot cancelled · waited 43 s')
  })
  test('who gave it to whom, and who took it from whom', () => {
    const toBen = { owner: owner('Ben'), previousOwner: owner('Ana') }
    expect(said(step('OwnerChanged', ana, toBen))).toBe('You gave it to Ben')
    expect(said(step('OwnerChanged', ben, toBen))).toBe('Ben took it from you')
    expect(said(step('TakenOver', ana, { ...taken, owner: owner('Ben'), waitedMs: null }))).toBe(
      'You gave it to Ben',
    )
  })
  test('a return names the team, not the machine’s word for it', () => {
    const back = { previousOwner: owner('Ana'), reason: 'assigned', teamId: 'billing' as never }
    expect(said(step('ReturnedToQueue', ana, back))).toBe('You returned it to the queue · Billing')
  })
  test('a completion names topic, outcome and tags', () => {
    const done = {
      how: 'agent',
      topic: 'Order',
      outcome: 'Resolved',
      tags: ['vip'],
      heldMs: 240_000,
    } as const
    expect(said(step('Resolved', ana, done))).toBe('You resolved it · Order · Resolved · vip · held 4 min')
  })
  test('where the bot goes on', () => {
    expect(said(step('BotResumed', ana, { resume: { at: 'menu' } }))).toBe('Bot goes on at menu')
    expect(said(step('BotResumed', shopBot, { resume: 'silent' }))).toBe('Bot waits for the customer')
  })
  test('what the bot asks the team, who answered, and that nobody did [BT5]', () => {
    const question = 'May Tom have 10 % off?'
    expect(said(step('QuestionAsked', shopBot, { question }))).toBe(`Shop bot asks the team · ${question}`)
    expect(said(step('QuestionAnswered', ana, { question, answer: 'Once.' }))).toBe(
      'You answered the bot · Once',
    )
    expect(said(step('QuestionExpired', baton, { question }))).toBe(
      `Nobody answered the bot in time · ${question}`,
    )
  })
  test('a promise without a hand-off says that nobody comes of it [BT4]', () => {
    expect(said(step('TransferPromised', shopBot))).toBe(
      'Shop bot promised a person, and handed nothing over · nobody was asked for',
    )
  })
  test('nobody there, why, and what the platform does about it [RT3] [OW5]', () => {
    const nobody = { teamId: 'billing' as never, why: 'closed', told: true } as const
    expect(said(step('NobodyThere', baton, nobody))).toBe(
      'Nobody there: outside the opening hours · Billing · the customer was told',
    )
    const gone = { previousOwner: owner('Ben'), reason: 'owner_gone', teamId: null }
    expect(said(step('ReturnedToQueue', baton, gone))).toContain(
      'its owner was gone while the customer waited',
    )
    expect(said(step('RequestDismissed', baton, { reason: 'nobody_there' }))).toContain('nobody was there')
    // An agent who writes the same word means it.
    expect(said(step('RequestDismissed', ben, { reason: 'nobody_there' }))).toContain('nobody_there')
  })
  test('what the bot was allowed, and what it noted [TK3]', () => {
    expect(said(step('PermitGranted', shopBot, { action: 'Refund 20 €' }))).toBe(
      'Bot was allowed: Refund 20 €',
    )
    expect(said(step('PriorityChanged', shopBot, { priority: 'high' }))).toBe(
      'Shop bot set the priority to High',
    )
    expect(said(step('StatusChanged', shopBot, { status: 'Paid' }))).toBe('Shop bot set the status to Paid')
  })
  test('the customer’s rating, with their words', () => {
    expect(said(step('FeedbackGiven', maya, { rating: 4, comment: 'Quick.' }))).toBe(
      'Customer’s rating: 4 of 5 · Quick',
    )
  })
  test('an offer that nobody took [RT2]', () => {
    const agent = { id: 'ben', name: 'Ben' } as never
    expect(said(step('OfferEnded', ben, { agent, how: 'declined' }))).toBe('Ben declined it')
    expect(said(step('OfferEnded', baton, { agent, how: 'expired' }))).toBe('Ben did not answer the offer')
  })
  test('in Spanish the verb stands in the third person for me, too', async () => {
    await loadWords('es')
    expect(said(step('TakenOver', ana, { ...taken, owner: owner('Ana') }), 'es')).toBe(
      'Ana (tú) tomó el control · esperó 43 s',
    )
  })
})
