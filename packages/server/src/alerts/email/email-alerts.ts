// Alerts by mail: one to each person, under a Message-ID that is the same over all attempts, so that a mail program
// shows a repetition once. Its links open; what acts asks first.
import type { EmailAlertSettings } from '@baton/protocol'
import { createTransport } from 'nodemailer'
import type { AlertKind, AlertLine, AlertNote, AlertSent } from '../../app/alert-port.ts'
import { AlertFault } from '../../app/alert-port.ts'
import type { AddressOf } from '../../app/egress.ts'
import { EgressFault } from '../../app/egress.ts'

const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 15_000 }

const escaped = (text: string) => text.replaceAll(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`)

function subjectOf(note: AlertNote): string {
  return note.state === 'test' ? 'Alerts from Baton reach you' : `${note.contactName} needs a person`
}

function linesOf(note: AlertNote): readonly string[] {
  const where = note.teamName ? `${note.channelName}, ${note.teamName}` : note.channelName
  return note.state === 'test' ? [note.reason] : [note.reason, `${where}, ${note.workspaceName}`]
}

function textOf(note: AlertNote): string {
  const act = note.actUrl ? [`Take over (asks you first): ${note.actUrl}`] : []
  return [...linesOf(note), '', `Open it: ${note.openUrl}`, ...act, ''].join('\n')
}

const linkStyle =
  'display:inline-block;padding:10px 16px;border-radius:6px;text-decoration:none;font-weight:600;margin-right:8px'

function htmlOf(note: AlertNote): string {
  const link = (url: string, label: string, style: string) =>
    `<a href="${escaped(url)}" style="${linkStyle};${style}">${label}</a>`
  const act = note.actUrl
    ? link(note.actUrl, 'Take over', 'background:#ffffff;color:#1f2937;border:1px solid #d1d5db')
    : ''
  const lines = linesOf(note).map(line => `<p style="margin:0 0 8px">${escaped(line)}</p>`)
  return `<div style="font:16px/1.5 system-ui,sans-serif;color:#1f2937;max-width:520px">
<h1 style="font-size:20px;margin:0 0 12px">${escaped(subjectOf(note))}</h1>${lines.join('')}
<p style="margin:20px 0">${link(note.openUrl, 'Open', 'background:#1f2937;color:#ffffff')}${act}</p></div>`
}

/** What nodemailer throws; of a server's answer only the line itself. */
interface MailFault {
  readonly message: string
  readonly code?: string
  readonly responseCode?: number
  readonly response?: string
}

function faultOf(error: unknown): AlertFault {
  if (error instanceof EgressFault) return new AlertFault('later', error.message, { cause: error })
  const { message, code, responseCode: status = null, response } = error as MailFault
  const said = (response ?? message).split('\n')[0]?.slice(0, 200) ?? ''
  const isAccount = code === 'EAUTH' || status === 530 || status === 535
  const isFinal = status !== null && status >= 500 && !isAccount && status !== 503
  const what = isAccount ? 'The mail server does not take the name or password' : 'The mail server says'
  return new AlertFault(isFinal ? 'never' : 'later', `${what}: ${said}`, { status, cause: error })
}

export function createEmailAlerts(addressOf: AddressOf): AlertKind {
  return {
    kind: 'email',
    reaches: 'people',
    updates: false,
    async send(line: AlertLine, note: AlertNote, signal): Promise<AlertSent> {
      const { from, smtp } = line.settings as unknown as EmailAlertSettings
      const domain = from.slice(from.lastIndexOf('@') + 1)
      try {
        const pass = line.secret('smtp.password')
        const transport = createTransport({
          ...timeouts,
          host: await addressOf(smtp.host, smtp.port),
          port: smtp.port,
          name: domain,
          secure: smtp.security === 'tls',
          requireTLS: smtp.security === 'starttls',
          ignoreTLS: smtp.security === 'none',
          tls: { servername: smtp.host },
          ...(smtp.user !== undefined && pass !== null ? { auth: { user: smtp.user, pass } } : {}),
        })
        signal.addEventListener('abort', () => transport.close(), { once: true })
        const messageId = `<alert-${note.deliveryId}@${domain}>`
        await transport.sendMail({
          from: { name: `${note.workspaceName} alerts`, address: from },
          to: { name: note.to.name ?? '', address: note.to.address },
          subject: subjectOf(note),
          messageId,
          text: textOf(note),
          html: htmlOf(note),
          headers: { 'auto-submitted': 'auto-generated' },
          disableFileAccess: true,
          disableUrlAccess: true,
        })
        transport.close()
        return { externalId: messageId, status: 250 }
      } catch (error) {
        signal.throwIfAborted()
        throw faultOf(error)
      }
    },
  }
}
