// An agent takes control, passes it on, or gives it back unfinished (TK1, TK6, OW2-OW4).

import type { TeamId } from '../../ids.ts'
import { msBetween, plusMs } from '../../ids.ts'
import type { AgentActor, AgentRef } from '../actor.ts'
import { recordOf } from '../actor.ts'
import type { Assign, CancelTakeover, Context, ReturnGone, ReturnToQueue, TakeOver } from '../command.ts'
import type { Happening, Surface } from '../event.ts'
import { mayAssign, mayEndTakeover, mayTakeOver } from '../legal.ts'
import type { Conversation, Intervened } from '../state.ts'
import { openTurn } from '../state.ts'
import type { Decision } from './outcome.ts'
import { announcement, happened, heldBy, nothing, refOf, refused } from './outcome.ts'
import { holding, requestEvents } from './requests.ts'

interface Taking {
  readonly actor: AgentActor
  readonly owner: AgentRef
  readonly via: Surface
  readonly cancelBot: boolean | null
}

/** Numbers of the announcements among the ids of one decision. */
const takeoverAnnouncement = 4

/** TakenOver, and what the customer is told (TK8). Only for a conversation that the bot holds. */
export function takeOverEvents(state: Conversation, taking: Taking, context: Context): readonly Happening[] {
  const { control } = state
  if (control.state === 'intervened') return []
  const owner = refOf(taking.owner)
  const cancelledBefore = control.state === 'requesting' && control.botCancelled
  const taken: Happening = {
    type: 'TakenOver',
    actor: recordOf(taking.actor),
    data: {
      owner,
      from: control.state,
      via: taking.via,
      // TK6 cannot be undone: what an earlier takeover of the episode cancelled stays so.
      cancelBot: cancelledBefore || (taking.cancelBot ?? context.policy.cancelBotByDefault),
      waitedMs: control.state === 'requesting' ? msBetween(control.request.since, context.at) : null,
      endsTurn: openTurn(control)?.id ?? null,
    },
  }
  return [taken, ...announcement(context, takeoverAnnouncement, context.policy.announceTakeover, owner)]
}

export function takeOver(state: Conversation, command: TakeOver, context: Context): Decision {
  const denied = mayTakeOver(heldBy(state), command.actor)
  if (denied) return refused(denied)
  // TK1: the winner's repeated click succeeds and changes nothing.
  if (state.control.state === 'intervened') return nothing
  return happened(...takeOverEvents(state, { ...command, owner: refOf(command.actor) }, context))
}

function returnEvents(
  control: Intervened,
  by: AgentActor | ReturnToQueue['actor'],
  reason: string,
  teamId: TeamId | null,
  context: Context,
): readonly Happening[] {
  // TK6: a cancelled bot stays silent in the queue; OW3: any other one holds unless the channel says otherwise.
  const botMay = control.botCancelled ? 'silent' : context.policy.whileReturned
  const returned: Happening = {
    type: 'ReturnedToQueue',
    actor: recordOf(by),
    data: {
      previousOwner: control.owner,
      reason,
      waitingSince: control.request?.since ?? context.at,
      botMay,
      teamId,
    },
  }
  return botMay === 'holds' ? [returned, ...holding(context)] : [returned]
}

export function assign(state: Conversation, command: Assign, context: Context): Decision {
  const { actor, to } = command
  const { control } = state
  const denied = mayAssign(heldBy(state), actor)
  if (denied) return refused(denied)
  if ('teamId' in to) {
    if (control.state === 'intervened')
      return happened(...returnEvents(control, actor, 'assigned', to.teamId, context))
    if (control.state === 'requesting') {
      if (state.teamId === to.teamId) return nothing
      return happened({ type: 'QueueChanged', actor: recordOf(actor), data: { teamId: to.teamId } })
    }
    const wish = { actor, cause: 'agent_asked', text: '', priority: 'normal', summary: null } as const
    return happened(...requestEvents(state, { ...wish, teamId: to.teamId }, context))
  }
  if (control.state !== 'intervened') {
    return happened(
      ...takeOverEvents(state, { actor, owner: to.agent, via: 'console', cancelBot: null }, context),
    )
  }
  if (control.owner.id === to.agent.id) return nothing
  const data = { owner: refOf(to.agent), previousOwner: control.owner }
  return happened(
    { type: 'OwnerChanged', actor: recordOf(actor), data },
    ...announcement(context, takeoverAnnouncement, context.policy.announceTakeover, to.agent),
  )
}

export function returnToQueue(state: Conversation, command: ReturnToQueue, context: Context): Decision {
  const { control } = state
  if (command.actor.kind === 'agent') {
    const denied = mayEndTakeover(heldBy(state), command.actor)
    if (denied) return refused(denied)
  }
  if (control.state !== 'intervened') return refused({ code: 'not_intervened' })
  return happened(...returnEvents(control, command.actor, command.reason, state.teamId, context))
}

/** OW5: never to the bot; whoever wrote or took it meanwhile keeps it. */
export function returnGone(state: Conversation, command: ReturnGone, context: Context): Decision {
  const { control, lastAgent, lastContact } = state
  const { ownerId, epoch, why, actor } = command
  if (control.state !== 'intervened' || state.epoch !== epoch || control.owner.id !== ownerId) return nothing
  if (why.reason === 'owner_gone') {
    const waits = lastContact !== null && lastContact.seq > (lastAgent?.seq ?? 0)
    // Who was given it while they were away is given the time to come.
    const since = why.goneSince > control.ownerSince ? why.goneSince : control.ownerSince
    if (!waits || context.at < plusMs(since, why.limitMs)) return nothing
  }
  return happened(...returnEvents(control, actor, why.reason, state.teamId, context))
}

/** OW4: the bot stands where it stood, and is not asked to say anything. */
export function cancelTakeover(state: Conversation, command: CancelTakeover, context: Context): Decision {
  const denied = mayEndTakeover(heldBy(state), command.actor)
  if (denied) return refused(denied)
  const { control } = state
  if (control.state !== 'intervened') return refused({ code: 'not_intervened' })
  return happened(
    { type: 'TakeoverCancelled', actor: recordOf(command.actor), data: { previousOwner: control.owner } },
    ...announcement(context, takeoverAnnouncement, context.policy.announceHandBack, control.owner),
  )
}
