// The `Range` of a request, of which players ask one at a time.
import type { ByteRange } from '../app/media-store.ts'

/** Null: the whole file; several ranges, or what cannot be read, are answered with it, too. */
export function rangeOf(header: string | undefined, sizeBytes: number): ByteRange | 'beyond' | null {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? []
  if (from === '' && to === '') return null
  const last = sizeBytes - 1
  // "-500": the last 500.
  const start = from === '' ? Math.max(0, sizeBytes - Number(to)) : Number(from)
  const end = from === '' || to === '' ? last : Math.min(last, Number(to))
  if (from !== '' && to !== '' && Number(to) < Number(from)) return null
  return start > last || (from === '' && Number(to) === 0) ? 'beyond' : { start, end }
}
