// How urgent a conversation is: by itself, and by what somebody waits for.
import type { Happening } from './event.ts'
import type { Priority } from './request.ts'
import { higherPriority } from './request.ts'
import type { Conversation } from './state.ts'

/** That of the request that is open, or that a person took over; else the conversation's own. */
export function priorityInForce({ control, priority }: Pick<Conversation, 'control' | 'priority'>): Priority {
  return control.state === 'active' ? priority : (control.request?.priority ?? priority)
}

/** RQ4: only a person makes less urgent what somebody waits for. */
export function withPriority(state: Conversation, priority: Priority, by: Happening['actor']): Conversation {
  const { control } = state
  if (control.state === 'active' || !control.request) return { ...state, priority }
  const { request } = control
  const held = by.kind === 'agent' ? priority : higherPriority(priority, request.priority)
  return { ...state, priority, control: { ...control, request: { ...request, priority: held } } }
}
