// A channel of the kind as its own tests hold it, without a Baton around it: lines, letters and files by hand.
import type { MessageId, Part } from '@baton/core'
import type { Letter, Line, OutboundMedia } from '../../app/channel-port.ts'
import { createWhatsAppChannel } from '../../channels/whatsapp/whatsapp-channel.ts'
import { createEgress } from '../../egress/egress.ts'
import { settingsOf } from '../stages/whatsapp-stage.ts'
import type { GraphServer } from './graph-server.ts'
import { messageChange } from './graph-webhooks.ts'

export const messageId = '018f0000-0000-7000-8000-000000000001' as MessageId
export const signal = new AbortController().signal

/** Nobody cares what is in it: a file of these bytes. */
export function fileOf(bytes: Buffer, mimeType: string, name: string): OutboundMedia {
  async function* body() {
    yield bytes.subarray(0, 3)
    yield bytes.subarray(3)
  }
  return { mimeType, name, sizeBytes: bytes.length, open: async () => body(), link: async () => '' }
}

/** What a call that must fail failed with. */
export async function faultOf(work: Promise<unknown> | undefined) {
  try {
    await work
  } catch (error) {
    return error
  }
  throw new Error('it was taken')
}

export function openGraphLine(graph: GraphServer) {
  const kind = createWhatsAppChannel({ egress: createEgress({ allowPrivate: ['127.0.0.1'] }) })

  /** Null takes a setting away. */
  function lineOf(over: Readonly<Record<string, string | null>> = {}): Line {
    const settings: Record<string, string | null> = { ...settingsOf(graph), ...over }
    return {
      workspaceId: 'w' as Line['workspaceId'],
      id: 'c' as Line['id'],
      name: 'WhatsApp',
      settings,
      secret: name => settings[name] ?? null,
      hookUrl: 'http://127.0.0.1:9/hooks/c',
    }
  }

  /** A customer who has just written. */
  function writer() {
    const rosa = graph.world.customer('15550001001', 'Rosa')
    messageChange(graph.world, graph.world.phoneNumberIds[0] ?? '', rosa, 'wamid.in', {})
    return rosa
  }

  function letterOf(parts: readonly Part[], over: Partial<Letter> = {}): Letter {
    return {
      key: {} as Letter['key'],
      messageId,
      messageSeq: 1,
      step: 0,
      to: { address: writer().userId, aliases: [] },
      contactName: 'Rosa',
      parts,
      replyTo: null,
      from: 'agent',
      author: 'Ana',
      lastInbound: null,
      media: async () => {
        throw new Error('no file here')
      },
      ...over,
    }
  }

  const line = lineOf()
  return {
    kind,
    line,
    lineOf,
    writer,
    letterOf,
    /** Every step; answers what the local server took of it. */
    async sendAll(parts: readonly Part[], over: Partial<Letter> = {}) {
      const before = graph.world.messages.length
      for (const [step, some] of kind.steps(line, parts).entries())
        await kind.send(line, letterOf(some, { step, ...over }), signal)
      return graph.world.messages.slice(before).map(({ body }) => body)
    },
  }
}
