// Message-IDs of ours say which message they carry, so that a bounce or a reply names it without any memory.
import type { MessageId } from '@baton/core'

const ours = /baton\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(\d+)@[^\s<>]+/i

/** Without angle brackets; the same however often the message is built. */
export function mailIdOf(messageId: MessageId, step: number, address: string): string {
  return `baton.${messageId}.${step}@${address.slice(address.lastIndexOf('@') + 1)}`
}

/** The first message of ours that is named in `text`. */
export function messageNamedIn(
  text: string,
): { readonly messageId: MessageId; readonly mailId: string } | null {
  const found = ours.exec(text)
  return found?.[1] ? { messageId: found[1] as MessageId, mailId: found[0] } : null
}

/** The ids of a References or In-Reply-To header, without brackets. */
export function idsIn(header: string | undefined): readonly string[] {
  return [...(header ?? '').matchAll(/<([^<>\s]+)>/g)].map(([, id]) => id ?? '')
}
