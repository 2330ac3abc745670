// What Meta sends is read as it comes: a field that is missing, new or of another type must never lose the rest.
export type Raw = Readonly<Record<string, unknown>>

const isRecord = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Empty when it is none. */
export const record = (value: unknown): Raw => (isRecord(value) ? value : {})

export const records = (value: unknown): readonly Raw[] =>
  Array.isArray(value) ? value.filter(isRecord) : []

/** Numbers count: Meta writes ids both ways. Null for what is empty. */
export function text(value: unknown): string | null {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : null
}

export function number(value: unknown): number | null {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof read === 'number' && Number.isFinite(read) ? read : null
}

/** What the database refuses in a text is left out: NUL, and halves of a character. */
function storable(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/\0|\p{Surrogate}/gu, '') : value
}

const needsCare = /\\u(?:0000|d[89a-f])/i

/** Null when it is no JSON. */
export function parseJson(body: string): unknown {
  try {
    return needsCare.test(body) ? JSON.parse(body, storable) : JSON.parse(body)
  } catch {
    return null
  }
}
