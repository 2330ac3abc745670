// What the local Graph server knows: numbers, customers, files, templates, and its own clock. Made-up people only.
import { createHash, randomBytes } from 'node:crypto'

export interface GraphCustomer {
  /** Digits. */
  readonly waId: string
  /** `US.…` */
  readonly userId: string
  readonly name: string
}

export interface GraphFile {
  readonly id: string
  readonly bytes: Buffer
  /** As told; the bytes may be something else. */
  readonly mimeType: string
  readonly sha256: string
  readonly storedAt: number
  /** Another address than the server's own, to see that nobody goes there. */
  readonly url?: string
}

export interface GraphTemplate {
  readonly name: string
  readonly language: string
  readonly status: string
  readonly category: string
  readonly parameter_format?: 'NAMED' | 'POSITIONAL'
  readonly components: readonly Readonly<Record<string, unknown>>[]
}

/** A message that was taken, as it was posted. */
export interface GraphMessage {
  readonly wamid: string
  readonly phoneNumberId: string
  readonly customer: GraphCustomer
  readonly body: Readonly<Record<string, unknown>>
  readonly at: number
}

export interface GraphWorld {
  readonly token: string
  readonly appSecret: string
  readonly businessAccountId: string
  readonly phoneNumberIds: readonly string[]
  readonly customers: Map<string, GraphCustomer>
  readonly files: Map<string, GraphFile>
  readonly templates: GraphTemplate[]
  readonly messages: GraphMessage[]
  /** By `<phone number id> <wa id>`: when the customer wrote last. */
  readonly lastInbound: Map<string, number>
  /** Callback addresses by app. */
  readonly subscriptions: { readonly override_callback_uri: string }[]
  /** Customers that cannot be reached, by wa id, and the code of the status that says so. */
  readonly unreachable: Map<string, number>
  now(): number
  /** The hours pass. */
  advance(ms: number): void
  customer(waId: string, name?: string): GraphCustomer
  /** By number or by id of the customer with the business. */
  find(address: string): GraphCustomer | null
  keepFile(bytes: Buffer, mimeType: string, url?: string): GraphFile
}

const dayMs = 24 * 60 * 60 * 1_000

export const pairKey = (phoneNumberId: string, { waId }: GraphCustomer) => `${phoneNumberId} ${waId}`

export function isWindowOpen(world: GraphWorld, phoneNumberId: string, customer: GraphCustomer): boolean {
  const last = world.lastInbound.get(pairKey(phoneNumberId, customer))
  return last !== undefined && world.now() - last < dayMs
}

export function createGraphWorld(): GraphWorld {
  let shiftMs = 0
  const customers = new Map<string, GraphCustomer>()
  const files = new Map<string, GraphFile>()
  const world: GraphWorld = {
    token: `token-${randomBytes(12).toString('hex')}`,
    appSecret: randomBytes(16).toString('hex'),
    businessAccountId: '200000000000001',
    phoneNumberIds: ['100000000000001', '100000000000002'],
    customers,
    files,
    templates: [],
    messages: [],
    lastInbound: new Map(),
    subscriptions: [],
    unreachable: new Map(),
    now: () => Date.now() + shiftMs,
    advance(ms) {
      shiftMs += ms
    },
    customer(waId, name = `Customer ${waId.slice(-4)}`) {
      const known = customers.get(waId)
      if (known) return known
      const made = {
        waId,
        userId: `US.${createHash('sha256').update(waId).digest('hex').slice(0, 20)}`,
        name,
      }
      customers.set(waId, made)
      return made
    },
    find(address) {
      const digits = address.replace(/^\+/, '')
      for (const one of customers.values()) if (one.waId === digits || one.userId === address) return one
      return /^\d{6,19}$/.test(digits) ? world.customer(digits) : null
    },
    keepFile(bytes, mimeType, url) {
      const id = `9${randomBytes(6).readUIntBE(0, 6)}`
      const sha256 = createHash('sha256').update(bytes).digest('base64')
      const file = {
        id,
        bytes,
        mimeType,
        sha256,
        storedAt: world.now(),
        ...(url === undefined ? {} : { url }),
      }
      files.set(id, file)
      return file
    },
  }
  return world
}
