// Mail as a channel: out by SMTP, in from a mailbox or as raw mails that a mail service posts. One conversation a
// customer's address; its subjects and references keep the mails together in their program.
import { createHash } from 'node:crypto'
import type { EmailSettings } from '@baton/protocol'
import type {
  Arrival,
  ChannelKind,
  Check,
  HookRequest,
  InboundItem,
  Letter,
  Line,
} from '../../app/channel-port.ts'
import { HookRefused, MediaFault } from '../../app/channel-port.ts'
import type { AddressOf } from '../../app/egress.ts'
import { EgressFault } from '../../app/egress.ts'
import { verifySignedBody } from '../signed-body.ts'
import { composeMail, mailMaxBytes } from './compose-mail.ts'
import { createLoopGuard } from './loop-guard.ts'
import type { MailboxAt } from './mailbox.ts'
import { mailAgain, mailboxTrouble, readNewMail } from './mailbox.ts'
import { attachmentOf, parseMail } from './parse-mail.ts'
import type { MailServer } from './smtp.ts'
import { mailServerTrouble, sendMail } from './smtp.ts'

export interface EmailChannelOptions {
  readonly addressOf: AddressOf
  /** Between two looks into a mailbox; 10 s when left out. */
  readonly mailEveryMs?: number
  readonly now?: () => number
}

// The store has checked the form; the secrets in it are sealed by now.
const settingsOf = (line: Line) => line.settings as unknown as EmailSettings

function serverOf(line: Line, where: 'smtp' | 'inbound.imap', server: EmailSettings['smtp']): MailServer {
  const { host, port, security, user } = server
  return { host, port, security, user, password: line.secret(`${where}.password`) }
}

const smtpOf = (line: Line) => serverOf(line, 'smtp', settingsOf(line).smtp)

function mailboxOf(line: Line): MailboxAt | null {
  const { inbound } = settingsOf(line)
  if (inbound.by !== 'imap') return null
  return { server: serverOf(line, 'inbound.imap', inbound.imap), mailbox: inbound.mailbox }
}

const refOf = (uidValidity: string, uid: number, n: number) => `${uidValidity}:${uid}:${n}`

/** Mails that cannot be read at all are noted, never lost from sight and never in the way of others. */
async function itemsOf(raw: Buffer, address: string, ref: ((n: number) => string) | null) {
  try {
    return await parseMail(raw, { address, refOf: ref })
  } catch {
    const hash = createHash('sha256').update(raw).digest('hex')
    return [{ type: 'notice', code: 'mail_unreadable', raw: { sha256: hash } }] as const
  }
}

async function fetchAttachment(line: Line, ref: string, addressOf: AddressOf, signal: AbortSignal) {
  const at = mailboxOf(line)
  const [, uidValidity, uid, n] = /^(\d+):(\d+):(\d+)$/.exec(ref) ?? []
  if (!at || !uidValidity) throw new MediaFault('expired', { retryable: false })
  let raw: Buffer | null
  try {
    raw = await mailAgain(at, addressOf, { uidValidity, uid: Number(uid) }, signal)
  } catch (cause) {
    throw new MediaFault('unreachable', { retryable: !(cause instanceof EgressFault), cause })
  }
  const bytes = raw && (await attachmentOf(raw, Number(n)))
  if (!bytes) throw new MediaFault('expired', { retryable: false })
  async function* body() {
    yield bytes as Uint8Array
  }
  return { body: body(), sizeBytes: bytes.byteLength, name: null }
}

async function checksOf(line: Line, addressOf: AddressOf, signal: AbortSignal): Promise<readonly Check[]> {
  const { address } = settingsOf(line)
  const out = await mailServerTrouble(smtpOf(line), addressOf, address.replace(/^.*@/, ''), signal)
  const checks: Check[] = [{ code: 'smtp', ok: out === null, detail: out }]
  const at = mailboxOf(line)
  if (at) {
    const trouble = await mailboxTrouble(at, addressOf, signal)
    checks.push({ code: 'imap', ok: trouble === null, detail: trouble })
  } else {
    const isSet = line.secret('inbound.secret') !== null
    const detail = isSet ? null : 'Make a secret: mails that are posted without a signature are refused.'
    checks.push({ code: 'secret', ok: isSet, detail })
  }
  return checks
}

export function createEmailChannel({
  addressOf,
  mailEveryMs = 10_000,
  now = Date.now,
}: EmailChannelOptions): ChannelKind {
  const guard = createLoopGuard(now)
  const guarded = (line: Line, items: readonly InboundItem[]): readonly InboundItem[] =>
    items.map(item =>
      item.type === 'message' && !item.automatic && guard.isLoop(`${line.id} ${item.sender.address}`)
        ? { ...item, automatic: true }
        : item,
    )

  return {
    kind: 'email',
    hookBytes: 30 * 1_024 * 1_024,
    limits: {
      textChars: 100_000,
      media: [{ types: '*/*', maxBytes: mailMaxBytes }],
      replyWindowMs: null,
      perSecond: 5,
      pair: null,
    },
    tellsNothing: true,
    steps: (_line, parts) => [parts],

    async receive(line: Line, request: HookRequest): Promise<Arrival> {
      if (settingsOf(line).inbound.by !== 'webhook')
        throw new HookRefused(404, 'This channel reads its mailbox; nothing is posted to it.')
      verifySignedBody(line.secret('inbound.secret'), request.headers, request.body, now())
      if (request.body.byteLength === 0)
        throw new HookRefused(400, 'Post the whole mail, as it came, as the body.')
      const items = await itemsOf(request.body, settingsOf(line).address, null)
      return { items: guarded(line, items), answer: { status: 200 } }
    },

    pullEveryMs: mailEveryMs,
    async pull(line, cursor, signal) {
      const at = mailboxOf(line)
      if (!at) return { items: [], cursor }
      const found = await readNewMail(at, addressOf, cursor, signal)
      const { address } = settingsOf(line)
      const items: InboundItem[] = []
      for (const { uidValidity, uid, raw } of found.mails)
        items.push(...(await itemsOf(raw, address, n => refOf(uidValidity, uid, n))))
      return { items: guarded(line, items), cursor: found.cursor }
    },

    fetchMedia: (line, ref, signal) => fetchAttachment(line, ref, addressOf, signal),

    async send(line: Line, letter: Letter, signal: AbortSignal) {
      const settings = settingsOf(line)
      const { mailId, raw } = await composeMail(line, letter, settings)
      const mail = { from: settings.address, to: letter.to.address, raw }
      await sendMail(smtpOf(line), addressOf, mail, signal)
      return { externalId: mailId }
    },

    check: (line, signal) => checksOf(line, addressOf, signal),
  }
}
