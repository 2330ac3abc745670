// A mailbox read by IMAP: what came since the last look. It is left as it is, unread mails too; mail that was there
// before Baton is none of its business.
import { ImapFlow } from 'imapflow'
import type { AddressOf } from '../../app/egress.ts'
import type { MailServer } from './smtp.ts'

export interface MailboxAt {
  readonly server: MailServer
  readonly mailbox: string
}

export interface MailInBox {
  readonly uidValidity: string
  readonly uid: number
  readonly raw: Buffer
}

interface Cursor {
  readonly uidValidity: string
  readonly uid: number
  /** ISO: when the mailbox was connected; counts when the server numbers its mails anew. */
  readonly since: string
}

const batch = 25
/** The mail server's clock is another one, and counts whole seconds. */
const clockSlackMs = 5 * 60_000
const mailMaxBytes = 40 * 1024 * 1024
/** Of one look, which holds them in memory. */
const lookMaxBytes = 60 * 1024 * 1024

function parseCursor(cursor: string | null): Cursor | null {
  return cursor === null ? null : (JSON.parse(cursor) as Cursor)
}

/** @throws as imapflow does, EgressFault. */
async function inMailbox<Value>(
  { server, mailbox }: MailboxAt,
  addressOf: AddressOf,
  signal: AbortSignal,
  look: (box: ImapFlow) => Promise<Value>,
): Promise<Value> {
  const box = new ImapFlow({
    host: await addressOf(server.host, server.port),
    port: server.port,
    servername: server.host,
    secure: server.security === 'tls',
    ...(server.security === 'tls' ? {} : { doSTARTTLS: server.security === 'starttls' }),
    tls: { servername: server.host },
    auth: { user: server.user ?? '', pass: server.password ?? '' },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 60_000,
  })
  const abort = () => box.close()
  // A line that breaks between two commands; the command at hand fails by itself.
  box.on('error', () => undefined)
  signal.throwIfAborted()
  signal.addEventListener('abort', abort, { once: true })
  try {
    await box.connect()
    const lock = await box.getMailboxLock(mailbox, { readOnly: true })
    try {
      return await look(box)
    } finally {
      lock.release()
    }
  } finally {
    signal.removeEventListener('abort', abort)
    await box.logout().catch(() => box.close())
  }
}

function opened(box: ImapFlow) {
  if (box.mailbox === false) throw new Error('the mailbox is not open')
  return { uidValidity: String(box.mailbox.uidValidity), uidNext: box.mailbox.uidNext }
}

async function uidsAfter(box: ImapFlow, from: Cursor, uidValidity: string): Promise<readonly number[]> {
  if (from.uidValidity === uidValidity) {
    const found = (await box.search({ uid: `${from.uid + 1}:*` }, { uid: true })) || []
    // `*` is the last mail, even when it is an older one.
    return found.filter(uid => uid > from.uid)
  }
  // Numbered anew: what was stored before is known by its Message-ID.
  return (await box.search({ since: new Date(from.since) }, { uid: true })) || []
}

/** The next mails after `cursor`, oldest first. A first look brings nothing and remembers where it stood. */
export async function readNewMail(
  at: MailboxAt,
  addressOf: AddressOf,
  cursor: string | null,
  signal: AbortSignal,
): Promise<{ readonly mails: readonly MailInBox[]; readonly cursor: string }> {
  return inMailbox(at, addressOf, signal, async box => {
    const { uidValidity, uidNext } = opened(box)
    const from = parseCursor(cursor)
    if (from === null) {
      const first: Cursor = {
        uidValidity,
        uid: uidNext - 1,
        since: new Date(Date.now() - clockSlackMs).toISOString(),
      }
      return { mails: [], cursor: JSON.stringify(first) }
    }
    const uids = [...(await uidsAfter(box, from, uidValidity))].sort((one, other) => one - other)
    const mails: MailInBox[] = []
    let last = from.uidValidity === uidValidity ? from.uid : 0
    let bytes = 0
    for (const uid of uids.slice(0, batch)) {
      if (bytes > lookMaxBytes) break
      const query = { uid: true, source: { maxLength: mailMaxBytes }, internalDate: true }
      const mail = (await box.fetchOne(String(uid), query, { uid: true })) || null
      last = uid
      bytes += mail?.source?.byteLength ?? 0
      const isOlder = new Date(mail?.internalDate ?? from.since) < new Date(from.since)
      if (mail?.source && !(isOlder && from.uidValidity !== uidValidity))
        mails.push({ uidValidity, uid, raw: mail.source })
    }
    return { mails, cursor: JSON.stringify({ ...from, uidValidity, uid: last }) }
  })
}

/** The mail, or null when it is not there any more. */
export async function mailAgain(
  at: MailboxAt,
  addressOf: AddressOf,
  { uidValidity, uid }: Pick<MailInBox, 'uidValidity' | 'uid'>,
  signal: AbortSignal,
): Promise<Buffer | null> {
  return inMailbox(at, addressOf, signal, async box => {
    if (opened(box).uidValidity !== uidValidity) return null
    const query = { uid: true, source: { maxLength: mailMaxBytes } }
    const mail = (await box.fetchOne(String(uid), query, { uid: true })) || null
    return mail?.source ?? null
  })
}

/** Null when the mailbox can be read; else what speaks against it. */
export async function mailboxTrouble(
  at: MailboxAt,
  addressOf: AddressOf,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    return await inMailbox(at, addressOf, signal, async () => null)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
