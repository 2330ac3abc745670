// What a webhook can be told of: one type for each kind of event in a conversation's log. A new event does not
// compile until it is listed here.
import type { EventType } from '@baton/core'

/** For people who choose: what belongs together. */
export const webhookGroups = ['messages', 'requests', 'control', 'bot', 'details'] as const
export type WebhookGroup = (typeof webhookGroups)[number]

const groups: Readonly<Record<EventType, WebhookGroup>> = {
  MessageReceived: 'messages',
  MessageEdited: 'messages',
  MessageRevoked: 'messages',
  ReactionChanged: 'messages',
  MediaSettled: 'messages',
  MessageSent: 'messages',
  MessageWithheld: 'messages',
  MessageInterrupted: 'messages',
  DeliveryChanged: 'messages',
  DeliveryDeferred: 'messages',
  DeliveryRetried: 'messages',
  HumanRequested: 'requests',
  RequestDismissed: 'requests',
  QueueChanged: 'requests',
  Offered: 'requests',
  OfferEnded: 'requests',
  NobodyThere: 'requests',
  PriorityChanged: 'requests',
  AlertRaised: 'requests',
  RuleFired: 'requests',
  TakenOver: 'control',
  OwnerChanged: 'control',
  ReturnedToQueue: 'control',
  TakeoverCancelled: 'control',
  Resolved: 'control',
  LineHolderChanged: 'control',
  BotResumed: 'bot',
  BotChanged: 'bot',
  TurnOpened: 'bot',
  TurnFailed: 'bot',
  TurnEnded: 'bot',
  TurnDeferred: 'bot',
  TransferPromised: 'bot',
  QuestionAsked: 'bot',
  QuestionAnswered: 'bot',
  QuestionExpired: 'bot',
  PermitGranted: 'bot',
  GuidanceGiven: 'bot',
  NoteAdded: 'details',
  TagsChanged: 'details',
  StatusChanged: 'details',
  FeedbackGiven: 'details',
  SignalsHeard: 'details',
}

/** `TakenOver` is told as `conversation.taken_over`. The store's SQL says the same. */
function typeOf(event: string): string {
  return `conversation.${event.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase()}`
}

export const webhookEvents = [
  ...Object.entries(groups).map(([event, group]) => ({ type: typeOf(event), group })),
  // Not of one conversation: told by the id and the version of the contact.
  { type: 'contact.changed', group: 'details' as const },
]
