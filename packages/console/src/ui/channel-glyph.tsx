// The kind of a channel as a glyph; an unknown kind is a plain message.
import { Globe, MessageCircle } from 'lucide-react'

interface ChannelGlyphProps {
  readonly kind: string
  /** Pixels. */
  readonly size: number
}

export function ChannelGlyph({ kind, size }: ChannelGlyphProps) {
  const Icon = kind === 'web' ? Globe : MessageCircle
  return <Icon size={size} strokeWidth={2} aria-hidden="true" />
}
