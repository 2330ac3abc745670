// Reads unknown JSON field by field and notes every fault instead of stopping at the first. What is returned
// after a fault only keeps the reading going; it never leaves `parseFlow`.

export interface FlowFault {
  /** The block that is wrong; null for the flow as a whole. */
  readonly block: string | null
  /** As in `options[2].label`; empty for the whole block or flow. */
  readonly path: string
  /** What is wrong and what to do. */
  readonly message: string
}

/** One object of the JSON, where it stands, and where its faults go. */
export interface Reading {
  readonly block: string | null
  readonly path: string
  readonly fields: { readonly [key: string]: unknown }
  readonly faults: FlowFault[]
}

/** A flow that is wrong everywhere need not say so a million times. */
const faultsMax = 200

function pathTo(reading: Reading, key: string): string {
  return reading.path === '' ? key : `${reading.path}.${key}`
}

/** Notes a fault of the field, or of the whole object when `key` is empty. */
export function note(reading: Reading, key: string, message: string): void {
  const { block, faults } = reading
  if (faults.length >= faultsMax) return
  faults.push({ block, path: key === '' ? reading.path : pathTo(reading, key), message })
}

export function isFields(value: unknown): value is Reading['fields'] {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Only the object's own fields: a flow cannot borrow `constructor`. */
export function fieldOf(reading: Reading, key: string): unknown {
  return Object.hasOwn(reading.fields, key) ? reading.fields[key] : undefined
}

export function onlyKnown(reading: Reading, known: readonly string[]): void {
  for (const key of Object.keys(reading.fields)) {
    if (!known.includes(key))
      note(reading, key, `is not known here: remove it, or use one of ${known.join(', ')}`)
  }
}

function textFault(value: unknown, max: number): string | null {
  if (typeof value !== 'string') return 'must be text'
  if (value.trim() === '') return 'must not be empty'
  if (value.length > max) return `has ${value.length} characters: shorten it to ${max}`
  return /\p{Surrogate}|\0/u.test(value) ? 'holds characters that cannot be stored: type it again' : null
}

/** Text of 1 to `max` characters; undefined when the field is missing. */
export function optionalText(reading: Reading, key: string, max: number): string | undefined {
  const value = fieldOf(reading, key)
  if (value === undefined) return undefined
  const wrong = textFault(value, max)
  if (wrong !== null) note(reading, key, wrong)
  return typeof value === 'string' ? value : undefined
}

export function requiredText(reading: Reading, key: string, max: number): string {
  const text = optionalText(reading, key, max)
  if (fieldOf(reading, key) === undefined) note(reading, key, 'is missing: add text')
  return text ?? ''
}

export function optionalFlag(reading: Reading, key: string): boolean | undefined {
  const value = fieldOf(reading, key)
  if (value === undefined || typeof value === 'boolean') return value
  note(reading, key, 'must be true or false')
  return undefined
}

export interface Range {
  readonly from: number
  readonly to: number
  /** Whole numbers unless this is true. */
  readonly fractions?: boolean
}

export function optionalNumber(reading: Reading, key: string, range: Range): number | undefined {
  const value = fieldOf(reading, key)
  if (value === undefined) return undefined
  const number =
    typeof value === 'number' && (range.fractions ? Number.isFinite(value) : Number.isInteger(value))
  if (number && value >= range.from && value <= range.to) return value
  note(reading, key, `must be a ${range.fractions ? '' : 'whole '}number from ${range.from} to ${range.to}`)
  return undefined
}

export function optionalOneOf<Word extends string>(
  reading: Reading,
  key: string,
  words: readonly Word[],
): Word | undefined {
  const value = fieldOf(reading, key)
  if (value === undefined) return undefined
  const word = words.find(known => known === value)
  if (word === undefined) note(reading, key, `must be one of ${words.join(', ')}`)
  return word
}

/** The objects of a list of `least` to `most`, each a reading of its own. */
export function objectsOf(reading: Reading, key: string, least: number, most: number): readonly Reading[] {
  return listOf(reading, key, least, most).flatMap((item, at) => {
    const path = pathTo(reading, `${key}[${at}]`)
    if (isFields(item)) return [{ ...reading, path, fields: item }]
    note(reading, `${key}[${at}]`, 'must be an object')
    return []
  })
}

export function textsOf(reading: Reading, key: string, most: number, max: number): readonly string[] {
  return listOf(reading, key, 1, most).flatMap((item, at) => {
    const wrong = textFault(item, max)
    if (wrong !== null) note(reading, `${key}[${at}]`, wrong)
    return typeof item === 'string' ? [item] : []
  })
}

function listOf(reading: Reading, key: string, least: number, most: number): readonly unknown[] {
  const value = fieldOf(reading, key)
  if (!Array.isArray(value)) {
    note(reading, key, value === undefined ? 'is missing: add a list' : 'must be a list')
    return []
  }
  const list: readonly unknown[] = value
  if (list.length < least) note(reading, key, `has ${list.length} entries: at least ${least} are needed`)
  if (list.length > most) note(reading, key, `has ${list.length} entries: keep ${most} at most`)
  return list.slice(0, most)
}

/** The reading of an object in a field; null, with a fault, when there is none. */
export function objectIn(reading: Reading, key: string): Reading | null {
  const value = fieldOf(reading, key)
  if (isFields(value)) return { ...reading, path: pathTo(reading, key), fields: value }
  note(reading, key, value === undefined ? 'is missing: add an object' : 'must be an object')
  return null
}

type Given<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/** The object without its undefined fields. */
export function given<T extends object>(fields: T): Given<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>
}
