// What is noted about a conversation: notes, tags, priority, status, queue. What is so already is no event.
import type { BotActor } from '../actor.ts'
import { recordOf } from '../actor.ts'
import type { AddNote } from '../command.ts'
import type { Happening } from '../event.ts'
import type { Conversation } from '../state.ts'
import type { Marks } from '../turn.ts'

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
