// I wrote here on another device, too, and the two differ: both are at hand until one was chosen.
import { MonitorSmartphone } from 'lucide-react'
import { useWords } from '../../app/i18n.tsx'
import { moment } from '../../app/time.ts'
import { useNow } from '../../app/use-now.ts'
import type { OtherDraft } from '../../app/writing.ts'
import { Button } from '../../ui/button.tsx'

interface OtherDraftCardProps {
  readonly other: OtherDraft
  readonly onUse: () => void
  readonly onKeep: () => void
}

export function OtherDraftCard({ other, onUse, onKeep }: OtherDraftCardProps) {
  const { t, language } = useWords()
  const now = useNow(30_000)
  return (
    <div role="alert" className="animate-arrive border-t border-waiting-line bg-waiting-soft px-3.5 py-3">
      <p className="flex items-center gap-2 font-medium text-waiting-ink">
        <MonitorSmartphone size={14} className="shrink-0" />
        {t('write.other', { time: moment(other.at, now, language) })}
      </p>
      <p className="mt-2 max-h-28 overflow-y-auto text-14 break-words whitespace-pre-wrap">{other.text}</p>
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <p className="min-w-0 flex-1 text-waiting-ink">{t('write.otherText')}</p>
        <Button onClick={onUse}>{t('write.useOther')}</Button>
        <Button look="filled" onClick={onKeep}>
          {t('write.keepMine')}
        </Button>
      </div>
    </div>
  )
}
