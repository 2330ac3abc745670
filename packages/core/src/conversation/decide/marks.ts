// What is noted about a conversation: notes, tags, priority, status, queue. What is so already is no event.
import type { BotActor } from '../actor.ts'
import { recordOf } from '../actor.ts'
import type { AddNote, ChangePriority, ChangeStatus, Context } from '../command.ts'
import type { Happening } from '../event.ts'
import { priorityInForce } from '../priority.ts'
import type { Conversation } from '../state.ts'
import type { Marks } from '../turn.ts'
import type { Decision } from './outcome.ts'
import { happened, refused } from './outcome.ts'

export function noteAdded({ actor, text, mentions }: AddNote): Happening {
  const once = [...new Set(mentions)]
  return {
    type: 'NoteAdded',
    actor: recordOf(actor),
    data: once.length > 0 ? { text, mentions: once } : { text },
  }
}

export function tagEvents(
  state: Conversation,
  actor: Happening['actor'],
  add: readonly string[],
  remove: readonly string[],
): readonly Happening[] {
  const added = [...new Set(add)].filter(tag => !state.tags.includes(tag))
  const removed = state.tags.filter(tag => remove.includes(tag) && !add.includes(tag))
  if (added.length === 0 && removed.length === 0) return []
  const tags = [...state.tags.filter(tag => !removed.includes(tag)), ...added]
  return [{ type: 'TagsChanged', actor, data: { added, removed, tags } }]
}

export function markEvents(state: Conversation, actor: BotActor, marks: Marks): readonly Happening[] {
  const { addTags = [], removeTags = [], priority, status, teamId } = marks
  const events: Happening[] = [...tagEvents(state, actor, addTags, removeTags)]
  if (priority !== undefined && priority !== state.priority)
    events.push({ type: 'PriorityChanged', actor, data: { priority } })
  if (status !== undefined && status !== state.status)
    events.push({ type: 'StatusChanged', actor, data: { status } })
  if (teamId !== undefined && teamId !== state.teamId)
    events.push({ type: 'QueueChanged', actor, data: { teamId } })
  return events
}

/** OW1: an agent chooses from the workspace's list; a status that left the list may stay, but not be set anew. */
export function changeStatus(state: Conversation, command: ChangeStatus, { policy }: Context): Decision {
  const { actor, status } = command
  if (status === state.status) return happened()
  const options = policy.statuses
  if (status !== null && options.length > 0 && !options.includes(status))
    return refused({ code: 'unknown_option', field: 'status', options })
  return happened({ type: 'StatusChanged', actor: recordOf(actor), data: { status } })
}

export function changePriority(state: Conversation, { actor, priority }: ChangePriority): Decision {
  if (priority === state.priority && priority === priorityInForce(state)) return happened()
  return happened({ type: 'PriorityChanged', actor: recordOf(actor), data: { priority } })
}
