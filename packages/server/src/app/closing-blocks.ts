// What a completion can send (HB1): the flow's own closing blocks, and the texts kept with the channel.
import type { Conversation, Parts } from '@baton/core'
import { closingBlocks, entries, plainText, renderBlock, textParts } from '@baton/core'
import { webChannelSettings } from '@baton/protocol'
import type { Workspace } from './workspace.ts'

export interface ClosingChoice {
  readonly block: string
  readonly label: string
  readonly parts: Parts
}

export function closingChoices(workspace: Workspace, state: Conversation): readonly ClosingChoice[] {
  const flow = state.botId ? workspace.bots.get(state.botId)?.flow : null
  const ofFlow = (flow ? closingBlocks(flow) : []).flatMap(({ block, label }) => {
    const parts = flow ? renderBlock(flow, block, state.memory.variables) : null
    return parts ? [{ block, label, parts }] : []
  })
  const settings = webChannelSettings.safeParse(workspace.channels.get(state.channelId)?.settings ?? {})
  const ofChannel = (settings.success ? (settings.data.closingBlocks ?? []) : [])
    .filter(choice => !ofFlow.some(own => own.block === choice.block))
    .map(({ block, label, text }) => ({ block, label, parts: textParts(text) }))
  return [...ofFlow, ...ofChannel]
}

export function closingRows(workspace: Workspace, state: Conversation) {
  const feedback = workspace.channels.get(state.channelId)?.policy.feedback ?? null
  const flow = state.botId ? workspace.bots.get(state.botId)?.flow : null
  return {
    items: closingChoices(workspace, state).map(({ block, label, parts }) => ({
      block,
      label,
      preview: plainText(parts),
    })),
    feedback: feedback && { ...feedback },
    entries: flow ? entries(flow).map(({ block, label }) => ({ block, label })) : [],
  }
}

/** Whether a bot can go on at this block (HB3). */
export function isEntry(workspace: Workspace, state: Conversation, block: string): boolean {
  const flow = state.botId ? workspace.bots.get(state.botId)?.flow : null
  return flow ? entries(flow).some(entry => entry.block === block) : false
}
