// An alert channel's settings on their way in and out: what Baton makes is made, secrets are sealed, none comes out.
import { newWebhookSecret, redactSettings, sealSettings } from './bot-secrets.ts'
import type { Seals } from './seals.ts'

type Settings = Readonly<Record<string, unknown>>

export interface StoredAlertChannel {
  readonly settings: Record<string, unknown>
  /** What was made now: shown this once. Null: nothing was. */
  readonly made: string | null
}

export function storedAlertChannel(
  seals: Seals,
  id: string,
  kind: string,
  settings: Settings,
  before: Settings | null,
): StoredAlertChannel {
  const made = kind === 'webhook' && settings.secret === undefined ? newWebhookSecret() : null
  const whole = made === null ? settings : { ...settings, secret: made }
  return { settings: sealSettings(seals, id, whole, before), made }
}

export const shownAlertChannel = (settings: Settings) => redactSettings(settings)

const isKept = (value: unknown) =>
  typeof value === 'object' && value !== null && (value as { set?: unknown }).set === true

/** Secrets that were to be kept while the address that they are sent to changed: each has to be given again. */
export function movedAlertSecrets(settings: Settings, before: Settings): readonly string[] {
  const smtp = (of: Settings) => (of.smtp ?? {}) as Settings
  const server = (of: Settings) => `${smtp(of).host}:${smtp(of).port} ${smtp(of).security}`
  return [
    ...(isKept(settings.token) && settings.apiUrl !== before.apiUrl ? ['token'] : []),
    ...(isKept(smtp(settings).password) && server(settings) !== server(before) ? ['smtp.password'] : []),
  ]
}
