import type { ConversationRow, TeamRow } from '@baton/client'
import { expect, test } from 'vitest'
import { loadOf, loadsOf, teamsInOrder } from './queues.ts'

const row = (state: ConversationRow['state'], teamId: string | null) =>
  ({ id: `${state} ${teamId}`, state, teamId }) as ConversationRow
const team = (name: string, members: readonly string[]) => ({ id: name, name, members }) as TeamRow

test('a queue counts who waits and who is held in it, and nobody with a bot', () => {
  const loads = loadsOf([
    row('requesting', 'sales'),
    row('requesting', 'sales'),
    row('intervened', 'sales'),
    row('active', 'sales'),
    row('requesting', null),
  ])
  expect(loadOf(loads, 'sales')).toEqual({ waiting: 2, held: 1 })
  expect(loads.get(null)).toEqual({ waiting: 1, held: 0 })
  expect(loadOf(loads, 'nobody’s')).toEqual({ waiting: 0, held: 0 })
})

test('my teams come first, each part by name', () => {
  const teams = [team('Sales', ['ben']), team('Returns', ['ana']), team('Billing', ['ben'])]
  expect(teamsInOrder(teams, 'ana').map(({ name }) => name)).toEqual(['Returns', 'Billing', 'Sales'])
})
