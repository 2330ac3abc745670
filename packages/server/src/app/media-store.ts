// What files need of the world: a place for their bytes (a folder, or a bucket), their rows, and somebody who tells
// by the bytes what they are.
import type { ConversationId, WorkspaceId } from '@baton/core'
import type { ConversationKey } from './ports.ts'

/** Bytes, from `start` to `end`, both inclusive. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/** There is no room for more; an operator has to make some. */
export class NoRoom extends Error {
  override readonly name = 'NoRoom'
}

/** Whole files under ids that Baton gave them. No name or path of anybody's ever reaches it. */
export interface MediaStore {
  /** All of it or nothing: when `body` throws or the room is out, nothing stays. @throws NoRoom */
  put(id: string, body: AsyncIterable<Uint8Array>): Promise<void>
  /** Null: it is not there. The range must lie within the file. */
  open(id: string, range?: ByteRange): Promise<AsyncIterable<Uint8Array> | null>
  stat(id: string): Promise<{ readonly sizeBytes: number } | null>
  /** What is gone already is no fault. */
  remove(id: string): Promise<void>
  /** Takes away what was begun before `before` and never became whole (a killed server's). */
  tidy(before: Date): Promise<void>
}

/** What the first bytes show. */
export interface Sniffed {
  readonly mimeType: string
  /** Usual endings of such files, without the dot, the usual one first. */
  readonly endings: readonly string[]
  /** Pixels; null when it is no picture. */
  readonly width: number | null
  readonly height: number | null
}

/** Null: of a kind that is not taken. `name` may narrow what the bytes show down, never widen it. */
export type Sniff = (head: Uint8Array, name: string) => Promise<Sniffed | null>

export interface MediaRow {
  readonly id: string
  readonly workspaceId: WorkspaceId
  /** Null until it is sent. */
  readonly conversationId: ConversationId | null
  readonly name: string
  readonly mimeType: string
  readonly sizeBytes: number
  readonly width: number | null
  readonly height: number | null
}

/** Whose an upload is until it is sent: `agent:<id>` or `contact:<id>`. */
export interface Uploader {
  readonly workspaceId: WorkspaceId
  readonly uploadedBy: string
}

/** What one uploader may give; null: no bound. */
export interface UploadLimits {
  readonly files: number
  readonly withinMs: number
  readonly bytesADay: number
}

export interface MediaRows {
  /** False: the uploader has given as much as `limits` let them, or the id is there already. */
  begin(uploader: Uploader, id: string, sizeBytes: number, limits: UploadLimits | null): Promise<boolean>
  finish(row: Omit<MediaRow, 'conversationId'>, sha256: Uint8Array): Promise<void>
  /** An upload that came to nothing, or that its uploader takes back. False: it is not theirs, or was sent. */
  dropUnsent(uploader: Uploader, id: string): Promise<boolean>
  /**
   * Ties the files to the conversation, for good: what was given to one conversation is never sent in another.
   * Null, and nothing tied, when one of them is not the uploader's or belongs to another conversation.
   */
  claim(
    uploader: Uploader,
    conversationId: ConversationId,
    ids: readonly string[],
  ): Promise<readonly MediaRow[] | null>
  /** Those of the conversation, of the ids that are asked for. */
  of(key: ConversationKey, ids: readonly string[]): Promise<readonly MediaRow[]>
  byId(id: string): Promise<MediaRow | null>
  /**
   * Rows whose conversation was erased, and those begun before `before` and never sent, at most `limit`: deleted
   * once `remove` is done with their bytes. Answers how many.
   */
  sweep(before: Date, limit: number, remove: (id: string) => Promise<void>): Promise<number>
}

/** Addresses from anywhere at which a bot can read the files of a conversation for a while, by their ids. */
export type MediaAddresses = (
  key: ConversationKey,
  ids: readonly string[],
) => Promise<ReadonlyMap<string, string>>
