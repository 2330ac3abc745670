// The client's one door.

export type { MediaPart, Part, Parts, VisitorItem } from '@baton/core'
export type {
  AgentRow,
  AnswerOf,
  BodyOf,
  BotRow,
  ChannelCheck,
  ChannelRow,
  CompletionSettings,
  Contact,
  ContactWay,
  ConversationFilter,
  ConversationRow,
  Counts,
  DeliveryRow,
  MediaGiven,
  OutreachRow,
  ParamsOf,
  Problem,
  QueryOf,
  RouteKey,
  SearchHit,
  Status,
  StatusTone,
  TeamRow,
  TemplateRow,
  ViewFilter,
  ViewRow,
  WayKind,
} from '@baton/protocol'
export type { Api, ApiOptions, CallOptions, Given } from './api.ts'
export { createApi } from './api.ts'
export { ApiError, isApiError } from './api-error.ts'
export type { ConversationLog } from './conversation-log.ts'
export { emptyLog, extendLog } from './conversation-log.ts'
export type { Frame, Outcome } from './frame.ts'
export type { Inbox, InboxLists } from './inbox.ts'
export {
  activeForMs,
  activeRows,
  byMovedLast,
  byWaitingFirst,
  emptyInbox,
  intervenedRows,
  mineRows,
  requestingRows,
  withCounts,
  withRows,
  withSnapshot,
} from './inbox.ts'
export type { BotDraft } from './live/drafts.ts'
export type { LiveStatus } from './live/line.ts'
export type { AgentNews, AgentPresence, ListReader, Live, LiveOptions, Typing } from './live/live.ts'
export { createLive } from './live/live.ts'
export type { AgentReader, EventRow, VisitorReader } from './live/readers.ts'
export type { WebSocketConstructor, WebSocketLike } from './live/web-socket-like.ts'
export type { RowMap } from './row-map.ts'
export type { UploadOptions } from './upload-file.ts'
export { uploadFile } from './upload-file.ts'
