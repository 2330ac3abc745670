// A connected line and a letter for it, for tests of a kind without a whole server.
import { randomUUID } from 'node:crypto'
import type { ChannelId, ConversationId, MessageId, Part, WorkspaceId } from '@baton/core'
import type { HookRequest, Letter, Line, OutboundMedia } from '../app/channel-port.ts'
import { MediaFault } from '../app/channel-port.ts'
import type { HookCall } from './channel-stage.ts'

const hookUrl = 'https://baton.example/hooks/c1'

export function lineWith(settings: object, secrets: Readonly<Record<string, string>> = {}): Line {
  return {
    workspaceId: randomUUID() as WorkspaceId,
    id: randomUUID() as ChannelId,
    name: 'Shop',
    settings: settings as Readonly<Record<string, unknown>>,
    secret: name => secrets[name] ?? null,
    hookUrl,
  }
}

export interface LetterFile {
  readonly name: string
  readonly mimeType: string
  readonly bytes: Buffer
}

function outbound(file: LetterFile): OutboundMedia {
  return {
    mimeType: file.mimeType,
    name: file.name,
    sizeBytes: file.bytes.byteLength,
    async open() {
      return (async function* () {
        yield new Uint8Array(file.bytes)
      })()
    },
    link: async () => `https://baton.example/media/${encodeURIComponent(file.name)}`,
  }
}

/** `files`: by the `mediaId` of their parts. */
export function letterWith(
  parts: readonly Part[],
  over: Partial<Letter> = {},
  files: Readonly<Record<string, LetterFile>> = {},
): Letter {
  return {
    key: { workspaceId: randomUUID() as WorkspaceId, conversationId: randomUUID() as ConversationId },
    messageId: randomUUID() as MessageId,
    messageSeq: 2,
    step: 0,
    to: { address: 'carla@customers.example', aliases: [] },
    contactName: 'Carla',
    parts,
    replyTo: null,
    from: 'agent',
    author: 'Ana',
    lastInbound: null,
    async media(mediaId) {
      const file = files[mediaId]
      if (!file) throw new MediaFault('expired', { retryable: false })
      return outbound(file)
    },
    ...over,
  }
}

export function requestOf(line: Line, call: HookCall): HookRequest {
  const url = new URL(`${line.hookUrl}${call.path}`)
  return {
    method: call.method,
    path: url.pathname.slice(new URL(line.hookUrl).pathname.length),
    query: url.searchParams,
    headers: call.headers,
    body: call.body,
    url: url.href,
  }
}

/** What came of it, as a value: for asserting on faults. */
export async function faultOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => {
      throw new Error('it was expected to fail')
    },
    (error: unknown) => error,
  )
}
