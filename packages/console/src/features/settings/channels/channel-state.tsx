// Whether a channel works, since when not, and what to do.
import type { ChannelCheck, ChannelRow } from '@baton/client'
import { CircleAlert, CircleCheck, CircleDashed } from 'lucide-react'
import { moment } from '../../../app/time.ts'
import { problemKey, useChannelWords } from '../../../app/use-channel-words.ts'
import { useNow } from '../../../app/use-now.ts'
import { useSettingsWords } from '../use-settings-words.ts'

interface ChannelStateProps {
  readonly channel: ChannelRow
  /** What was asked just now. */
  readonly checked?: readonly ChannelCheck[] | null
}

export function ChannelState({ channel, checked = null }: ChannelStateProps) {
  const { t, language } = useSettingsWords()
  const words = useChannelWords()
  const now = useNow(30_000)
  const { trouble, kind } = channel
  if (trouble) {
    return (
      <p className="flex min-w-0 items-start gap-1.5 text-failure-ink">
        <CircleAlert size={14} className="mt-0.5 shrink-0" aria-hidden="true" />
        <span className="min-w-0 break-words">
          {t('channels.trouble', {
            why: words.t(problemKey(trouble.problem) ?? 'fate.problem.other'),
            since: moment(trouble.since, now, language),
          })}
          {trouble.reason ? <span className="text-ink-2"> {trouble.reason}</span> : null}
        </span>
      </p>
    )
  }
  if (checked?.some(check => !check.ok))
    return (
      <p className="flex items-center gap-1.5 text-failure-ink">
        <CircleAlert size={14} aria-hidden="true" />
        {t('channels.fails')}
      </p>
    )
  const works = kind === 'web' || checked?.every(check => check.ok) === true
  const Icon = works ? CircleCheck : CircleDashed
  return (
    <p className="flex items-center gap-1.5 text-ink-2">
      <Icon size={14} aria-hidden="true" className={works ? 'text-person-ink' : 'text-ink-3'} />
      {t(works ? 'channels.works' : 'channels.noTrouble')}
    </p>
  )
}
