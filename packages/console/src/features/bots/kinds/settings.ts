// The settings of bots that are no flow, read out of what the server gave, so that a form can show any of it.

type Loose = { readonly [key: string]: unknown }

/** As typed, or `{set: true}`: the server holds one and does not show it. */
export type Secret = string | { readonly set: true }

export function looseIn(json: unknown, key: string): Loose {
  const held = isLoose(json) ? json[key] : undefined
  return isLoose(held) ? held : {}
}

export function isLoose(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function textIn(json: Loose, key: string): string {
  const held = json[key]
  return typeof held === 'string' ? held : ''
}

export function numberIn(json: Loose, key: string): number | null {
  const held = json[key]
  return typeof held === 'number' ? held : null
}

export function secretIn(json: Loose, key: string): Secret {
  const held = json[key]
  if (isLoose(held) && held.set === true) return { set: true }
  return typeof held === 'string' ? held : ''
}

/** The settings with one field changed; nothing in it leaves it out. */
export function withField(json: Loose, key: string, value: unknown): Record<string, unknown> {
  const rest = Object.fromEntries(Object.entries(json).filter(([other]) => other !== key))
  return value === '' || value === null || value === undefined ? rest : { ...rest, [key]: value }
}

/** What every form of a kind of bot is given. */
export interface SettingsForm {
  readonly botId: string
  readonly settings: Loose
  /** Nothing, or an empty text, leaves the field out. */
  readonly set: (key: string, value: unknown) => void
}

export function listIn(json: Loose, key: string): readonly unknown[] {
  const held = json[key]
  return Array.isArray(held) ? held : []
}

export function textsIn(json: Loose, key: string): readonly string[] {
  return listIn(json, key).filter(item => typeof item === 'string')
}
