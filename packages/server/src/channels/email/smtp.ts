// One mail to one SMTP server. What counts for DL3 is whether its text began to flow: before that it certainly was not
// accepted, after it only the server's answer can tell.
import { Readable } from 'node:stream'
import type { NodemailerError } from 'nodemailer/lib/errors'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { SendFault } from '../../app/channel-port.ts'
import type { AddressOf } from '../../app/egress.ts'
import { EgressFault } from '../../app/egress.ts'

export interface MailServer {
  readonly host: string
  readonly port: number
  readonly security: 'tls' | 'starttls' | 'none'
  readonly user: string | undefined
  readonly password: string | null
}

const connectTimeoutMs = 10_000
const quietTimeoutMs = 30_000

/** What a mail server said, without what it may repeat of the mail. */
function reasonOf(error: NodemailerError): string {
  const [line = ''] = (error.response ?? error.message).split('\n')
  return line.slice(0, 200)
}

function answeredWith(error: NodemailerError, code: number): SendFault {
  const reason = reasonOf(error)
  const cause = error
  if (code >= 400 && code < 500)
    return new SendFault('not_sent', code === 421 ? 'channel_down' : 'throttled', { reason, cause })
  if (error.code === 'EAUTH' || code === 530 || code === 535)
    return new SendFault('not_sent', 'channel_account', { reason, stopsLine: true, cause })
  if (code === 503) return new SendFault('not_sent', 'channel_down', { reason, cause })
  if (code === 552 || /\b5\.3\.4\b/.test(reason))
    return new SendFault('refused', 'too_large', { reason, cause })
  if (/\b5\.7\./.test(reason)) return new SendFault('refused', 'rejected_content', { reason, cause })
  const isRecipient = code === 550 || code === 551 || code === 553 || /\b5\.1\./.test(reason)
  return new SendFault('refused', isRecipient ? 'not_reachable' : 'rejected_content', { reason, cause })
}

function faultOf(error: unknown, hasBegun: boolean): SendFault {
  if (error instanceof SendFault) return error
  if (error instanceof EgressFault)
    return new SendFault('not_sent', 'channel_down', { reason: error.message, cause: error })
  const told = error as NodemailerError
  if (told.responseCode !== undefined) return answeredWith(told, told.responseCode)
  if (told.code === 'EAUTH' || told.code === 'ENOAUTH')
    return new SendFault('not_sent', 'channel_account', {
      reason: reasonOf(told),
      stopsLine: true,
      cause: error,
    })
  // No address that a mail server would take; nobody was asked.
  if (told.code === 'EENVELOPE')
    return new SendFault('refused', 'not_reachable', { reason: reasonOf(told), cause: error })
  if (hasBegun) return new SendFault('unknown', 'no_answer', { reason: reasonOf(told), cause: error })
  return new SendFault('not_sent', 'channel_down', { reason: reasonOf(told), cause: error })
}

function connectionTo(server: MailServer, address: string, greeting: string): SMTPConnection {
  return new SMTPConnection({
    host: address,
    port: server.port,
    servername: server.host,
    secure: server.security === 'tls',
    requireTLS: server.security === 'starttls',
    ignoreTLS: server.security === 'none',
    name: greeting,
    tls: { servername: server.host },
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    socketTimeout: quietTimeoutMs,
  })
}

/** Signed in; the caller closes it. @throws what nodemailer throws, EgressFault. */
async function dial(
  server: MailServer,
  addressOf: AddressOf,
  greeting: string,
  signal: AbortSignal,
): Promise<SMTPConnection> {
  const connection = connectionTo(server, await addressOf(server.host, server.port), greeting)
  signal.addEventListener('abort', () => connection.close(), { once: true })
  await new Promise<void>((resolve, reject) => {
    connection.on('error', reject)
    connection.on('end', () => reject(new Error('the mail server closed the connection')))
    signal.throwIfAborted()
    connection.connect(error => {
      if (error) return reject(error)
      const { user, password } = server
      if (user === undefined || password === null) return resolve()
      connection.login({ credentials: { user, pass: password } }, failed =>
        failed ? reject(failed) : resolve(),
      )
    })
  })
  return connection
}

/** @throws SendFault */
export async function sendMail(
  server: MailServer,
  addressOf: AddressOf,
  mail: { readonly from: string; readonly to: string; readonly raw: Buffer },
  signal: AbortSignal,
): Promise<void> {
  let hasBegun = false
  const ended = new AbortController()
  try {
    const greeting = mail.from.slice(mail.from.lastIndexOf('@') + 1)
    const connection = await dial(server, addressOf, greeting, AbortSignal.any([signal, ended.signal]))
    await new Promise<void>((resolve, reject) => {
      connection.on('error', reject)
      connection.on('end', () => reject(new Error('the mail server closed the connection')))
      // Read only once the server has asked for it.
      const body = new Readable({
        read() {
          hasBegun = true
          this.push(mail.raw)
          this.push(null)
        },
      })
      const envelope = { from: mail.from, to: [mail.to], size: mail.raw.byteLength }
      connection.send(envelope, body, error => (error ? reject(error) : resolve()))
    })
    connection.quit()
  } catch (error) {
    ended.abort()
    throw faultOf(error, hasBegun)
  }
}

/** Null when one can sign in there; else what speaks against it. */
export async function mailServerTrouble(
  server: MailServer,
  addressOf: AddressOf,
  greeting: string,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    const connection = await dial(server, addressOf, greeting, signal)
    connection.quit()
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
