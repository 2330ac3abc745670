// A channel's settings on their way in and out: secrets that Baton makes are made, all are sealed, none comes out.
import { randomBytes } from 'node:crypto'
import type { ChannelId } from '@baton/core'
import { newWebhookSecret, redactSettings, sealSettings } from './bot-secrets.ts'
import type { Seals } from './seals.ts'

type Settings = Readonly<Record<string, unknown>>

export interface StoredChannel {
  readonly settings: Record<string, unknown>
  /** What was made now: shown this once. Null: nothing was. */
  readonly made: string | null
}

const fieldsIn = (value: unknown): Settings =>
  typeof value === 'object' && value !== null ? (value as Settings) : {}

/** The secrets that Baton makes when they are left out, by the kind of channel. */
const madeBy: Readonly<Record<string, { readonly field: string; readonly make: () => string }>> = {
  api: { field: 'secret', make: newWebhookSecret },
  telegram: { field: 'secret', make: () => randomBytes(32).toString('base64url') },
  whatsapp: { field: 'verifyToken', make: () => randomBytes(24).toString('base64url') },
}

/** A mail service that posts mail here signs with a secret of ours. */
function withMade(kind: string, settings: Settings): StoredChannel {
  if (kind === 'email') {
    const inbound = fieldsIn(settings.inbound)
    if (inbound.by !== 'webhook' || inbound.secret !== undefined)
      return { settings: { ...settings }, made: null }
    const made = newWebhookSecret()
    return { settings: { ...settings, inbound: { ...inbound, secret: made } }, made }
  }
  const rule = madeBy[kind]
  if (!rule || settings[rule.field] !== undefined) return { settings: { ...settings }, made: null }
  const made = rule.make()
  return { settings: { ...settings, [rule.field]: made }, made }
}

export function storedChannel(
  seals: Seals,
  id: ChannelId,
  kind: string,
  settings: Settings,
  before: Settings | null,
): StoredChannel {
  const { settings: whole, made } = withMade(kind, settings)
  return { settings: sealSettings(seals, id, whole, before), made }
}

export const shownChannel = (settings: Settings): Record<string, unknown> => redactSettings(settings)

/** Where secrets are sent to, by their path. */
function destinations(
  kind: string,
  settings: Settings,
): readonly { path: string; to: string; secret: unknown }[] {
  const api = String(settings.apiUrl ?? '')
  switch (kind) {
    case 'whatsapp':
    case 'telegram':
    case 'slack':
      return [{ path: 'token', to: api, secret: settings.token }]
    case 'sms':
      return [{ path: 'authToken', to: api, secret: settings.authToken }]
    case 'email': {
      const smtp = fieldsIn(settings.smtp)
      const imap = fieldsIn(fieldsIn(settings.inbound).imap)
      const server = (of: Settings) => `${of.host}:${of.port} ${of.security}`
      return [
        { path: 'smtp.password', to: server(smtp), secret: smtp.password },
        { path: 'inbound.imap.password', to: server(imap), secret: imap.password },
      ]
    }
    default:
      return []
  }
}

/** Secrets that were to be kept while the address that they are sent to changed: each has to be given again. */
export function movedSecrets(kind: string, settings: Settings, before: Settings): readonly string[] {
  const held = new Map(destinations(kind, before).map(({ path, to }) => [path, to]))
  return destinations(kind, settings).flatMap(({ path, to, secret }) =>
    fieldsIn(secret).set === true && held.get(path) !== to ? [path] : [],
  )
}
