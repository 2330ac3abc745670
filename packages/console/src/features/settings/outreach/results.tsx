// How far a batch came: one bar, and its numbers in words.
import type { OutreachRow } from '@baton/client'
import { classes } from '../../../ui/classes.ts'
import { useSettingsWords } from '../use-settings-words.ts'

const states = ['replied', 'read', 'delivered', 'sent', 'waiting', 'skipped', 'failed'] as const

const grounds: Record<(typeof states)[number], string> = {
  replied: 'bg-person',
  read: 'bg-person/70',
  delivered: 'bg-person/45',
  sent: 'bg-person/25',
  waiting: 'bg-press',
  skipped: 'bg-bot-line',
  failed: 'bg-failure',
}

export function Results({ counts }: Pick<OutreachRow, 'counts'>) {
  const { t } = useSettingsWords()
  const shown = states.filter(state => counts[state] > 0)
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex h-2 gap-px overflow-hidden rounded-full bg-sunken" aria-hidden="true">
        {shown.map(state => (
          <span
            key={state}
            className={classes('h-full min-w-1', grounds[state])}
            style={{ flexGrow: counts[state] }}
          />
        ))}
      </div>
      <ul className="flex flex-wrap gap-x-3 text-13 text-ink-2 tabular-nums">
        {shown.map(state => (
          <li key={state} className="flex items-center gap-1.5">
            <span className={classes('size-2 rounded-full', grounds[state])} aria-hidden="true" />
            {t(`outreach.state.${state}`)} {counts[state]}
          </li>
        ))}
      </ul>
    </div>
  )
}
