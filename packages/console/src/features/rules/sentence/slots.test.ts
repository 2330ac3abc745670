import type { Condition, RuleAction } from '@baton/core'
import { conditionKinds } from '@baton/core'
import { expect, test } from 'vitest'
import { enRules } from '../../../app/messages/en-rules.ts'
import { esRules } from '../../../app/messages/es-rules.ts'
import { sayingIn } from '../../../app/words.ts'
import { conditionGroups, freshLeaf } from '../edit/fresh.ts'
import type { Names } from '../use-names.ts'
import type { RuleKey, RuleWords } from '../use-rule-words.ts'
import { keyOfLeaf, lengthOf, piecesOf, sayRule, slotsOfLeaf } from './slots.ts'

const names: Names = {
  teams: [{ value: 't1', label: 'Sales' }],
  channels: [],
  bots: [],
  statuses: [],
  languages: [],
  tags: [],
  nameOf: (list, value) => (list === 'teams' && value === 't1' ? 'Sales' : null),
  joinOr: list => list.join(' or '),
  joinAnd: list => list.join(' and '),
}
const wordsOf = (table: Readonly<Record<RuleKey, string>>, language: 'en' | 'es') =>
  ({ language, ...sayingIn(table, language) }) as unknown as RuleWords
const words = wordsOf(enRules, 'en')

function said(when: Condition, ...actions: RuleAction[]): string {
  return sayRule({ when, actions }, { words, names, sentence: key => enRules[key] })
    .map(run => run.text)
    .join('')
}

test('a rule reads as a sentence', () => {
  const when: Condition = {
    kind: 'all',
    of: [
      {
        kind: 'any',
        of: [
          { kind: 'signal', signal: 'asks_for_person', atLeast: 0.5 },
          { kind: 'waiting', for: 'answer', longerThanMs: 120_000 },
        ],
      },
      { kind: 'not', of: { kind: 'hours', is: 'inside', teamId: null } },
    ],
  }
  expect(
    said(when, { do: 'request', priority: 'high', teamId: 't1' as never }, { do: 'tag', tags: ['night'] }),
  ).toBe(
    'When (the customer probably asks for a person or the customer has waited for an answer longer than 2 minutes) and it is outside the opening hours of the workspace, then ask for a person with high priority for Sales and tag the conversation “night”.',
  )
})

test('what is gone is said, not hidden', () => {
  const when: Condition = { kind: 'team', anyOf: ['t1' as never, 't2' as never, null] }
  expect(said({ kind: 'not', of: when }, { do: 'alert' })).toBe(
    'When the team is not Sales or deleted or no team, then alert the team.',
  )
})

test('a length is said in the largest unit that fits', () => {
  expect([1_000, 90_000, 120_000, 7_200_000].map(lengthOf)).toEqual([
    { count: 1, unit: 'seconds' },
    { count: 90, unit: 'seconds' },
    { count: 2, unit: 'minutes' },
    { count: 2, unit: 'hours' },
  ])
})

const leafKinds = Object.values(conditionGroups).flat()

test('every condition can be added', () => {
  expect([...leafKinds].sort()).toEqual(
    conditionKinds.filter(kind => kind !== 'all' && kind !== 'any' && kind !== 'not').sort(),
  )
})

test.each(['en', 'es'] as const)('no gap of a sentence stays empty (%s)', language => {
  const table: Readonly<Record<RuleKey, string>> = language === 'en' ? enRules : esRules
  for (const kind of leafKinds)
    for (const negated of [false, true]) {
      const leaf = freshLeaf(kind)
      const slots = slotsOfLeaf(leaf, negated, { words: wordsOf(table, language), names })
      for (const piece of piecesOf(table[keyOfLeaf(leaf, negated)]))
        if ('slot' in piece) expect(slots[piece.slot], `${kind} ${piece.slot}`).toBeTruthy()
    }
})
