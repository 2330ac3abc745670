// Mail for the contract suite: posted raw and signed, sent to a real SMTP server, bounced as mail servers bounce.

import { signatureOf } from '../../channels/signed-body.ts'
import type { ChannelStage, HookCall, TakenMessage } from '../channel-stage.ts'
import type { SmtpStandIn, TakenMail } from './smtp-stand-in.ts'
import { smtpUser, startSmtpStandIn } from './smtp-stand-in.ts'

const shop = 'shop@shop.example'

const base64Lines = (bytes: Buffer) => bytes.toString('base64').replace(/.{76}/g, '$&\r\n')
const header = (text: string) => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`

interface Written {
  readonly from: { readonly address: string; readonly name: string }
  readonly id: string
  readonly text: string
  readonly file?: { readonly name: string; readonly mimeType: string; readonly bytes: Buffer }
}

/** A reply within the talk, so that its subject is no part of what is said. */
function mailOf({ from, id, text, file }: Written): Buffer {
  const top = [
    `From: ${header(from.name)} <${from.address}>`,
    `To: ${shop}`,
    'Subject: Re: Hello',
    `Message-ID: <${id}@customers.example>`,
    `References: <first-${from.address}>`,
    'MIME-Version: 1.0',
  ]
  const words = [
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    base64Lines(Buffer.from(text)),
  ]
  if (!file) return Buffer.from([...top, ...words, ''].join('\r\n'))
  return Buffer.from(
    [
      ...top,
      'Content-Type: multipart/mixed; boundary="b"',
      '',
      ...(text === '' ? [] : ['--b', ...words]),
      '--b',
      `Content-Type: ${file.mimeType}`,
      `Content-Disposition: attachment; filename="${header(file.name)}"`,
      'Content-Transfer-Encoding: base64',
      '',
      base64Lines(file.bytes),
      '--b--',
      '',
    ].join('\r\n'),
  )
}

function bounceOf(mailId: string): Buffer {
  return Buffer.from(
    [
      'From: MAILER-DAEMON@mx.example',
      'Subject: Undelivered Mail Returned to Sender',
      `Message-ID: <bounce-${mailId}>`,
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="r"',
      '',
      '--r',
      'Content-Type: message/delivery-status',
      '',
      'Action: failed',
      'Status: 5.1.1',
      'Diagnostic-Code: smtp; 550 5.1.1 User unknown',
      '--r',
      'Content-Type: text/rfc822-headers',
      '',
      `Message-ID: <${mailId}>`,
      '--r--',
      '',
    ].join('\r\n'),
  )
}

const bare = (id: string | undefined) => id?.replace(/[<>]/g, '') ?? null

function takenOf({ to, mail }: TakenMail): TakenMessage {
  return {
    to,
    text: (mail.text ?? '').trim(),
    externalId: bare(mail.messageId) ?? '',
    files: mail.attachments.map(({ filename, mimeType }) => filename ?? mimeType),
    quotes: bare(mail.inReplyTo),
  }
}

export async function startEmailStage(): Promise<ChannelStage> {
  const smtp: SmtpStandIn = await startSmtpStandIn()
  let secret = ''
  const posted = (raw: Buffer): HookCall => {
    const timestamp = String(Math.floor(Date.now() / 1_000))
    const id = `msg_${timestamp}`
    const headers = {
      'content-type': 'message/rfc822',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signatureOf(secret, id, timestamp, raw),
    }
    return { method: 'POST', path: '', headers, body: raw }
  }
  return {
    kind: 'email',
    settings: {
      address: shop,
      smtp: {
        host: '127.0.0.1',
        port: smtp.port,
        security: 'none',
        user: smtpUser.user,
        password: smtpUser.password,
      },
      inbound: { by: 'webhook' },
    },
    connected(made) {
      secret = made.secret ?? ''
    },
    customer: n => ({ address: `customer${n}@customers.example`, name: `Customer ${n}` }),
    says: messages =>
      messages.map(({ from, text, externalId }) => posted(mailOf({ from, text, id: externalId }))),
    forged: call => ({ ...call, headers: { ...call.headers, 'webhook-signature': 'v1,bm90aGluZw==' } }),
    sendsFile: (from, file, externalId) => posted(mailOf({ from, text: '', id: externalId, file })),
    // A mail that arrived says nothing; a bounce is all that comes.
    status: ({ externalId }, status) => {
      if (status === 'failed') return posted(bounceOf(externalId))
      const delivered = bounceOf(externalId)
        .toString()
        .replace('failed', 'delivered')
        .replace('5.1.1', '2.0.0')
      return posted(Buffer.from(delivered))
    },
    taken: () => smtp.taken().map(takenOf),
    mishap: smtp.mishap,
    settlesUnknown: false,
    owedCalls: () => [],
    close: () => smtp.close(),
  }
}
