// Commands over HTTP: from a call to a flight, from its outcome to an answer.
import type { Command, ConversationId } from '@baton/core'
import type { AgentCaller } from '../app/access.ts'
import type { App } from '../app/app.ts'
import type { Outcome } from '../app/outcome.ts'
import type { ConversationKey } from '../app/ports.ts'
import { conversationRow } from '../app/rows.ts'
import { notFound, ProblemError, rejectionProblem } from './problem.ts'

type Done = Extract<Outcome, { ok: true }>

/** Runs the command. Throws a ProblemError for a rejection or a conversation that is not there. */
export async function perform(app: App, key: ConversationKey, command: Command): Promise<Done> {
  const outcome = await app.flights.handle({ ...key, command })
  if (outcome.ok) return outcome
  if (outcome.rejection === null) return notFound('conversation')
  const found = rejectionProblem(outcome.rejection)
  if (outcome.rejection.code !== 'stale_view') throw new ProblemError(found)
  // OW6: the writer is shown what arrived meanwhile.
  const [first = 1] = outcome.rejection.missed
  const after = await app.store.events(key, first - 1, 50)
  const items = after
    .filter(({ event }) => event.type === 'MessageReceived' || event.type === 'MessageSent')
    .map(({ event }) => event)
  throw new ProblemError({ ...found, seq: outcome.state.seq, items })
}

/** Where control stands after a command. */
export function heldAnswer({ state }: Done) {
  const { epoch, seq, control } = state
  return { epoch, seq, state: control.state, owner: control.state === 'intervened' ? control.owner : null }
}

/** The `seq` of the event of this type that the command made, or of the one that it repeats. */
export function seqOf(outcome: Done, type: string): number {
  const made = outcome.events.find(({ event }) => event.type === type)
  return made?.event.seq ?? outcome.acceptedAt ?? outcome.state.seq
}

export function keyOf(caller: AgentCaller, conversationId: ConversationId): ConversationKey {
  return { workspaceId: caller.workspaceId, conversationId }
}

/** The conversation in the caller's own workspace; anything else is not there. */
export async function loadedFor(app: App, key: ConversationKey) {
  return (await app.store.read(key)) ?? notFound('conversation')
}

export async function rowFor(app: App, key: ConversationKey) {
  const loaded = await loadedFor(app, key)
  return conversationRow(loaded, await app.directory.of(key.workspaceId))
}
