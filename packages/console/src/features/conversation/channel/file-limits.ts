// DL5: which files a channel takes, by the first of its rules that fits; what none fits is refused.
import type { ChannelRow } from '@baton/client'

type Limits = Pick<NonNullable<ChannelRow['limits']>, 'media'>

export type FileRefusal = { readonly why: 'kind' } | { readonly why: 'size'; readonly maxBytes: number }

function fits(types: string, mimeType: string): boolean {
  if (types === '*/*' || types === mimeType) return true
  return types.endsWith('/*') && mimeType.startsWith(types.slice(0, -1))
}

/** Null: it goes. */
export function refusedBy(limits: Limits, mimeType: string, sizeBytes: number): FileRefusal | null {
  const rule = limits.media.find(({ types }) => fits(types, mimeType))
  if (!rule) return { why: 'kind' }
  return sizeBytes > rule.maxBytes ? { why: 'size', maxBytes: rule.maxBytes } : null
}
