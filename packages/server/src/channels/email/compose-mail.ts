// A message as a mail that stands in its thread: one Message-ID however often it is built, the whole chain of
// references, and a mark that keeps other machines from answering what a bot wrote.
import type { Part } from '@baton/core'
import { plainOfMarkdown, plainText } from '@baton/core'
import type { EmailSettings } from '@baton/protocol'
import type { MailComposerOptions } from 'nodemailer/lib/mail-composer'
import MailComposer from 'nodemailer/lib/mail-composer'
import type { Letter, Line } from '../../app/channel-port.ts'
import { MediaFault, SendFault } from '../../app/channel-port.ts'
import { mailHtml } from '../html-of-markdown.ts'
import { mailIdOf } from './addresses.ts'
import type { MailThread } from './parse-mail.ts'

export const mailMaxBytes = 20 * 1024 * 1024

type Composed = { readonly mailId: string; readonly raw: Buffer }
type Attachment = NonNullable<MailComposerOptions['attachments']>[number]

function threadOf(letter: Letter): MailThread {
  const none: MailThread = { subject: '', references: [] }
  return letter.thread ? { ...none, ...(JSON.parse(letter.thread) as Partial<MailThread>) } : none
}

const isMailId = (id: string | null): id is string => id?.includes('@') === true

/** The chain up to what is answered, each mail once. */
function chainOf(letter: Letter, { references }: MailThread): readonly string[] {
  const answered = [letter.lastInbound, letter.replyTo].filter(isMailId)
  return [...new Set([...references.filter(id => !answered.includes(id)), ...answered])]
}

function subjectOf(line: Line, { subject }: MailThread): string {
  if (subject === '') return line.name
  return /^re\s*:/i.test(subject) ? subject : `Re: ${subject}`
}

async function attached(letter: Letter, part: Part): Promise<Attachment | null> {
  if (part.kind !== 'media') return null
  const media = await letter.media(part.mediaId)
  if (media.sizeBytes > mailMaxBytes) throw new SendFault('refused', 'too_large')
  const chunks: Uint8Array[] = []
  for await (const chunk of await media.open()) chunks.push(chunk)
  return { filename: media.name, contentType: media.mimeType, content: Buffer.concat(chunks) }
}

/** Files go along; only what is said of them stands in the text. */
function textPart(part: Part): string {
  if (part.kind === 'media') return part.caption ?? ''
  return part.kind === 'text' ? part.text : plainText([part])
}

function fromOf(line: Line, letter: Letter, { address, agentNames }: EmailSettings) {
  const isNamed = agentNames === true && letter.from === 'agent' && letter.author !== null
  return { address, name: isNamed ? `${letter.author} (${line.name})` : line.name }
}

async function filesOf(letter: Letter): Promise<readonly Attachment[]> {
  const files: Attachment[] = []
  try {
    for (const part of letter.parts) {
      const file = await attached(letter, part)
      if (file) files.push(file)
    }
  } catch (error) {
    if (error instanceof MediaFault) throw new SendFault('refused', 'other', { reason: 'a file is gone' })
    throw error
  }
  return files
}

/** @throws SendFault when a file is gone or too large. */
export async function composeMail(line: Line, letter: Letter, settings: EmailSettings): Promise<Composed> {
  const thread = threadOf(letter)
  const chain = chainOf(letter, thread)
  const inReplyTo = [letter.replyTo, letter.lastInbound].find(isMailId)
  const mailId = mailIdOf(letter.messageId, letter.step, settings.address)
  const markdown = letter.parts.map(textPart).filter(Boolean).join('\n\n')
  const composer = new MailComposer({
    messageId: `<${mailId}>`,
    from: fromOf(line, letter, settings),
    to: { name: letter.contactName, address: letter.to.address },
    subject: subjectOf(line, thread),
    ...(inReplyTo ? { inReplyTo: `<${inReplyTo}>` } : {}),
    ...(chain.length > 0 ? { references: chain.map(id => `<${id}>`).join(' ') } : {}),
    text: plainOfMarkdown(markdown),
    html: mailHtml(markdown),
    attachments: [...(await filesOf(letter))],
    // RFC 3834: nobody's absence answers what a machine wrote.
    headers: letter.from === 'agent' ? {} : { 'Auto-Submitted': 'auto-replied' },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const raw = await new Promise<Buffer>((resolve, reject) => {
    composer.compile().build((error, built) => (error ? reject(error) : resolve(built)))
  })
  if (raw.byteLength > mailMaxBytes * 1.4) throw new SendFault('refused', 'too_large')
  return { mailId, raw }
}
