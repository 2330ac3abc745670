import type { Condition } from '@baton/core'
import { expect, test } from 'vitest'
import { linesIn, tryRule } from './try-rule.ts'

const asIs = { outside: false, waitedMs: 0 }
const wants: Condition = { kind: 'signal', signal: 'asks_for_person', atLeast: 0.5 }

test('a sample is read line by line; the bot is named', () => {
  expect(linesIn('Hello\n\n bot: Hi\nBOT : what?')).toEqual([
    { by: 'contact', text: 'Hello' },
    { by: 'bot', text: 'Hi' },
    { by: 'bot', text: 'what?' },
  ])
})

test('it fires at the message that tells, and names its words', () => {
  const tried = tryRule(wants, linesIn('Hello\nBot: Hi\nI want to talk to a human'), asIs)
  expect(tried.map(({ truth }) => truth)).toEqual(['fails', 'fails', 'holds'])
  const because = tried[2]?.because[0]
  expect(because).toMatchObject({ path: 'when', kind: 'signal', messageSeq: 3 })
  expect(because?.words.length).toBeGreaterThan(0)
})

test('hours and waiting are as one supposes', () => {
  const late: Condition = {
    kind: 'all',
    of: [
      { kind: 'hours', is: 'outside', teamId: null },
      { kind: 'waiting', for: 'answer', longerThanMs: 60_000 },
    ],
  }
  const told = (outside: boolean, waitedMs: number) =>
    tryRule(late, linesIn('Hello'), { outside, waitedMs })[0]?.truth
  expect([told(false, 120_000), told(true, 0), told(true, 120_000)]).toEqual(['fails', 'fails', 'holds'])
})
