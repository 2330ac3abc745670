// One mail as what it means: a customer's message, a bounce of ours, or nothing to answer. What answers by itself
// (absences, lists, other bots) is kept and opens no turn, so that two machines never talk to each other.
import { createHash } from 'node:crypto'
import type { Address, Attachment, Email, Mailbox } from 'postal-mime'
import PostalMime from 'postal-mime'
import type { InboundItem, InboundMedia, InboundPart } from '../../app/channel-port.ts'
import { storableText } from '../storable-text.ts'
import { idsIn, messageNamedIn } from './addresses.ts'
import { textOfMailHtml, withoutHistory } from './quoted-history.ts'

const textMax = 100_000
const rawTextMax = 200_000

/** What `Letter.thread` carries: how to answer so that mail programs keep the mails together. */
export interface MailThread {
  readonly subject: string
  /** The whole chain, oldest first, without the mail itself. */
  readonly references: readonly string[]
}

export interface MailSource {
  /** The mailbox's own address. */
  readonly address: string
  /** How an attachment is got again; null: it is taken along. */
  readonly refOf: ((n: number) => string) | null
}

function mailboxOf(address: Address | undefined): Mailbox | null {
  if (!address) return null
  if (address.group !== undefined) return address.group[0] ?? null
  return address.address === '' ? null : address
}

const headerOf = (mail: Email, name: string) =>
  mail.headers
    .find(header => header.key === name)
    ?.value.trim()
    .toLowerCase() ?? ''

function bytesOf({ content }: Attachment): Uint8Array {
  if (typeof content === 'string') return Buffer.from(content)
  return content instanceof Uint8Array ? content : new Uint8Array(content)
}

const textIn = (attachment: Attachment) => Buffer.from(bytesOf(attachment)).toString('utf8')

/** RFC 3834 and what came before it. */
function answersItself(mail: Email): boolean {
  const submitted = headerOf(mail, 'auto-submitted')
  if (submitted !== '' && submitted !== 'no') return true
  if (/^(bulk|junk|list|auto_reply)$/.test(headerOf(mail, 'precedence'))) return true
  if (headerOf(mail, 'list-id') !== '' || headerOf(mail, 'x-autoreply') !== '') return true
  const from = mailboxOf(mail.from)?.address ?? ''
  return mail.returnPath === '<>' || /^(mailer-daemon|postmaster|no-?reply)@/i.test(from)
}

const isReport = (mail: Email) =>
  headerOf(mail, 'content-type').startsWith('multipart/report') ||
  mail.attachments.some(({ mimeType }) => mimeType === 'message/delivery-status')

/** RFC 3464: which message of ours did not arrive, and why. */
function bounceOf(mail: Email): InboundItem {
  const texts = mail.attachments
    .filter(({ mimeType }) => /^(message\/|text\/rfc822-headers)/.test(mimeType))
    .map(textIn)
  const status = texts.find(text => /^action:/im.test(text)) ?? ''
  const threadIds = `${mail.inReplyTo ?? ''} ${mail.references ?? ''}`
  const named = messageNamedIn([...texts, mail.text ?? '', threadIds].join('\n'))
  const action = /^action:\s*(\w+)/im.exec(status)?.[1]?.toLowerCase() ?? null
  const code = /^status:\s*(\d\.\d{1,3}\.\d{1,3})/im.exec(status)?.[1] ?? null
  const isLost = action === 'failed' || (action === null && code?.startsWith('5') === true)
  if (!named || !(isLost || action === 'delivered'))
    return { type: 'notice', code: 'mail_report', raw: { subject: mail.subject ?? '', action, status: code } }
  const told = { type: 'status', messageId: named.messageId, externalId: named.mailId } as const
  if (!isLost) return { ...told, status: 'delivered' }
  const problem = /^5\.(3\.4|2\.3)/.test(code ?? '')
    ? 'too_large'
    : /^5\.7/.test(code ?? '')
      ? 'rejected_content'
      : 'not_reachable'
  const reason = /^diagnostic-code:\s*(?:[\w-]+;\s*)?(.{1,300})/im.exec(status)?.[1]?.trim() ?? code
  return { ...told, status: 'failed', problem, reason }
}

function filesOf(mail: Email, { refOf }: MailSource): readonly InboundMedia[] {
  return mail.attachments.map((attachment, n) => {
    const bytes = bytesOf(attachment)
    const { mimeType } = attachment
    return {
      kind: 'media',
      name: attachment.filename ?? `attachment-${n + 1}`,
      mimeType,
      sizeBytes: bytes.byteLength,
      ...(refOf ? { ref: refOf(n) } : { ref: '', bytes }),
    }
  })
}

const bareSubject = (subject: string) =>
  subject.replace(/^\s*((re|aw|fwd?|wg|sv|rv|antw)\s*:\s*)+/i, '').trim()

function textsOf(mail: Email): { readonly own: string; readonly whole: string } {
  const plain = mail.text?.trim() ?? ''
  if (plain !== '') return { own: withoutHistory(plain), whole: plain }
  return mail.html ? textOfMailHtml(mail.html) : { own: '', whole: '' }
}

function messageOf(mail: Email, raw: Buffer, source: MailSource, from: Mailbox): InboundItem {
  const { own, whole } = textsOf(mail)
  const subject = (mail.subject ?? '').trim()
  const answered = idsIn(mail.inReplyTo).at(-1) ?? null
  const references = [...new Set([...idsIn(mail.references), ...idsIn(mail.inReplyTo)])]
  // A subject says something where a talk begins; below a "Re:" it only repeats.
  const heading = references.length === 0 ? bareSubject(subject) : ''
  const text = storableText([heading, own].filter(Boolean).join('\n\n'), textMax)
  const parts: InboundPart[] = [...filesOf(mail, source)]
  if (text !== '') parts.unshift({ kind: 'text', text })
  if (parts.length === 0) parts.push({ kind: 'unknown', label: 'empty mail' })
  const thread: MailThread = { subject: storableText(subject, 400), references: references.slice(-40) }
  const address = from.address.toLowerCase()
  return {
    type: 'message',
    externalId: idsIn(mail.messageId)[0] ?? createHash('sha256').update(raw).digest('hex'),
    sender: { address, email: address, name: from.name.trim() || null },
    parts,
    replyTo: answered,
    thread: JSON.stringify(thread),
    ...(answersItself(mail) ? { automatic: true } : {}),
    ...(whole === own ? {} : { raw: { subject: thread.subject, text: storableText(whole, rawTextMax) } }),
  }
}

/** The mail itself; `attachmentOf` counts as this does. @throws when it is no mail. */
const parsed = (raw: Buffer) => PostalMime.parse(raw, { forceRfc822Attachments: true })

/** @throws when it is no mail at all. */
export async function parseMail(raw: Buffer, source: MailSource): Promise<readonly InboundItem[]> {
  const mail = await parsed(raw)
  const from = mailboxOf(mail.replyTo?.[0]) ?? mailboxOf(mail.from)
  if (isReport(mail)) return [bounceOf(mail)]
  if (!from || mail.headers.length === 0)
    return [{ type: 'notice', code: 'mail_without_sender', raw: { subject: mail.subject ?? '' } }]
  if (from.address.toLowerCase() === source.address)
    return [{ type: 'notice', code: 'own_mail', raw: { subject: mail.subject ?? '' } }]
  const items: InboundItem[] = [messageOf(mail, raw, source, from)]
  // Who answers a mail has it: that settles what its sending left open.
  const answered = messageNamedIn(mail.inReplyTo ?? '')
  if (answered && !answersItself(mail)) {
    const { messageId, mailId } = answered
    items.push({ type: 'status', messageId, externalId: mailId, status: 'delivered' })
  }
  return items
}

/** The n-th attachment of the mail, or null. */
export async function attachmentOf(raw: Buffer, n: number): Promise<Uint8Array | null> {
  const found = (await parsed(raw)).attachments[n]
  return found ? bytesOf(found) : null
}
