import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AgentId } from '../ids.ts'
import { plusMs } from '../ids.ts'
import { isOpen } from './hours.ts'
import type { Candidate, Need, RoutingRules } from './route.ts'
import { hasRoom, route } from './route.ts'

const at = '2026-03-02T09:00:00.000Z'
const rules: RoutingRules = {
  how: 'round_robin',
  lastAgentFirst: false,
  matchLanguage: false,
  matchSkills: false,
  hours: null,
}
const need: Need = { language: null, tags: [], lastAgentId: null, passedBy: [] }

function one(id: string, about: Partial<Omit<Candidate, 'id'>> = {}): Candidate {
  return {
    id: id as AgentId,
    presence: 'online',
    held: 0,
    offered: 0,
    capacity: 5,
    languages: [],
    skills: [],
    lastOfferedAt: null,
    ...about,
  }
}

function chosen(
  candidates: readonly Candidate[],
  of: Partial<Need> = {},
  by: Partial<RoutingRules> = {},
): string {
  const found = route({ ...need, ...of }, candidates, { ...rules, ...by }, at)
  return 'agent' in found ? found.agent.id : `nobody: ${found.nobody}`
}

describe('[RT4] who', () => {
  test('by turns: never asked before asked long ago before asked lately', () => {
    const [a, b, c] = [
      one('a', { lastOfferedAt: plusMs(at, -1) }),
      one('b', { lastOfferedAt: plusMs(at, -9) }),
      one('c'),
    ]
    expect(chosen([a, b, c])).toBe('c')
    expect(chosen([a, b])).toBe('b')
  })

  test('the least busy, offers counted; of equals by turns', () => {
    const [a, b, c] = [one('a', { held: 2 }), one('b', { held: 1, offered: 1 }), one('c', { held: 1 })]
    expect(chosen([a, b, c], {}, { how: 'least_busy' })).toBe('c')
    const tired = one('a', { lastOfferedAt: at })
    expect(chosen([tired, one('b')], {}, { how: 'least_busy' })).toBe('b')
  })

  test('the last one first, where they can take it', () => {
    const last = { lastAgentId: 'b' as AgentId }
    const by = { lastAgentFirst: true }
    const b = one('b', { lastOfferedAt: at })
    expect(chosen([one('a'), b], last, by)).toBe('b')
    expect(chosen([one('a'), b], last)).toBe('a')
    expect(chosen([one('a'), { ...b, presence: 'away' }], last, by)).toBe('a')
    expect(chosen([one('a'), { ...b, held: 5 }], last, by)).toBe('a')
    expect(chosen([one('a'), b], { ...last, passedBy: [b.id] }, by)).toBe('a')
  })

  test('who speaks the language, whatever the country; anybody where it is not known', () => {
    const people = [one('a', { languages: ['en'] }), one('b', { languages: ['pt-BR'] })]
    const by = { matchLanguage: true }
    expect(chosen(people, { language: 'pt' }, by)).toBe('b')
    expect(chosen(people, { language: 'PT_PT' }, by)).toBe('b')
    expect(chosen(people, { language: null }, by)).toBe('a')
    expect(chosen(people, { language: 'fi' }, by)).toBe('nobody: unmatched')
    expect(chosen(people, { language: 'pt' })).toBe('a')
  })

  test('who has every skill that is a tag; a tag that is nobody’s skill asks for nothing', () => {
    const people = [one('a', { skills: ['billing'] }), one('b', { skills: ['billing', 'refund'] })]
    const by = { matchSkills: true }
    expect(chosen(people, { tags: ['refund', 'vip'] }, by)).toBe('b')
    expect(chosen(people, { tags: ['vip'] }, by)).toBe('a')
    const away = [one('a'), one('b', { skills: ['refund'], presence: 'offline' })]
    expect(chosen(away, { tags: ['refund'] }, by)).toBe('nobody: unmatched')
  })
})

describe('[RT4] why nobody', () => {
  test.each([
    ['closed', [one('a')], {}, { hours: { timeZone: 'UTC', week: [] } }],
    ['absent', [], {}, {}],
    ['absent', [one('a', { presence: 'away' }), one('b', { presence: 'offline' })], {}, {}],
    ['by_hand', [one('a')], {}, { how: 'by_hand' }],
    ['busy', [one('a', { capacity: 0 }), one('b', { held: 3, offered: 2 })], {}, {}],
    ['passed', [one('a')], { passedBy: ['a' as AgentId] }, {}],
  ] as const)('[RT4] %s', (why, candidates, of, by) => {
    expect(chosen(candidates, of, by)).toBe(`nobody: ${why}`)
  })
})

const word = fc.constantFrom('en', 'es', 'pt-BR', 'billing', 'refund')
const candidate: fc.Arbitrary<Omit<Candidate, 'id'>> = fc.record({
  presence: fc.constantFrom('online', 'away', 'offline'),
  held: fc.nat(4),
  offered: fc.nat(2),
  capacity: fc.nat(6),
  languages: fc.array(word, { maxLength: 2 }),
  skills: fc.array(word, { maxLength: 2 }),
  lastOfferedAt: fc.option(fc.nat(9).map(seconds => plusMs(at, -seconds * 1_000))),
})
const people = fc
  .array(candidate, { maxLength: 8 })
  .map(all => all.map((about, n) => one(`agent-${n}`, about)))
const agentId = fc.constantFrom('agent-0', 'agent-1', 'agent-2').map(id => id as AgentId)
const needs: fc.Arbitrary<Need> = fc.record({
  language: fc.option(fc.constantFrom('en', 'es', 'pt')),
  tags: fc.array(word, { maxLength: 3 }),
  lastAgentId: fc.option(agentId),
  passedBy: fc.uniqueArray(agentId),
})
const hours = { timeZone: 'Europe/Madrid', week: [{ day: 1, from: '09:30', to: '11:00' }] }
const settings: fc.Arbitrary<RoutingRules> = fc.record({
  how: fc.constantFrom('by_hand', 'round_robin', 'least_busy'),
  lastAgentFirst: fc.boolean(),
  matchLanguage: fc.boolean(),
  matchSkills: fc.boolean(),
  hours: fc.option(fc.constant(hours)),
})
const times = fc.nat(4 * 60).map(minutes => plusMs(at, minutes * 60_000 - 7_200_000))

test('[RT4] never somebody who is away, full, excluded or closed; always the same; somebody whenever there is one', () => {
  fc.assert(
    fc.property(needs, people, settings, times, (of, all, by, now) => {
      const found = route(of, all, by, now)
      expect(route(of, [...all].reverse(), by, now)).toEqual(found)
      const able = all.filter(
        each => each.presence === 'online' && hasRoom(each) && !of.passedBy.includes(each.id),
      )
      const open = by.hours === null || isOpen(by.hours, now)
      if ('agent' in found) {
        expect(able).toContain(found.agent)
        expect(open && by.how !== 'by_hand').toBe(true)
        if (by.matchLanguage && of.language) {
          expect(found.agent.languages.some(language => language.startsWith(of.language ?? ''))).toBe(true)
        }
        return
      }
      const free = open && by.how !== 'by_hand' && !by.matchLanguage && !by.matchSkills
      expect(free && able.length > 0).toBe(false)
    }),
  )
})

test('[RT4] by turns is fair: nobody is asked twice more than another, however they come and go full', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 7 }),
      fc.array(fc.nat(100), { maxLength: 60 }),
      (count, finishes) => {
        let all = Array.from({ length: count }, (_, n) => one(`agent-${n}`, { capacity: 1_000 }))
        const asked = new Map<string, number>()
        for (const [n] of finishes.entries()) {
          const found = route(need, all, rules, plusMs(at, n))
          if (!('agent' in found)) throw new Error(found.nobody)
          const { id } = found.agent
          asked.set(id, (asked.get(id) ?? 0) + 1)
          all = all.map(each =>
            each.id === id ? { ...each, held: each.held + 1, lastOfferedAt: plusMs(at, n) } : each,
          )
        }
        const counts = all.map(each => asked.get(each.id) ?? 0)
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
      },
    ),
  )
})
