import { describe, expect, test } from 'vitest'
import type { AgentId, TeamId } from '../ids.ts'
import type { AlertLadder, ScopedLadder } from './ladder.ts'
import { audienceOf, ladderFor, nextStep, opensAt } from './ladder.ts'

const team = { kind: 'team' } as const
const step = (afterMs: number, ...channelIds: string[]) => ({ afterMs, channelIds, to: team })
const ladder: AlertLadder = {
  steps: [step(0, 'slack'), step(60_000, 'email'), step(300_000, 'push')],
  hours: null,
}
const weekdays = [1, 2, 3, 4, 5].map(day => ({ day, from: '09:00', to: '17:30' }))
const office = { timeZone: 'Europe/Madrid', week: weekdays }

describe('a ladder', () => {
  const raised = '2026-03-02T09:00:00.000Z'

  test('[AL1] tells at once, climbs while nobody takes it, and ends', () => {
    expect(nextStep(ladder, { step: 0, since: raised }, raised)).toMatchObject({
      kind: 'notify',
      step: { channelIds: ['slack'] },
    })
    const early = nextStep(ladder, { step: 1, since: raised }, '2026-03-02T09:00:30.000Z')
    expect(early).toEqual({ kind: 'wait', until: '2026-03-02T09:01:00.000Z' })
    const due = nextStep(ladder, { step: 1, since: raised }, '2026-03-02T09:01:00.000Z')
    expect(due).toMatchObject({ kind: 'notify', step: { channelIds: ['email'] } })
    const third = nextStep(ladder, { step: 2, since: '2026-03-02T09:01:02.000Z' }, '2026-03-02T09:01:02.000Z')
    expect(third).toEqual({ kind: 'wait', until: '2026-03-02T09:05:02.000Z' })
    expect(nextStep(ladder, { step: 3, since: raised }, '2026-03-03T09:00:00.000Z')).toEqual({ kind: 'done' })
  })

  test('[AL1] holds every step back until the hours begin, and then keeps their distances', () => {
    const held = { ...ladder, hours: office }
    // Friday evening; Madrid is an hour ahead in winter.
    const friday = '2026-03-06T17:00:00.000Z'
    expect(nextStep(held, { step: 0, since: friday }, friday)).toEqual({
      kind: 'wait',
      until: '2026-03-09T08:00:00.000Z',
    })
    const monday = '2026-03-09T08:00:00.000Z'
    expect(nextStep(held, { step: 0, since: friday }, monday).kind).toBe('notify')
    expect(nextStep(held, { step: 1, since: monday }, monday)).toEqual({
      kind: 'wait',
      until: '2026-03-09T08:01:00.000Z',
    })
  })

  test('[AL1] knows the minute at which it opens, and that some hours never come', () => {
    expect(opensAt(office, '2026-03-02T10:00:00.123Z')).toBe('2026-03-02T10:00:00.123Z')
    const odd = { timeZone: 'UTC', week: [{ day: 1, from: '09:07', to: '09:12' }] }
    expect(opensAt(odd, '2026-03-02T08:00:30.000Z')).toBe('2026-03-02T09:07:00.000Z')
    expect(opensAt({ timeZone: 'UTC', week: [] }, '2026-03-02T08:00:00.000Z')).toBeNull()
    const never = { ...ladder, hours: { timeZone: 'UTC', week: [] } }
    expect(nextStep(never, { step: 0, since: raised }, raised).kind).toBe('wait')
  })

  test('[AL1] is the rule’s own, else the team’s, else the workspace’s', () => {
    const billing = 'billing' as TeamId
    const scoped: readonly ScopedLadder[] = [
      { ...ladder, scope: { kind: 'workspace' } },
      { ...ladder, scope: { kind: 'team', teamId: billing } },
      { ...ladder, scope: { kind: 'rule', ruleId: 'angry' } },
    ]
    expect(ladderFor(scoped, billing, 'angry')?.scope.kind).toBe('rule')
    expect(ladderFor(scoped, billing, 'calm')?.scope.kind).toBe('team')
    expect(ladderFor(scoped, null, null)?.scope.kind).toBe('workspace')
    expect(ladderFor([], null, null)).toBeNull()
  })

  test('[AL1] tells those who are there, and never nobody', () => {
    const [ana, ben, cleo] = ['ana', 'ben', 'cleo'] as [AgentId, AgentId, AgentId]
    const crew = { team: [ana, ben], online: new Set([ben, cleo]), active: new Set([ana, ben, cleo]) }
    expect(audienceOf({ kind: 'team' }, crew)).toEqual([ana, ben])
    expect(audienceOf({ kind: 'on_duty' }, crew)).toEqual([ben])
    expect(audienceOf({ kind: 'on_duty' }, { ...crew, online: new Set() })).toEqual([ana, ben])
    expect(audienceOf({ kind: 'agents', agentIds: [cleo] }, crew)).toEqual([cleo])
    expect(audienceOf({ kind: 'agents', agentIds: [cleo] }, { ...crew, active: new Set([ana]) })).toEqual([
      ana,
    ])
  })
})
