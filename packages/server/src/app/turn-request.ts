// A turn as its bot is asked for it.
import type { Turn } from '@baton/core'
import type { TurnRequest } from './bot-port.ts'
import { newId } from './new-id.ts'
import type { Loaded } from './ports.ts'
import type { BotEntry, Workspace } from './workspace.ts'

export interface OpenedTurn {
  readonly loaded: Loaded
  readonly turn: Turn
  readonly bot: BotEntry
}

export function requestOf({ loaded, turn, bot }: OpenedTurn, workspace: Workspace, at: string): TurnRequest {
  const { state, contact, channelId } = loaded
  const channel = workspace.channels.get(channelId)
  return {
    key: { workspaceId: loaded.workspaceId, conversationId: state.conversationId },
    turnId: turn.id,
    epoch: turn.epoch,
    seq: state.seq,
    bot,
    channel: { id: channelId, name: channel?.name ?? '', kind: channel?.kind ?? '' },
    contact,
    teams: [...workspace.teams.values()],
    control: state.control.state === 'requesting' ? 'requesting' : 'active',
    cause: turn.cause,
    resume: turn.resume,
    answer: turn.answer,
    input: turn.input,
    guidance: state.guidance,
    memory: state.memory,
    failures: turn.failures,
    at,
    wakeId: newId(),
  }
}
