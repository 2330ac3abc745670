// The kind of a channel as a glyph; an unknown kind is a plain message.
import { Braces, Globe, Hash, Mail, MessageCircle, Send, Smartphone } from 'lucide-react'

const icons: Readonly<Record<string, typeof Globe>> = {
  web: Globe,
  telegram: Send,
  slack: Hash,
  sms: Smartphone,
  email: Mail,
  api: Braces,
}

interface ChannelGlyphProps {
  readonly kind: string
  /** Pixels. */
  readonly size: number
}

export function ChannelGlyph({ kind, size }: ChannelGlyphProps) {
  const Icon = icons[kind] ?? MessageCircle
  return <Icon size={size} strokeWidth={2} aria-hidden="true" />
}
