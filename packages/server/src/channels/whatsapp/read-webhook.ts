// A whole call of Meta's: every entry, every change, every array in it. Nothing that is signed is refused: what cannot
// be read becomes a notice with what came, since Meta would only deliver it again.
import type { MessageId } from '@baton/core'
import type { InboundItem, Sender, TemplateStatus } from '../../app/channel-port.ts'
import { problemOf } from './problems.ts'
import { readParts } from './read-message.ts'
import { readerOf, senderOf, writerOf } from './read-sender.ts'
import type { Raw } from './reading.ts'
import { record, records, text } from './reading.ts'
import { templateStatusOf } from './templates.ts'

type Item = InboundItem
const metaAgent = 'Meta Business Agent'
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

const notice = (code: string, raw: unknown): Item => ({ type: 'notice', code, raw })

function movedOf(system: Raw, message: Raw): Item | null {
  const from = [text(message.from), text(message.from_user_id), text(system.previous_user_id)]
  const to = [text(system.user_id), text(system.wa_id) ?? text(system.new_wa_id)]
  const [old, now] = [from.flatMap(one => one ?? []), to.flatMap(one => one ?? [])]
  return old.length > 0 && now.length > 0 ? { type: 'moved', from: old, to: now } : null
}

/** What the customer did to a message that is there; `eventId` is of the doing itself. */
function changeOf(type: string, message: Raw, eventId: string, sender: Sender): Item | null {
  const target =
    type === 'reaction' ? record(message.reaction).message_id : record(message[type]).original_message_id
  const externalId = text(target)
  if (externalId === null) return null
  if (type === 'reaction')
    return { type, eventId, externalId, sender, emoji: text(record(message.reaction).emoji) }
  if (type === 'revoke') return { type, eventId, externalId, sender }
  const { parts } = readParts(record(record(message.edit).message))
  return { type: 'edit', eventId, externalId, sender, parts }
}

function messageItem(message: Raw, value: Raw, standby: boolean): Item {
  const type = text(message.type)
  if (type === 'system') {
    return movedOf(record(message.system), message) ?? notice('system', message)
  }
  const [externalId, sender] = [text(message.id), writerOf(message, value)]
  if (externalId === null || sender === null) return notice('unreadable_message', message)
  if (text(message.group_id) !== null) return notice('group_message', message)
  if (type === 'reaction' || type === 'edit' || type === 'revoke')
    return changeOf(type, message, externalId, sender) ?? notice(`unreadable_${type}`, message)
  const { parts, raw } = readParts(message)
  const replyTo = text(record(message.context).id)
  return {
    type: 'message',
    externalId,
    sender,
    parts,
    ...(replyTo === null ? {} : { replyTo }),
    ...(standby ? { standby, holder: metaAgent } : {}),
    ...(raw === undefined ? {} : { raw }),
  }
}

function echoItem(echo: Raw, value: Raw): Item {
  const [externalId, to] = [text(echo.id), readerOf(echo, value)]
  const type = text(echo.type)
  const isMessage = type !== 'reaction' && type !== 'edit' && type !== 'revoke'
  if (externalId === null || to === null || !isMessage) return notice('unreadable_echo', echo)
  return { type: 'echo', externalId, to, parts: readParts(echo).parts }
}

const statuses: Readonly<Record<string, 'sent' | 'delivered' | 'read' | 'failed'>> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  // A voice message that was listened to.
  played: 'read',
  failed: 'failed',
}

/** What we sent along, as `callbackData` wrote it. */
function ourData(status: Raw): { readonly messageId: MessageId | null; readonly byNumber: boolean } {
  const [ours = '', _step, by] = (text(status.biz_opaque_callback_data) ?? '').split('/')
  return { messageId: uuid.test(ours) ? (ours as MessageId) : null, byNumber: by === 'n' }
}

/** Comes back with every status: by it an outcome that nobody knows is found (DL3). */
export function callbackData(messageId: MessageId, step: number, byNumber: boolean): string {
  return `${messageId}/${step}${byNumber ? '/n' : ''}`
}

function statusItems(raw: Raw): readonly Item[] {
  const externalId = text(raw.id)
  const { messageId, byNumber } = ourData(raw)
  const status = statuses[text(raw.status) ?? '']
  if (!status || (externalId === null && messageId === null)) return [notice('status', raw)]
  const error = status === 'failed' ? records(raw.errors)[0] : undefined
  const item: Item = { type: 'status', messageId, externalId, status, ...(error ? problemOf(error) : {}) }
  // Who was written to by number has an id of their own from now on, by which they will answer.
  const [number, id] = [text(raw.recipient_id), text(raw.recipient_user_id)]
  const isNew = byNumber && number !== null && id !== null && number !== id
  return isNew ? [item, { type: 'moved', from: [number], to: [id, number] }] : [item]
}

function userIdItems(value: Raw): readonly Item[] {
  return records(value.user_id_update).map(update => {
    const [id, parent] = [record(update.user_id), record(update.parent_user_id)]
    const from = [text(id.previous), text(parent.previous)].flatMap(one => one ?? [])
    const to = [text(id.current), text(update.wa_id), text(parent.current)].flatMap(one => one ?? [])
    if (from.length === 0 || to.length === 0) return notice('user_id_update', update)
    return { type: 'moved', from, to }
  })
}

function holderName(owner: Raw): string {
  const role = text(owner.new_owner_app_role) ?? text(owner.new_owner_role)
  if (role === null) return metaAgent
  return role === 'meta_business_agent' ? metaAgent : role.replaceAll('_', ' ').slice(0, 80)
}

/**
 * Meta tells the app that gets control ("control_passed", from whom), and others who has it now. Its form is hardly
 * documented: what names no customer is only kept.
 */
function handoverItems(value: Raw): readonly Item[] {
  const contact = records(value.contacts)[0] ?? null
  const from = record(value.sender)
  const names = [
    text(from.user_id) ?? text(contact?.user_id),
    text(from.phone_number) ?? text(from.wa_id) ?? text(from.id) ?? text(contact?.wa_id),
  ]
  const sender = senderOf(names, contact)
  const passed = record(value.control_passed ?? value.pass_thread_control)
  const taken = record(value.control_taken ?? value.take_thread_control)
  const toOthers =
    Object.keys(taken).length > 0 ||
    text(passed.new_owner_app_role) !== null ||
    text(value.type) === 'control_taken'
  const isKnown = toOthers || Object.keys(passed).length > 0 || text(value.type) === 'control_passed'
  const kept = notice('messaging_handovers', value)
  if (sender === null || !isKnown) return [kept]
  const holder = toOthers ? holderName({ ...passed, ...taken }) : null
  return [{ type: 'holder', sender, holder }, kept]
}

function standbyItems(value: Raw): readonly Item[] {
  const inner = Object.keys(record(value.standby)).length > 0 ? { ...value, ...record(value.standby) } : value
  const messages = records(inner.messages)
  const items = messages.map(message => messageItem(message, inner, true))
  // What the other one said has no author here; it is kept.
  const said = records(inner.message_echoes).map(echo => notice('standby_echo', echo))
  const all = [...items, ...said, ...records(inner.statuses).flatMap(statusItems)]
  return all.length > 0 ? all : [notice('standby', value)]
}

function templateItem(value: Raw): Item {
  const [name, locale] = [text(value.message_template_name), text(value.message_template_language)]
  const status: TemplateStatus | null = templateStatusOf(text(value.event))
  if (name === null || locale === null || status === null)
    return notice('message_template_status_update', value)
  const given = text(value.reason)
  const reason = given === null || given === 'NONE' ? null : given
  return { type: 'template', name, locale, status, reason }
}

function itemsOfChange(field: string, value: Raw): readonly Item[] {
  switch (field) {
    case 'messages': {
      const items = [
        ...records(value.messages).map(message => messageItem(message, value, false)),
        ...records(value.statuses).flatMap(statusItems),
        ...records(value.errors).map(error => notice('error', error)),
      ]
      return items.length > 0 ? items : [notice('messages', value)]
    }
    case 'smb_message_echoes':
      return records(value.message_echoes).map(echo => echoItem(echo, value))
    case 'user_id_update':
      return userIdItems(value)
    case 'standby':
      return standbyItems(value)
    case 'messaging_handovers':
      return handoverItems(value)
    case 'message_template_status_update':
      return [templateItem(value)]
    default:
      return [notice(field, value)]
  }
}

/** Everything in it, in its order; `line` is the number's id, where it is about one number. */
export function readWebhook(payload: unknown): readonly InboundItem[] {
  const entries = records(record(payload).entry)
  const items = entries.flatMap(entry =>
    records(entry.changes).flatMap(change => {
      const value = record(change.value)
      const line =
        text(record(value.metadata).phone_number_id) ?? text(record(value.recipient).phone_number_id)
      const found = itemsOfChange(text(change.field) ?? 'unknown', value)
      return line === null ? found : found.map(item => ({ ...item, line }))
    }),
  )
  return items.length > 0 ? items : [notice('unreadable', payload)]
}
