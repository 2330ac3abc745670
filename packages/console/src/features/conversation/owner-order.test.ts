import type { AgentPresence, AgentRow } from '@baton/client'
import { expect, test } from 'vitest'
import { candidates, doubtOf } from './owner-order.ts'

const agent = (name: string, held = 0, capacity = 6, active = true) =>
  ({ id: name, name, held, capacity, active }) as AgentRow
const here = (...told: readonly AgentPresence[]) => new Map(told.map(each => [each.id, each]))

test('whoever is online comes first, then who has the most room; the deactivated are left out', () => {
  const agents = [agent('Ana'), agent('Ben'), agent('Cleo'), agent('Dan'), agent('Eva', 0, 6, false)]
  const told = here(
    { id: 'Ben', presence: 'online', held: 3 },
    { id: 'Cleo', presence: 'online', held: 1 },
    { id: 'Dan', presence: 'away', held: 0 },
  )
  expect(candidates(agents, told).map(each => each.agent.name)).toEqual(['Cleo', 'Ben', 'Dan', 'Ana'])
})

test('a full colleague comes after those with room, and raises a doubt', () => {
  const told = here({ id: 'Ana', presence: 'online', held: 2 }, { id: 'Ben', presence: 'online', held: 5 })
  const [first, second] = candidates([agent('Ana', 0, 2), agent('Ben', 0, 6)], told)
  expect(first && [first.agent.name, doubtOf(first)]).toEqual(['Ben', null])
  expect(second && [second.agent.name, doubtOf(second)]).toEqual(['Ana', 'full'])
})

test('nobody is full without a limit, and whoever is not there raises a doubt', () => {
  const told = here({ id: 'Ana', presence: 'away', held: 9 })
  expect(candidates([agent('Ana', 0, 0), agent('Ben')], told).map(doubtOf)).toEqual(['away', 'offline'])
})
