// Secrets that stand in a flow: of a request's header, of a model of its own. Each is sealed for its bot and for the
// host that it is sent to: who may edit a flow cannot send a secret elsewhere by changing the address beside it.
import type { BotId, FlowSecret } from '@baton/core'
import type { Seals } from './seals.ts'

type Fields = Readonly<Record<string, unknown>>

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isSealed(value: unknown): value is { readonly sealed: string } {
  return isFields(value) && typeof value.sealed === 'string'
}

const isKept = (value: unknown) => isFields(value) && value.set === true

/** Scheme and host of an address in which variables may stand after them; empty while it has none. */
function hostOf(url: unknown): string {
  const [host = ''] = typeof url === 'string' ? (/^https?:\/\/[^\s{}/?#@\\]+/i.exec(url) ?? []) : []
  return host.toLowerCase()
}

const placeOf = (botId: BotId, host: string) => `bot ${botId} flow ${host}`

/** `name`: of the header, or `apiKey`. */
type Visit = (held: unknown, place: { block: string; name: string; host: string }) => unknown

function headersWith(headers: readonly unknown[], block: string, host: string, visit: Visit) {
  return headers.map(header =>
    isFields(header) && header.secret !== undefined
      ? { ...header, secret: visit(header.secret, { block, name: String(header.name), host }) }
      : header,
  )
}

function blockWith(id: string, block: unknown, visit: Visit): unknown {
  if (!isFields(block)) return block
  const { headers, model, url } = block
  if (block.kind === 'request' && Array.isArray(headers))
    return { ...block, headers: headersWith(headers, id, hostOf(url), visit) }
  if (block.kind !== 'ai' || !isFields(model) || model.apiKey === undefined) return block
  const apiKey = visit(model.apiKey, { block: id, name: 'apiKey', host: hostOf(model.baseUrl) })
  return { ...block, model: { ...model, apiKey } }
}

/** A copy in which `visit` has replaced every secret. The flow need not be a sound one: it is a draft. */
function withSecrets(flow: unknown, visit: Visit): unknown {
  if (!isFields(flow) || !isFields(flow.blocks)) return flow
  const blocks = Object.entries(flow.blocks).map(([id, block]) => [id, blockWith(id, block, visit)])
  return { ...flow, blocks: Object.fromEntries(blocks) }
}

export interface FlowSecrets {
  /** For the database. `{ set: true }` keeps what `before` has in the same block under the same name. */
  seal(botId: BotId, flow: unknown, before: unknown): unknown
  /** The blocks whose secret is for another host, or another bot, and has to be entered again. */
  strangers(botId: BotId, flow: unknown): readonly { readonly block: string; readonly name: string }[]
  /** @throws when it is for another host. */
  open(botId: BotId, secret: FlowSecret, url: string): string
}

export function createFlowSecrets(seals: Seals): FlowSecrets {
  const opens = (botId: BotId, sealed: string, host: string) => {
    try {
      seals.open(sealed, placeOf(botId, host))
      return true
    } catch {
      return false
    }
  }
  return {
    seal(botId, flow, before) {
      const held = new Map<string, unknown>()
      withSecrets(before, (secret, { block, name }) => held.set(`${block} ${name}`, secret))
      return withSecrets(flow, (secret, { block, name, host }) => {
        if (typeof secret === 'string' && secret !== '')
          return { sealed: seals.seal(secret, placeOf(botId, host)) }
        return isKept(secret) ? held.get(`${block} ${name}`) : secret
      })
    },
    strangers(botId, flow) {
      const found: { block: string; name: string }[] = []
      withSecrets(flow, (secret, { block, name, host }) => {
        if (isSealed(secret) && !opens(botId, secret.sealed, host)) found.push({ block, name })
        return secret
      })
      return found
    },
    open: (botId, secret, url) =>
      typeof secret === 'string' ? secret : seals.open(secret.sealed, placeOf(botId, hostOf(url))),
  }
}
