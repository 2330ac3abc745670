// A channel's settings as a form: reading and writing by path, and what is wrong with them. What is emptied is left
// out, so that the default holds again.
import type { FieldSpec, KindName } from './fields.ts'
import { fieldsOf } from './fields.ts'

export type Settings = Readonly<Record<string, unknown>>

const isRecord = (value: unknown): value is Settings =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function at(settings: Settings, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, name) => (isRecord(value) ? value[name] : undefined), settings)
}

/** `undefined` takes it out. */
export function put(settings: Settings, path: string, value: unknown): Settings {
  const [name = '', ...rest] = path.split('.')
  const inner = settings[name]
  const next = rest.length === 0 ? value : put(isRecord(inner) ? inner : {}, rest.join('.'), value)
  const { [name]: _, ...others } = settings
  return next === undefined ? others : { ...others, [name]: next }
}

/** Stored already, and only said to be there. */
export const isKept = (value: unknown): boolean => isRecord(value) && value.set === true

export const isShown = (spec: FieldSpec, settings: Settings): boolean =>
  !spec.when || at(settings, spec.when.path) === spec.when.is

export type Wrong = 'missing' | 'form'

export function wrongIn(kind: KindName, settings: Settings): ReadonlyMap<string, Wrong> {
  const wrong = new Map<string, Wrong>()
  for (const spec of fieldsOf[kind]) {
    if (!isShown(spec, settings)) continue
    const value = at(settings, spec.path)
    const empty = value === undefined || value === '' || (typeof value === 'string' && value.trim() === '')
    if (empty && spec.required) wrong.set(spec.path, 'missing')
    if (!empty && spec.pattern && typeof value === 'string' && !spec.pattern.test(value))
      wrong.set(spec.path, 'form')
  }
  return wrong
}

/** Of the other way in, nothing goes along. */
export function sendable(kind: KindName, settings: Settings): Settings {
  if (kind !== 'email' || at(settings, 'inbound.by') !== 'webhook') return settings
  const secret = at(settings, 'inbound.secret')
  return put(settings, 'inbound', { by: 'webhook', ...(secret === undefined ? {} : { secret }) })
}

export function firstSettings(kind: KindName): Settings {
  if (kind !== 'email') return {}
  const server = { port: 465, security: 'tls' }
  return { smtp: server, inbound: { by: 'imap', imap: { ...server, port: 993 } } }
}
