// What Twilio says: a customer's message with its pictures, or how far one of ours came.
import type { DeliveryProblem, MessageId } from '@baton/core'
import type { InboundItem, InboundPart } from '../../app/channel-port.ts'
import { storableText } from '../storable-text.ts'

/** Twilio's error codes, as far as they say more than that it failed. */
const problems: Readonly<Record<string, DeliveryProblem>> = {
  21211: 'not_reachable',
  21214: 'not_reachable',
  21217: 'not_reachable',
  21408: 'not_reachable',
  21610: 'opted_out',
  21612: 'not_reachable',
  21614: 'not_reachable',
  21606: 'channel_account',
  21617: 'too_large',
  21620: 'rejected_content',
  21659: 'channel_account',
  21660: 'channel_account',
  30002: 'channel_account',
  30003: 'not_reachable',
  30004: 'opted_out',
  30005: 'not_reachable',
  30006: 'not_reachable',
  30007: 'rejected_content',
  30019: 'too_large',
  30032: 'channel_account',
  30034: 'channel_account',
}

export const problemOfCode = (code: string | number | null): DeliveryProblem =>
  problems[String(code ?? '')] ?? 'other'

const stopWords = /^\s*(stop|stopall|unsubscribe|cancel|end|quit|revoke|optout)\s*$/i

function filesIn(params: URLSearchParams): readonly InboundPart[] {
  const count = Math.min(10, Number(params.get('NumMedia') ?? 0))
  return Array.from({ length: count }, (_, n): InboundPart | null => {
    const ref = params.get(`MediaUrl${n}`)
    if (!ref) return null
    const mimeType = params.get(`MediaContentType${n}`) ?? 'application/octet-stream'
    return { kind: 'media', name: `${mimeType.split('/')[0]}-${n + 1}`, mimeType, sizeBytes: 0, ref }
  }).filter(part => part !== null)
}

/** Empty where Twilio says nothing that matters here. */
export function readSms(params: URLSearchParams): readonly InboundItem[] {
  const externalId = params.get('MessageSid') ?? params.get('SmsMessageSid')
  const from = params.get('From')
  if (!externalId || !from) return []
  const body = storableText(params.get('Body') ?? '', 10_000)
  const parts: InboundPart[] = [...filesIn(params)]
  if (body.trim() !== '') parts.unshift({ kind: 'text', text: body })
  if (parts.length === 0) parts.push({ kind: 'unknown', label: 'empty message' })
  const sender = { address: from, phone: from, name: params.get('ProfileName') }
  const told = params.get('OptOutType')?.toUpperCase() ?? (stopWords.test(body) ? 'STOP' : null)
  // Twilio has answered these itself, and lets nothing of ours through after STOP.
  const isKeyword = told === 'STOP' || told === 'START' || told === 'HELP'
  const message: InboundItem = {
    type: 'message',
    externalId,
    sender,
    parts,
    ...(isKeyword ? { automatic: true } : {}),
  }
  if (told !== 'STOP' && told !== 'START') return [message]
  const code = told === 'STOP' ? 'opted_out' : 'opted_in'
  return [message, { type: 'notice', code, raw: { from, externalId } }]
}

const reached: Readonly<Record<string, 'sent' | 'delivered' | 'read' | 'failed'>> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  undelivered: 'failed',
  failed: 'failed',
  canceled: 'failed',
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** `query`: ours, given along with the address that Twilio calls. */
export function readStatus(params: URLSearchParams, query: URLSearchParams): readonly InboundItem[] {
  const status = reached[params.get('MessageStatus') ?? params.get('SmsStatus') ?? '']
  const externalId = params.get('MessageSid')
  const given = query.get('message') ?? ''
  const messageId = uuid.test(given) ? (given as MessageId) : null
  if (!status || (messageId === null && externalId === null)) return []
  const told = { type: 'status', messageId, externalId, status } as const
  if (status !== 'failed') return [told]
  const code = params.get('ErrorCode')
  return [{ ...told, problem: problemOfCode(code), reason: code ? `Twilio error ${code}` : null }]
}
