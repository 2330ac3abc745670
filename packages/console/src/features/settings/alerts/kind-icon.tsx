// The sign of a way to tell the team.
import { BellRing, Hash, Mail, Webhook } from 'lucide-react'
import type { Kind } from './channel-draft.ts'

const icons = { slack: Hash, email: Mail, webhook: Webhook, push: BellRing } as const

export function KindIcon({ kind, size = 16 }: { readonly kind: Kind; readonly size?: number }) {
  const Icon = icons[kind]
  return <Icon size={size} strokeWidth={1.75} className="shrink-0 text-ink-2" aria-hidden="true" />
}
