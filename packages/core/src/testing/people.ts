// Who acts in the tests of the core, and what they act on.
import type {
  AgentActor,
  AgentRef,
  BotActor,
  ContactActor,
  Role,
  SystemActor,
} from '../conversation/actor.ts'
import type { Founding } from '../conversation/state.ts'
import type { AgentId, BotId, ChannelId, ContactId, ConversationId, TeamId } from '../ids.ts'

function agent(name: string, role: Role): AgentActor {
  return { kind: 'agent', id: name.toLowerCase() as AgentId, name, role }
}

export const ana = agent('Ana', 'agent')
export const ben = agent('Ben', 'agent')
export const lea = agent('Lea', 'lead')
export const customer: ContactActor = { kind: 'contact', id: 'carla' as ContactId }
export const bot: BotActor = { kind: 'bot', id: 'bot' as BotId, name: 'Bot' }
export const otherBotId = 'other-bot' as BotId
export const platform: SystemActor = { kind: 'system' }
export const billing = 'billing' as TeamId
export const sales = 'sales' as TeamId

export const founding: Founding = {
  conversationId: 'conversation' as ConversationId,
  contactId: customer.id,
  channelId: 'channel' as ChannelId,
  botId: bot.id,
}

/** As the log keeps an agent. */
export function ref({ id, name }: AgentRef): AgentRef {
  return { id, name }
}
