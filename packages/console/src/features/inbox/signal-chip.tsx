// What the customer's last message told, on its row: the strongest as a quiet chip, all of them in its tip.
import type { ConversationRow } from '@baton/client'
import type { HeardSignal } from '@baton/core'
import { Hand, Radar } from 'lucide-react'
import { useWords } from '../../app/i18n.tsx'
import { isLoud, saySignal, shownSignals } from '../../app/say-signal.ts'
import { Chip } from '../../ui/chip.tsx'
import { Tip } from '../../ui/tooltip.tsx'

export function SignalChip({ row }: { readonly row: ConversationRow }) {
  const { t } = useWords()
  const shown = shownSignals((row.signals?.items ?? []) as readonly HeardSignal[])
  const [first, ...others] = shown
  if (!first) return null
  // The row keeps the text of its last message only.
  const text = row.lastMessage?.seq === row.signals?.seq ? (row.lastMessage?.text ?? null) : null
  const why = shown.map(signal => saySignal(signal, text, t))
  const Icon = first.kind === 'asks_for_person' ? Hand : Radar
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
