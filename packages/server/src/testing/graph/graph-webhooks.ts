// What the local Graph server calls: envelopes as Meta writes them, signed over their bytes, in any order, split and
// doubled as the network pleases.
import { createHmac } from 'node:crypto'
import type { HookCall } from '../channel-stage.ts'
import type { GraphCustomer, GraphFile, GraphMessage, GraphWorld } from './graph-world.ts'
import { pairKey } from './graph-world.ts'

type Raw = Readonly<Record<string, unknown>>

/** One thing that Meta tells: a change of its own, which can stand with others in one call or alone. */
export interface GraphChange {
  readonly field: string
  readonly value: Raw
}

export function metadataOf(phoneNumberId: string): Raw {
  return { display_phone_number: `1555${phoneNumberId.slice(-7)}`, phone_number_id: phoneNumberId }
}

const seconds = (ms: number) => String(Math.floor(ms / 1_000))

/** A customer's message of any kind; `content` has its type and what belongs to it. */
export function messageChange(
  world: GraphWorld,
  phoneNumberId: string,
  from: GraphCustomer,
  id: string,
  content: Raw,
): GraphChange {
  const now = world.now()
  world.lastInbound.set(pairKey(phoneNumberId, from), now)
  const contacts = [{ profile: { name: from.name }, wa_id: from.waId, user_id: from.userId }]
  const message = { from: from.waId, from_user_id: from.userId, id, timestamp: seconds(now), ...content }
  const value = {
    messaging_product: 'whatsapp',
    metadata: metadataOf(phoneNumberId),
    contacts,
    messages: [message],
  }
  return { field: 'messages', value }
}

export function fileContent(file: GraphFile, name: string, caption?: string): Raw {
  const kind = /^(image|video|audio)\//.exec(file.mimeType)?.[1] ?? 'document'
  const named = kind === 'document' ? { filename: name } : {}
  const said = caption === undefined ? {} : { caption }
  return {
    type: kind,
    [kind]: { id: file.id, mime_type: file.mimeType, sha256: file.sha256, ...named, ...said },
  }
}

export function statusChange(
  world: GraphWorld,
  message: GraphMessage,
  status: 'sent' | 'delivered' | 'read' | 'failed',
  code = 131026,
): GraphChange {
  const { wamid, customer, body, phoneNumberId } = message
  const told = {
    id: wamid,
    status,
    timestamp: seconds(world.now()),
    recipient_id: customer.waId,
    recipient_user_id: customer.userId,
    ...(body.biz_opaque_callback_data === undefined
      ? {}
      : { biz_opaque_callback_data: body.biz_opaque_callback_data }),
    ...(status === 'failed' ? { errors: [{ code, title: 'Message undeliverable' }] } : {}),
  }
  const value = { messaging_product: 'whatsapp', metadata: metadataOf(phoneNumberId), statuses: [told] }
  return { field: 'messages', value }
}

/** A person wrote in the business's phone app. */
export function echoChange(phoneNumberId: string, to: GraphCustomer, id: string, content: Raw): GraphChange {
  const metadata = metadataOf(phoneNumberId)
  const from = metadata.display_phone_number
  const echo = { from, to: to.waId, to_user_id: to.userId, id, timestamp: '1780000000', ...content }
  return {
    field: 'smb_message_echoes',
    value: { messaging_product: 'whatsapp', metadata, message_echoes: [echo] },
  }
}

export function envelopeOf(world: GraphWorld, changes: readonly GraphChange[]): Buffer {
  const entry = [{ id: world.businessAccountId, time: Math.floor(world.now() / 1_000), changes }]
  return Buffer.from(JSON.stringify({ object: 'whatsapp_business_account', entry }))
}

export function signed(world: GraphWorld, body: Buffer): HookCall {
  const signature = createHmac('sha256', world.appSecret).update(body).digest('hex')
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` }
  return { method: 'POST', path: '', headers, body }
}

/** One call that tells all of it. */
export function callOf(world: GraphWorld, ...changes: readonly GraphChange[]): HookCall {
  return signed(world, envelopeOf(world, changes))
}

export interface Storm {
  /** Changes in one call, at most. */
  readonly batch: number
  /** Of ten calls, so many are made twice. */
  readonly doubledOfTen: number
  /** The same seed, the same storm. */
  readonly seed: number
}

/** A generator of numbers from 0 to 1 that repeats itself for the same seed (mulberry32). */
function dice(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const mixed = [...items]
  for (let last = mixed.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const [one, two] = [mixed[last], mixed[other]] as [T, T]
    mixed[last] = two
    mixed[other] = one
  }
  return mixed
}

/** The changes in any order, in calls of any size, some of them twice. */
export function stormOf(
  world: GraphWorld,
  changes: readonly GraphChange[],
  storm: Storm,
): readonly HookCall[] {
  const random = dice(storm.seed)
  const mixed = shuffled(changes, random)
  const calls: HookCall[] = []
  for (let at = 0; at < mixed.length; ) {
    const size = 1 + Math.floor(random() * storm.batch)
    calls.push(callOf(world, ...mixed.slice(at, at + size)))
    at += size
  }
  const again = calls.filter(() => random() * 10 < storm.doubledOfTen)
  return shuffled([...calls, ...again], random)
}
