import { expect, test } from 'vitest'
import { freshMemory } from '../conversation/turn.ts'
import {
  answers,
  asks,
  cancels,
  dismisses,
  fails,
  handsOff,
  permits,
  resolves,
  returns,
  says,
  takesOver,
} from '../testing/commands.ts'
import type { Step } from '../testing/given.ts'
import { given } from '../testing/given.ts'
import { ana } from '../testing/people.ts'
import { briefOf } from './brief-of.ts'
import { isSmallTalk } from './small-talk.ts'

/** Each line as `kind@seq text`. */
const told = (...steps: readonly Step[]) => {
  const { log } = given(...steps)
  return briefOf(log).lines.map(line => {
    const text = line.kind === 'reason' ? `${line.reason.cause} ${line.reason.text}`.trim() : line.text
    const more = line.kind === 'answered' && line.times > 1 ? ` ×${line.times}` : ''
    const name = line.kind === 'fact' ? `${line.name}=` : ''
    return `${line.kind}@${line.seq} ${name}${text}${more}`
  })
}

test('says what the customer wants first and last, why a person is needed, and what the bot answered', () => {
  expect(
    told(
      says('Hi'),
      answers(['Hello, what can I do for you?']),
      says('My parcel has not arrived'),
      answers(['It should be there tomorrow.']),
      says('That is what you said last week'),
      answers(['I am sorry.']),
      asks('a person, please'),
    ),
  ).toEqual([
    'reason@10 customer_asked a person, please',
    'wish@4 My parcel has not arrived',
    'latest@7 That is what you said last week',
    'answered@8 I am sorry.',
  ])
})

test('what the bot said again and again tells more than what it said last', () => {
  const lost = 'Sorry, I did not understand.'
  expect(
    told(
      says('Quiero cambiar la dirección'),
      answers([lost]),
      says('¡La dirección!'),
      answers([lost]),
      asks(''),
    ),
  ).toContain(`answered@5 ${lost} ×2`)
})

test('what the bot did outside and failed at is named', () => {
  expect(
    told(says('Refund order 4711 please'), permits('refund 4711'), fails('timeout'), handsOff('broken')),
  ).toEqual([
    'reason@5 bot_handed_off broken',
    'wish@1 Refund order 4711 please',
    'did@2 refund 4711',
    'failed@3 timeout',
  ])
})

test('facts stand where the customer gave them, and go when the bot forgets them', () => {
  const variables = { order: '4711', list: [1, 2], empty: '' }
  const memory = { ...freshMemory, variables }
  expect(
    told(
      says('It is order 4711'),
      answers(['Thanks'], { memory }),
      says('And hurry up please'),
      answers(['Yes'], { memory }),
    ),
  ).toContain('fact@1 order=4711')
  expect(
    told(
      says('It is order 4711'),
      answers(['Thanks'], { memory }),
      says('Forget it all now'),
      answers(['Yes'], { memory: freshMemory }),
    ),
  ).not.toContain('fact@1 order=4711')
})

test('what was settled is history, and what was dismissed is no reason', () => {
  expect(
    told(says('My parcel is lost'), asks('a person'), takesOver(ana), resolves(ana, { botResume: 'silent' })),
  ).toEqual([])
  expect(told(says('My parcel is lost'), takesOver(ana), cancels(ana))).toEqual([])
  expect(told(says('My parcel is lost'), asks('a person'), dismisses(ana), asks('again'))).toEqual([
    'reason@4 customer_asked again',
    'wish@1 My parcel is lost',
  ])
  expect(told(says('My parcel is lost'), asks('a person'), takesOver(ana), returns(ana, 'lunch'))).toEqual([
    'reason@2 customer_asked a person',
    'reason@4 returned lunch',
    'wish@1 My parcel is lost',
  ])
})

test('however long the talk, the brief stays short, and each line is in the log', () => {
  const steps = Array.from({ length: 40 }, (_, n) => [
    says(`Question number ${n} of many`),
    answers([`Answer ${n} ${'and so on '.repeat(40)}`]),
  ])
  const { log } = given(...steps.flat(), asks('one'), asks('two'), asks('three'), asks('four'))
  const { lines } = briefOf(log)
  expect(lines.length).toBeLessThanOrEqual(7)
  for (const line of lines) {
    expect(log.some(({ seq }) => seq === line.seq)).toBe(true)
    if (line.kind !== 'reason') expect(line.text.length).toBeLessThanOrEqual(160)
  }
})

test('the summary of the latest hand-off is kept, until that is settled', () => {
  const { log } = given(says('hi'), handsOff('refund'))
  expect(briefOf(log).summary).toBe('wants a refund')
  expect(briefOf(given(says('hi'), handsOff('refund'), takesOver(ana), resolves(ana)).log).summary).toBeNull()
})

test('greetings, thanks, numbers and the call for a person are no wish', () => {
  for (const words of [
    'Hi',
    'hello there',
    'Gracias!',
    '4711',
    'Yes please',
    'Can I talk to a human?',
    'quiero hablar con un agente',
  ])
    expect(isSmallTalk(words), words).toBe(true)
  for (const words of [
    'Where is my order?',
    'No me llega el paquete',
    'Hello, my order 4711 arrived broken and wet',
  ])
    expect(isSmallTalk(words), words).toBe(false)
})

test('tells what the customer changed as they changed it, and nothing of what they took back', () => {
  const { log } = given(says('My size is 24'), says('You are slow, and I want my money back'))
  const at = log[0]
  if (!at) throw new Error('nothing was said')
  const text = 'My size is 42'
  const parts = [{ kind: 'text', text }] as const
  const after = { ...at, turn: null }
  const edited = {
    ...after,
    seq: 8,
    type: 'MessageEdited',
    data: { messageSeq: 1, clientId: null, parts, text },
  } as const
  const seqs = log.filter(event => event.type === 'MessageReceived').map(event => event.seq)
  const revoked = {
    ...after,
    seq: 9,
    type: 'MessageRevoked',
    data: { messageSeq: seqs[1] ?? 0, clientId: null },
  } as const
  expect(briefOf([...log, edited, revoked]).lines).toMatchObject([{ kind: 'wish', seq: 1, text }])
})
