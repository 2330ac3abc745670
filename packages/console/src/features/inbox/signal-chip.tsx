// What the customer's last message told, on its row: the strongest as a quiet chip, all of them in its tip.
import type { ConversationRow } from '@baton/client'
import type { HeardKind, HeardSignal } from '@baton/core'
import { Angry, Annoyed, CircleHelp, Hand, ShieldAlert, ShoppingCart } from 'lucide-react'
import { useWords } from '../../app/i18n.tsx'
import { isLoud, saySignal, shownSignals } from '../../app/say-signal.ts'
import { Chip } from '../../ui/chip.tsx'
import { Tip } from '../../ui/tooltip.tsx'

const icons: Readonly<Record<HeardKind, typeof Hand>> = {
  asks_for_person: Hand,
  negative_sentiment: Annoyed,
  frustration: Angry,
  confusion: CircleHelp,
  high_risk: ShieldAlert,
  high_value: ShoppingCart,
}

export function SignalChip({ row }: { readonly row: ConversationRow }) {
  const { t } = useWords()
  const shown = shownSignals((row.signals?.items ?? []) as readonly HeardSignal[])
  const [first, ...others] = shown
  if (!first) return null
  // The row keeps the text of its last message only.
  const text = row.lastMessage?.seq === row.signals?.seq ? (row.lastMessage?.text ?? null) : null
  const why = shown.map(signal => saySignal(signal, text, t))
  const Icon = icons[first.kind]
  return (
    <Tip
      label={
        <span className="flex flex-col">
          {why.map(line => (
            <span key={line}>{line}</span>
          ))}
        </span>
      }
    >
      <span className="inline-flex max-w-36 shrink-0">
        <span className="sr-only">
          {t('signal.label')}: {why.join('. ')}
        </span>
        <Chip tone={isLoud(first) ? 'waiting' : 'neutral'} icon={<Icon size={12} aria-hidden="true" />}>
          <span aria-hidden="true">
            {t(`signal.${first.kind}`)}
            {others.length > 0 ? ` +${others.length}` : ''}
          </span>
        </Chip>
      </span>
    </Tip>
  )
}
