import { test } from 'vitest'
import { answers, asks, says, takesOver } from '../testing/commands.ts'
import { given, under } from '../testing/given.ts'
import { ana, ben } from '../testing/people.ts'
import type { Priority } from './request.ts'

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

test('[RQ4] an agent makes what somebody waits for more or less urgent, a bot never less', () => {
  const waiting = given(says('hello'), answers(['hi']), asks('a person', 'high'))
  const urgency = (priority: Priority) => ({ control: { request: { priority } } })
  const lowered = waiting
    .when({ type: 'ChangePriority', actor: ana, priority: 'low' })
    .thenHappens(['PriorityChanged', { priority: 'low' }])
    .withState({ priority: 'low', ...urgency('low') })
  lowered
    .when({ type: 'ChangePriority', actor: ana, priority: 'low' })
    .thenNothing()
    .when({ type: 'ChangePriority', actor: ana, priority: 'urgent' })
    .thenHappens(['PriorityChanged', { priority: 'urgent' }])
    .withState(urgency('urgent'))
  // Taken over it stays as urgent as it was, until somebody says otherwise.
  given(asks('a person', 'high'), takesOver(ana))
    .when({ type: 'ChangePriority', actor: ana, priority: 'normal' })
    .thenHappens(['PriorityChanged', { priority: 'normal' }])
    .withState(urgency('normal'))
  given(asks('a person', 'high'), says('it is not so bad'))
    .when(answers(['Good.'], { marks: { priority: 'normal' } }))
    .thenHappens(['MessageSent', {}], ['PriorityChanged', { priority: 'normal' }], ['TurnEnded', {}])
    .withState({ priority: 'normal', ...urgency('high') })
})
