import { test } from 'vitest'
import { takesOver } from '../testing/commands.ts'
import { given, under } from '../testing/given.ts'
import { ana, ben } from '../testing/people.ts'

const ref = ({ id, name }: typeof ana) => ({ id, name })

test('[OW1] status and priority are open to all, and change no control', () => {
  const taken = given(takesOver(ana))
  taken
    .when({ type: 'ChangeStatus', actor: ben, status: 'Paid' })
    .thenHappens(['StatusChanged', { status: 'Paid' }])
    .when({ type: 'ChangeStatus', actor: ben, status: 'Paid' })
    .thenNothing()
    .when({ type: 'ChangeStatus', actor: ben, status: null })
    .thenHappens(['StatusChanged', { status: null }])
    .withState({ control: { owner: ref(ana) }, epoch: 1, status: null })
  taken
    .when({ type: 'ChangePriority', actor: ben, priority: 'urgent' })
    .thenHappens(['PriorityChanged', { priority: 'urgent' }])
    .when({ type: 'ChangePriority', actor: ben, priority: 'urgent' })
    .thenNothing()
    .withState({ control: { owner: ref(ana) }, epoch: 1, priority: 'urgent' })
})

test('[OW1] an agent’s status is one of the workspace’s list, where there is one', () => {
  const statuses = { statuses: ['Open', 'Paid'] }
  under(statuses)
    .when({ type: 'ChangeStatus', actor: ana, status: 'Gone' })
    .thenRejected({ code: 'unknown_option', field: 'status', options: ['Open', 'Paid'] })
  given()
    .when({ type: 'ChangeStatus', actor: ana, status: 'Gone' })
    .under(statuses)
    .when({ type: 'ChangeStatus', actor: ana, status: 'Gone' })
    .thenNothing()
    .when({ type: 'ChangeStatus', actor: ana, status: null })
    .thenHappens(['StatusChanged', { status: null }])
})
