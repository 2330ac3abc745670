// Files that customers send by a channel: fetched as soon as their message is stored, kept with ours, tried again
// while the channel has them. What came of each is told by an event.
import type { Instant, MediaPart, MediaProblem, SystemActor } from '@baton/core'
import { msBetween } from '@baton/core'
import { MediaFault } from './channel-port.ts'
import type { ChannelStore } from './channel-store.ts'
import type { Flights } from './flights.ts'
import type { Lines, OpenLine } from './lines.ts'
import type { Media } from './media.ts'
import type { ConversationKey, ConversationStore, OutboxRow } from './ports.ts'

export interface MediaFetches {
  /** Null: all of the message's files are settled. Otherwise the pause after which to try again. */
  run(row: OutboxRow, signal: AbortSignal): Promise<number | null>
}

export interface MediaFetchesOptions {
  readonly store: Pick<ConversationStore, 'now' | 'read' | 'events'>
  readonly channels: ChannelStore
  readonly lines: Lines
  readonly media: Media
  readonly flights: Flights
  readonly onFault: (fault: unknown) => void
}

const system: SystemActor = { kind: 'system' }
const triedForMs = 6 * 60 * 60_000
const firstPauseMs = 2_000
const longestPauseMs = 10 * 60_000
const fetchWithinMs = 120_000

type Pending = MediaPart & { readonly pending: string }

/** Written by outboxChanges. */
interface Payload {
  readonly messageSeq: number
  readonly at: Instant
}

interface Fetching {
  readonly line: OpenLine
  readonly key: ConversationKey
  readonly uploadedBy: string
  readonly signal: AbortSignal
}

type Kept = { readonly media: MediaPart } | { readonly problem: MediaProblem }

export function createMediaFetches(options: MediaFetchesOptions): MediaFetches {
  const { store, channels, lines, media, flights, onFault } = options

  async function fetched({ line, key, uploadedBy, signal }: Fetching, part: Pending): Promise<Kept> {
    if (!line.kind.fetchMedia) return { problem: 'refused' }
    const within = AbortSignal.any([signal, AbortSignal.timeout(fetchWithinMs)])
    const { body, sizeBytes, name } = await line.kind.fetchMedia(line.line, part.pending, within)
    const taken = await media.keep({
      key,
      id: part.mediaId,
      uploadedBy,
      name: name ?? part.name,
      declaredBytes: sizeBytes,
      body,
    })
    if (!taken.ok) {
      const problem = taken.why === 'too_large' || taken.why === 'no_room' ? taken.why : 'refused'
      return { problem }
    }
    const { mimeType, name: kept, sizeBytes: bytes, width, height } = taken.row
    const size = width !== null && height !== null ? { width, height } : {}
    const { pending: _, ...shown } = part
    return { media: { ...shown, mimeType, name: kept, sizeBytes: bytes, ...size } }
  }

  async function settle(
    key: ConversationKey,
    messageSeq: number,
    mediaId: string,
    kept: Kept,
  ): Promise<void> {
    const outcome = 'media' in kept ? { media: kept.media, problem: null } : { media: null, ...kept }
    await flights.handle({
      ...key,
      command: { type: 'SettleMedia', actor: system, messageSeq, mediaId, ...outcome },
    })
  }

  /** Whether it is settled, one way or the other. */
  async function one(fetching: Fetching, part: Pending, messageSeq: number, ageMs: number): Promise<boolean> {
    try {
      await settle(fetching.key, messageSeq, part.mediaId, await fetched(fetching, part))
      return true
    } catch (error) {
      const fault = error instanceof MediaFault ? error : null
      if (!fault) onFault(error)
      const tryAgain = (fault?.retryable ?? true) && ageMs < triedForMs
      if (tryAgain) return false
      await settle(fetching.key, messageSeq, part.mediaId, { problem: fault?.problem ?? 'unreachable' })
      return true
    }
  }

  return {
    async run(row, signal) {
      const { messageSeq, at } = row.payload as unknown as Payload
      const key = { workspaceId: row.workspaceId, conversationId: row.conversationId }
      const [encoded] = await store.events(key, messageSeq - 1, 1)
      const event = encoded?.event
      const loaded = await store.read(key)
      if (!loaded || (event?.type !== 'MessageReceived' && event?.type !== 'MessageSent')) return null
      const settled = await channels.settledMedia(key, messageSeq)
      const pending = event.data.parts.filter(
        (part): part is Pending =>
          part.kind === 'media' && part.pending !== undefined && !settled.has(part.mediaId),
      )
      const line = await lines.open(key.workspaceId, loaded.channelId)
      const ageMs = msBetween(at, store.now())
      const uploadedBy = `contact:${loaded.contact.id}`
      let left = 0
      for (const part of pending) {
        const done = line
          ? await one({ line, key, uploadedBy, signal }, part, messageSeq, ageMs)
          : await settle(key, messageSeq, part.mediaId, { problem: 'unreachable' }).then(() => true)
        if (!done) left += 1
      }
      return left === 0 ? null : Math.min(Math.max(ageMs, firstPauseMs), longestPauseMs)
    },
  }
}
