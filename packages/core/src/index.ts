// The core's one door.
export type {
  AlertAudience,
  AlertLadder,
  Climb,
  Crew,
  LadderScope,
  LadderStep,
  NextStep,
  ScopedLadder,
} from './alerting/ladder.ts'
export { audienceOf, ladderFor, nextStep } from './alerting/ladder.ts'
export type { AlertKey } from './alerting/owed.ts'
export type { Brief, BriefLine } from './brief/brief-of.ts'
export { briefOf } from './brief/brief-of.ts'
export type * from './conversation/actor.ts'
export { leads, recordOf } from './conversation/actor.ts'
export type { Appended } from './conversation/append.ts'
export { append } from './conversation/append.ts'
export type * from './conversation/command.ts'
export { deliveryStatusOf, windowClosed } from './conversation/decide/delivery.ts'
export { nobodyOwes } from './conversation/decide/offers.ts'
export type { Decision } from './conversation/decide/outcome.ts'
export { currentTurn } from './conversation/decide/turns.ts'
export { decide } from './conversation/decide.ts'
export type { BotNews, Delivery, Effect, ReminderKey } from './conversation/effects.ts'
export { effectsOf } from './conversation/effects.ts'
export type { Episode } from './conversation/episodes.ts'
export { episodeEventTypes, episodesOf } from './conversation/episodes.ts'
export type {
  ConversationEvent,
  EventData,
  EventType,
  Happening,
  MediaProblem,
  Surface,
} from './conversation/event.ts'
export { growsEpoch } from './conversation/event.ts'
export { evolve } from './conversation/evolve.ts'
export type { Held, LegalActions } from './conversation/legal.ts'
export { legal } from './conversation/legal.ts'
export type { BotMay, ComposerWhileBot, MaximumWait, Policy } from './conversation/policy.ts'
export { defaultPolicy } from './conversation/policy.ts'
export { priorityInForce } from './conversation/priority.ts'
export type { Rejection, RejectionCode } from './conversation/rejection.ts'
export type {
  HumanRequest,
  NobodyGoes,
  NobodyThere,
  NobodyWhy,
  Offer,
  OfferEnd,
  Priority,
  RequestCause,
  RequestReason,
} from './conversation/request.ts'
export { priorities } from './conversation/request.ts'
export type * from './conversation/rule-command.ts'
export type { Snapshot } from './conversation/snapshot.ts'
export { fromSnapshot, snapshotVersion, toSnapshot } from './conversation/snapshot.ts'
export type {
  AcceptedSend,
  Active,
  Control,
  ControlState,
  Conversation,
  Founding,
  Guidance,
  Intervened,
  OpenQuestion,
  Recall,
  Requesting,
} from './conversation/state.ts'
export { newConversation, openTurn, sendKey } from './conversation/state.ts'
export type {
  BotMemory,
  BotResume,
  Feedback,
  Marks,
  TeamAnswer,
  Turn,
  TurnAnswer,
  TurnCause,
  TurnInput,
  TurnOpening,
  TurnToken,
} from './conversation/turn.ts'
export { freshMemory } from './conversation/turn.ts'
export type { Mark, Snippet, Term } from './finding/search.ts'
export { marksIn, searchTerms, snippetOf } from './finding/search.ts'
export type { Word } from './finding/words.ts'
export { joinedIn, wordsIn } from './finding/words.ts'
export { advance, pendingCall } from './flow/advance.ts'
export type { AiCall, FlowCall, RequestCall } from './flow/call.ts'
export type * from './flow/call-block.ts'
export { isCall, requestMethods } from './flow/call-block.ts'
export type * from './flow/definition.ts'
export type { ParsedFlow } from './flow/parse-flow.ts'
export { parseFlow } from './flow/parse-flow.ts'
export type { FlowFault } from './flow/reading.ts'
export { versionIn } from './flow/remember.ts'
export type { ClosingBlock, FlowEntry } from './flow/render.ts'
export { closingBlocks, entries, renderBlock } from './flow/render.ts'
export type { FlowCallResult, FlowContext, FlowInput, FlowStep } from './flow/step.ts'
export { warningsOf } from './flow/warnings.ts'
export type * from './ids.ts'
export { msBetween, plusMs } from './ids.ts'
export type * from './message/content.ts'
export { contentKey, plainText, textParts } from './message/content.ts'
export type { DeliveryProblem, DeliveryStatus } from './message/delivery.ts'
export { movesForward } from './message/delivery.ts'
export type { MarkdownBlock, MarkdownInline } from './message/markdown.ts'
export { parseMarkdown, plainOfMarkdown } from './message/markdown.ts'
export { promisesTransfer } from './message/transfer-promise.ts'
export type { VisitorItem } from './message/visitor-view.ts'
export { visitorItem } from './message/visitor-view.ts'
export type { OpeningHours } from './routing/hours.ts'
export { isOpen, isTimeZone } from './routing/hours.ts'
export type { Candidate, Need, Presence, Routed, RoutingRules } from './routing/route.ts'
export { hasRoom, route } from './routing/route.ts'
export type {
  Because,
  Evaluation,
  Listener,
  RuleFacts,
  Truth,
} from './rules/evaluate.ts'
export { evaluateCondition, listenerOf } from './rules/evaluate.ts'
export { findExpression, parseExpression } from './rules/expression.ts'
export type { ParsedRule, RuleFault } from './rules/parse-rule.ts'
export { actionKinds, conditionKinds, parseRule } from './rules/parse-rule.ts'
export type {
  ActionKind,
  Condition,
  ConditionKind,
  Rule,
  RuleAction,
  RuleDraft,
  SpokenBy,
} from './rules/rule.ts'
export { conditionsOf, ruleLimits } from './rules/rule.ts'
export type { HeardKind, HeardSignal, Stretch } from './rules/signal.ts'
export { heardKinds } from './rules/signal.ts'
