// Secrets in a bot's or a channel's settings. Stored they are sealed, given back they are only said to be there, and what comes
// back unchanged keeps the one that is held.
import { randomBytes } from 'node:crypto'
import type { BotId } from '@baton/core'
import type { Seals } from './seals.ts'

type Json = unknown
type Settings = Readonly<Record<string, Json>>

/** Fields that hold a secret, wherever they stand in the settings. */
const secretFields: ReadonlySet<string> = new Set([
  'secret',
  'apiKey',
  'token',
  'appSecret',
  'verifyToken',
  'signingSecret',
  'webhookUrl',
  'authToken',
  'password',
])

interface Sealed {
  readonly sealed: string
}

function isSealed(value: Json): value is Sealed {
  return typeof value === 'object' && value !== null && 'sealed' in value && typeof value.sealed === 'string'
}

/** `{ set: true }`: the secret that is there stays. */
function isKept(value: Json): boolean {
  return typeof value === 'object' && value !== null && 'set' in value && value.set === true
}

/** The id of the bot, channel or alert channel whose settings they are; no two of them share one. */
type Whose = string
const placeOf = (whose: Whose, path: readonly string[]) => `bot ${whose} ${path.join('.')}`

type Visit = (value: Json, path: readonly string[]) => Json

/** A copy in which `visit` has replaced every secret; undefined leaves the field out. */
function mapSecrets(value: Json, path: readonly string[], visit: Visit): Json {
  if (Array.isArray(value)) return value.map((one, n) => mapSecrets(one, [...path, String(n)], visit))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).flatMap(([name, held]) => {
    const below = [...path, name]
    const kept = secretFields.has(name) ? visit(held, below) : mapSecrets(held, below, visit)
    return kept === undefined ? [] : [[name, kept] as const]
  })
  return Object.fromEntries(entries)
}

function at(settings: Settings | null, path: readonly string[]): Json {
  return path.reduce<Json>(
    (value, name) =>
      typeof value === 'object' && value !== null ? (value as Record<string, Json>)[name] : undefined,
    settings,
  )
}

const listIn = (value: Json): readonly Json[] => (Array.isArray(value) ? value : [])
const nameOf = (value: Json): Json => at(typeof value === 'object' ? (value as Settings) : null, ['name'])

/**
 * Where the secret of this place was kept before. What stands in a list is known by its name, so that a list that was
 * reordered or shortened hands no secret to a neighbour; one that only got another name keeps its own.
 */
function placeBefore(
  settings: Settings,
  before: Settings | null,
  path: readonly string[],
): readonly string[] {
  const place: string[] = []
  for (const [depth, step] of path.entries()) {
    const now = at(settings, path.slice(0, depth))
    if (!Array.isArray(now)) {
      place.push(step)
      continue
    }
    const held = listIn(at(before, place))
    const name = nameOf(now[Number(step)])
    const found = name === undefined ? Number(step) : held.findIndex(one => nameOf(one) === name)
    const isRenamed = !now.some(one => nameOf(one) === nameOf(held[Number(step)]))
    place.push(found >= 0 || !isRenamed ? String(found) : step)
  }
  return place
}

/** For the database. `before`: the settings that are stored, from which `{ set: true }` keeps its secret. */
export function sealSettings(
  seals: Seals,
  botId: Whose,
  settings: Settings,
  before: Settings | null = null,
): Record<string, Json> {
  return mapSecrets(settings, [], (value, path) => {
    if (typeof value === 'string' && value !== '') return { sealed: seals.seal(value, placeOf(botId, path)) }
    if (!isKept(value)) return undefined
    const place = placeBefore(settings, before, path)
    const held = at(before, place)
    if (!isSealed(held)) return undefined
    if (place.join() === path.join()) return held
    return { sealed: seals.seal(seals.open(held.sealed, placeOf(botId, place)), placeOf(botId, path)) }
  }) as Record<string, Json>
}

/** For the API: never a secret, only whether there is one. */
export function redactSettings(settings: Settings): Record<string, Json> {
  return mapSecrets(settings, [], value => (isSealed(value) ? { set: true } : undefined)) as Record<
    string,
    Json
  >
}

export type OpenSecret = (botId: BotId, settings: Settings, ...path: readonly string[]) => string | null

/** Opens one secret of a bot; null when there is none. Throws when it cannot be opened. */
export function createOpenSecret(seals: Seals): OpenSecret {
  return (botId, settings, ...path) => {
    const held = at(settings, path)
    return isSealed(held) ? seals.open(held.sealed, placeOf(botId, path)) : null
  }
}

/** One secret, by its path with dots; null when there is none. Throws when it cannot be opened. */
export function openedSecret(seals: Seals, whose: Whose, settings: Settings, path: string): string | null {
  const steps = path.split('.')
  const held = at(settings, steps)
  return isSealed(held) ? seals.open(held.sealed, placeOf(whose, steps)) : null
}

/** As Standard Webhooks writes them. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}
