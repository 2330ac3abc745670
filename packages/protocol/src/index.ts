// The wire's one door.

export type { AiBotSettings } from './ai-bot-settings.ts'
export { aiBotSettings } from './ai-bot-settings.ts'
export type { BotKindName } from './bot-settings.ts'
export { botKind, botKinds, botSettings, secretSetting } from './bot-settings.ts'
export type * from './bot-wire.ts'
export * from './bot-wire.ts'
export type { ChannelKindName, EmailSettings, SmsSettings, WhatsAppSettings } from './channel-settings.ts'
export { channelKinds, channelSettings, parseChannelSettings } from './channel-settings.ts'
export type { AnswerOf, BodyOf, Contract, ParamsOf, QueryOf, RouteKey } from './contract.ts'
export { contract } from './contract.ts'
export type { BotDetail, BotListRow, BotRight, CallResult } from './contract-bots.ts'
export { botRight } from './contract-bots.ts'
export type { ChannelCheck, ChannelRow, DeliveryRow, OutreachRow, TemplateRow } from './contract-channels.ts'
export type { Contact, ContactWay, Status, StatusTone, WayKind } from './contract-contacts.ts'
export { statusTones, wayKinds } from './contract-contacts.ts'
export type { ConversationFilter, SearchHit, ViewFilter, ViewRow } from './contract-finding.ts'
export type { KnowledgeSource } from './contract-knowledge.ts'
export { knowledgeTypes } from './contract-knowledge.ts'
export type { MediaGiven } from './contract-media.ts'
export type { BrokenPart, RuleRow } from './contract-rules.ts'
export type { Webhook, WebhookDelivery } from './contract-webhooks.ts'
export type { ClientMessage } from './live/client-message.ts'
export { clientMessage } from './live/client-message.ts'
export type { ServerMessage } from './live/server-message.ts'
export { closeCodes, serverMessage } from './live/server-message.ts'
export { eventsLimitMax, listLimitMax, messageTextMax } from './primitives.ts'
export type { Auth, Route } from './route.ts'
export type {
  AgentRow,
  BotRow,
  CompletionSettings,
  ConversationRow,
  Counts,
  Problem,
  TeamRow,
} from './rows.ts'
export { problem } from './rows.ts'
export type { FlowBotSettings, WebChannelSettings } from './settings.ts'
export { everyChannelSettings, flowBotSettings, webChannelSettings } from './settings.ts'
export type { Presence, PresenceSettings, RoutingSettings } from './team-settings.ts'
export { presenceSettings, routingSettings } from './team-settings.ts'
export type { WebhookGroup } from './webhook-events.ts'
export { webhookEvents } from './webhook-events.ts'
