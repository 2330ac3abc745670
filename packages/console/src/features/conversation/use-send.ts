// Sending: at once on the page, with its true state. A retry is the same send (DL3); a stale view gives the
// text back whole with what was missed (OW6).
import { isApiError } from '@baton/client'
import type { MediaPart } from '@baton/core'
import { useCallback, useEffect } from 'react'
import { api } from '../../app/link.ts'
import type { ReadLog } from '../../app/logs.ts'
import type { Outgoing, SentTemplate } from '../../app/outbox.ts'
import { listIn, sayFailure } from '../../app/refusal.ts'
import { useChannelWords } from '../../app/use-channel-words.ts'
import { useDesk } from '../../app/use-desk.tsx'

/** Random enough for a key of one conversation; works without a secure context, too. */
function freshClientId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
}

const isSeq = (item: unknown): item is number => typeof item === 'number'

export interface Send {
  readonly send: (text: string, media: readonly MediaPart[], replyTo: number | null) => void
  /** `text`: as the customer will read it. What is written as free text stays. */
  readonly sendTemplate: (template: SentTemplate, text: string) => void
  /** The same text under the same clientId, on the view as it is now. */
  readonly again: (outgoing: Outgoing) => void
  readonly drop: (outgoing: Outgoing) => void
}

function bodyOf({ clientId, text, media, replyTo, template }: Outgoing, seenSeq: number) {
  if (template) {
    const { variables, ...named } = template
    return { clientId, text: '', seenSeq, template: { ...named, variables: [...variables] } }
  }
  const quoting = replyTo === undefined ? {} : { replyTo }
  return { clientId, text, seenSeq, media: media.map(({ mediaId }) => mediaId), ...quoting }
}

export function useSend(conversationId: string, log: ReadLog): Send {
  const desk = useDesk()
  const { t } = useChannelWords()

  useEffect(() => {
    const waiting = desk.outbox.of(conversationId)
    if (waiting.length === 0) return
    // A template leaves the draft of a reply where it is.
    if (waiting.some(outgoing => !outgoing.template)) desk.writing.hold(conversationId, 'reply')
    const mine = new Set(waiting.map(outgoing => outgoing.clientId))
    const arrived = log.items.flatMap(event =>
      event.type === 'MessageSent' && event.data.clientId !== null && mine.has(event.data.clientId)
        ? [event.data.clientId]
        : [],
    )
    if (arrived.length === 0) return
    desk.outbox.drop(conversationId, new Set(arrived))
    desk.writing.release(conversationId, 'reply')
  }, [desk, conversationId, log])

  const attempt = useCallback(
    async (outgoing: Outgoing, seenSeq: number) => {
      const { clientId } = outgoing
      try {
        const params = { id: conversationId }
        const body = bodyOf(outgoing, seenSeq)
        const { seq } = await api.call('POST /conversations/{id}/messages', { params, body })
        const shown = desk.logs.get(conversationId).cursor >= seq
        desk.writing.release(conversationId, 'reply')
        if (shown) desk.outbox.drop(conversationId, new Set([clientId]))
        else desk.outbox.put({ ...outgoing, state: 'sent', why: null, missed: [] })
      } catch (fault) {
        if (isApiError(fault) && fault.code === 'stale_view') {
          desk.outbox.put({ ...outgoing, state: 'stale', why: null, missed: listIn(fault, 'missed', isSeq) })
          return
        }
        const held = isApiError(fault) && fault.code === 'line_held' ? fault.problem?.holder : null
        if (typeof held === 'string') {
          const why = t('window.held', { name: held })
          desk.outbox.put({ ...outgoing, state: 'failed', why, missed: [] })
          return
        }
        const { title, text: why } = sayFailure(fault, t)
        desk.outbox.put({ ...outgoing, state: 'failed', why: why ?? title, missed: [] })
      }
    },
    [desk, conversationId, t],
  )

  const go = (outgoing: Outgoing) => {
    const { cursor } = log
    desk.outbox.put({ ...outgoing, state: 'sending', why: null, missed: [] })
    desk.outbox.inTurn(conversationId, () => attempt(outgoing, cursor))
  }
  const begin = (what: Pick<Outgoing, 'text' | 'media' | 'replyTo' | 'template'>) => {
    const outgoing = { ...what, clientId: freshClientId(), conversationId, at: Date.now() }
    go({ ...outgoing, state: 'sending', why: null, missed: [] })
  }
  return {
    send: (text, media, replyTo) => {
      desk.writing.hold(conversationId, 'reply')
      begin({ text, media, ...(replyTo === null ? {} : { replyTo }) })
    },
    sendTemplate: (template, text) => begin({ text, media: [], template }),
    again: go,
    drop: outgoing => {
      desk.outbox.drop(conversationId, new Set([outgoing.clientId]))
      desk.writing.release(conversationId, 'reply')
    },
  }
}
