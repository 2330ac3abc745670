import { expect, test } from 'vitest'
import type { TeamId } from '../ids.ts'
import { visitorItem } from '../message/visitor-view.ts'
import {
  asks,
  assigns,
  assignsTeam,
  cancels,
  declines,
  dismisses,
  findsNobody,
  handsOff,
  letsPass,
  offers,
  resolves,
  returns,
  says,
  sendsBot,
  takesOver,
  withdraws,
} from '../testing/commands.ts'
import { given, pause, under } from '../testing/given.ts'
import { ana, ben, billing, founding, lea, otherBotId, platform, ref, sales } from '../testing/people.ts'

const until = '2026-03-02T09:00:40.000Z'
const vip = 'vip' as TeamId
const later = '2026-03-02T09:30:00.000Z'
const waiting = () => given(says('hello'), asks())
const offered = () => waiting().given(offers(ana, until))

test('[RT1] an agent is asked until then, and nobody has control by it', () => {
  const { state, log } = waiting()
    .when(offers(ana, until))
    .thenHappens(['Offered', { agent: ref(ana), until, newRound: false }, { actor: platform, epoch: 0 }])
    .withState({
      epoch: 0,
      control: { state: 'requesting', offer: { agent: ref(ana), until }, passed: null },
    })
    .owes('reads_log', { type: 'Remind', key: 'offer', dueAt: until })
  expect(state.control).toMatchObject({ botMay: 'answers' })
  expect(log.flatMap(event => visitorItem(event)?.type ?? [])).toEqual(['MessageReceived', 'HumanRequested'])
})

test('[RT1] there is no second offer while one stands', () => {
  offered()
    .when(offers(ben, until))
    .thenRejected({ code: 'already_offered', agent: ref(ana) })
  offered()
    .when(offers(ana, later))
    .thenRejected({ code: 'already_offered', agent: ref(ana) })
})

test('[RT1] only what waits is offered, and only in the queue that routing saw', () => {
  given(says('hello')).when(offers(ana, until)).thenRejected({ code: 'not_requesting' })
  waiting().given(takesOver(ben)).when(offers(ana, until)).thenRejected({ code: 'not_requesting' })
  waiting()
    .when(offers(ana, until, { teamId: sales }))
    .thenNothing()
})

test('[RT1] anybody may take it over meanwhile, and the offer is gone', () => {
  offered().when(takesOver(ben)).thenHappens('TakenOver')
  const { state } = offered().given(takesOver(ben), returns(ben))
  expect(state.control).toMatchObject({ state: 'requesting', offer: null, passed: { by: [ben.id] } })
})

test.each([
  ['dismissed', dismisses(ben)],
  ['moved to another queue', assignsTeam(ben, billing)],
  ['given to somebody', assigns(ben, lea)],
])('[RT1] the offer ends when it is %s', (_, command) => {
  offered().given(command).when(declines(ana)).thenRejected({ code: 'no_such_offer' })
})

test('[RT1] it stands when more reasons come, or another bot', () => {
  const { state } = offered().given(asks('still waiting', 'urgent'), sendsBot(ben, otherBotId))
  expect(state.control).toMatchObject({ offer: { agent: ref(ana) } })
})

test('[RT2] it ends when the one who is asked declines, and they are not asked again in this round', () => {
  offered()
    .when(declines(ana))
    .thenHappens(['OfferEnded', { agent: ref(ana), how: 'declined' }, { actor: { id: ana.id } }])
    .withState({ control: { offer: null, passed: { by: [ana.id], at: '2026-03-02T09:00:04.000Z' } } })
    .when(offers(ana, until))
    .thenNothing()
    .when(offers(ben, until))
    .thenHappens('Offered')
  offered().when(declines(ben)).thenRejected({ code: 'no_such_offer' })
})

test('[RT2] it runs out, not before its time, and only once', () => {
  offered().when(letsPass()).thenRejected({ code: 'not_due' })
  offered()
    .given(pause(36_000))
    .when(letsPass())
    .thenHappens(['OfferEnded', { agent: ref(ana), how: 'expired' }])
    .withState({ control: { passed: { by: [ana.id] } } })
    .when(letsPass(until))
    .thenRejected({ code: 'no_such_offer' })
})

test('[RT2] the timer of an earlier offer does not end a later one', () => {
  offered()
    .given(declines(ana), offers(ben, later), pause(60_000))
    .when(letsPass(until))
    .thenRejected({ code: 'no_such_offer' })
})

test('[RT2] withdrawn from somebody who went away, it has not been let pass', () => {
  offered()
    .when(withdraws(ana))
    .thenHappens(['OfferEnded', { agent: ref(ana), how: 'withdrawn' }, { actor: platform }])
    .withState({ control: { offer: null, passed: null } })
  offered().when(withdraws(ben)).thenRejected({ code: 'no_such_offer' })
})

test('[RT2] a new round asks everybody again; so does another queue, and coming back into this one', () => {
  const passed = offered().given(declines(ana))
  passed
    .when(offers(ana, until, { newRound: true }))
    .thenHappens(['Offered', { newRound: true }])
    .withState({ control: { passed: null } })
  passed
    .given(assignsTeam(ben, sales))
    .when(offers(ana, until, { teamId: sales }))
    .thenHappens('Offered')
  const back = passed.given(takesOver(ben), returns(ben))
  back.when(offers(ana, until)).thenHappens('Offered')
  // Who has just given it back is not the first to be asked.
  back.when(offers(ben, until)).thenNothing()
  const byLead = passed.given(takesOver(ben), returns(lea))
  byLead.when(offers(ben, until)).thenHappens('Offered')
})

test('[RT3] nobody there: the customer is told, and waits', () => {
  waiting()
    .when(findsNobody('absent'))
    .thenHappens(
      ['MessageSent', { from: 'system', purpose: 'announcement', text: 'Nobody is here now.' }],
      ['NobodyThere', { teamId: null, why: 'absent', told: true }],
    )
    .withState({ control: { state: 'requesting' } })
})

test('[RT3] once in an episode, whatever happens in it', () => {
  const told = waiting().given(findsNobody('absent'))
  told.when(findsNobody('absent')).thenNothing()
  told.given(takesOver(ben), returns(ben)).when(findsNobody('busy')).thenNothing()
  told.given(assignsTeam(ben, sales)).when(findsNobody('closed')).thenNothing()
  told
    .given(takesOver(ben), resolves(ben), says('and now?'), asks())
    .when(findsNobody('absent'))
    .thenHappens('MessageSent', 'NobodyThere')
  waiting()
    .when(findsNobody('absent', 'wait', ''))
    .thenNothing()
})

test('[RT3] not while somebody is asked, nor for a queue that it has left', () => {
  offered().when(findsNobody('busy')).thenNothing()
  const old = { type: 'TellNobodyThere', actor: platform, why: 'absent', text: 'No.', goes: 'wait' } as const
  waiting()
    .when({ ...old, teamId: sales })
    .thenNothing()
  given(says('hello'))
    .when({ ...old, teamId: null })
    .thenRejected({ code: 'not_requesting' })
})

test('[RT3] it goes to another team, and never in a circle', () => {
  const moved = waiting().given(findsNobody('absent', { teamId: sales }, ''))
  expect(moved.state.teamId).toBe(sales)
  const further = moved.given(findsNobody('busy', { teamId: billing }, ''))
  expect(further.state.teamId).toBe(billing)
  further.when(findsNobody('absent', { teamId: sales }, '')).thenNothing()
  further.when(findsNobody('absent', { teamId: billing }, '')).thenNothing()
  // A person who moves it knows better.
  further
    .given(assignsTeam(ben, billing), assignsTeam(ben, vip))
    .when(findsNobody('absent', { teamId: sales }, ''))
    .thenHappens('NobodyThere', ['QueueChanged', { teamId: sales }, { actor: platform }])
})

test('[RT3] it goes back to the bot when waiting is in vain, and not while people are only busy', () => {
  for (const why of ['closed', 'absent'] as const) {
    waiting()
      .when(findsNobody(why, 'bot'))
      .thenHappens('MessageSent', 'NobodyThere', ['RequestDismissed', { reason: 'nobody_there' }])
      .withState({ control: { state: 'active' } })
  }
  const busy = waiting().given(findsNobody('busy', 'bot'))
  expect(busy.state.control.state).toBe('requesting')
  // They went home meanwhile.
  busy.when(findsNobody('absent', 'bot')).thenHappens('NobodyThere', 'RequestDismissed')
})

test('[RT3] a bot that was held is given the word again; without a bot it waits', () => {
  under({ whileRequesting: 'holds' })
    .given(says('hello'), handsOff('refund'))
    .when(findsNobody('closed', 'bot'))
    .thenHappens('MessageSent', 'NobodyThere', 'RequestDismissed', ['BotResumed', { resume: 'continue' }])
  under({}, { ...founding, botId: null })
    .given(says('hello'), asks())
    .when(findsNobody('closed', 'bot'))
    .thenHappens('MessageSent', 'NobodyThere')
  waiting().given(findsNobody('absent', 'bot')).when(cancels(ben)).thenRejected({ code: 'not_intervened' })
})
