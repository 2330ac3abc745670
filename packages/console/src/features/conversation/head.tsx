// The head of the chat: whose conversation it is, who holds it, and the ways to pass it on.
import type { ConversationRow } from '@baton/client'
import { ArrowLeft, ArrowRightLeft, Check, PanelRight } from 'lucide-react'
import { AgentFace } from '../../app/agent-face.tsx'
import { ringOf } from '../../app/holder.ts'
import { useWords } from '../../app/i18n.tsx'
import { keyMap } from '../../app/key-map.ts'
import { legalOn, sayDenied } from '../../app/refusal.ts'
import { useActor } from '../../app/session.tsx'
import { clock, waitingLevel } from '../../app/time.ts'
import { useNow } from '../../app/use-now.ts'
import { WriteFirstButton } from '../../app/write-first-button.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { ChannelGlyph } from '../../ui/channel-glyph.tsx'
import { classes } from '../../ui/classes.ts'
import { Viewers } from './colleagues.tsx'

interface HeadProps {
  readonly row: ConversationRow
  readonly detailsShown: boolean
  readonly onBack: () => void
  readonly onOwner: () => void
  readonly onResolve: () => void
  readonly onDetails: () => void
}

/** State and owner in one: the holder, wearing the ring. */
function HolderSign({ row, meId }: { readonly row: ConversationRow; readonly meId: string }) {
  const { t } = useWords()
  const now = useNow()
  const look = 'flex h-9 min-w-0 items-center gap-2.5 px-1'
  if (row.state === 'intervened' && row.owner) {
    const mine = row.owner.id === meId
    return (
      <p className={classes(look, 'text-person-ink')}>
        <AgentFace agent={row.owner} ring={mine ? 'mine' : 'person'} />
        <span className="truncate font-medium max-wide:hidden">
          {mine ? t('head.youHold') : t('head.holds', { name: row.owner.name })}
        </span>
      </p>
    )
  }
  if (row.state === 'requesting' && row.request) {
    const waitedMs = now - Date.parse(row.request.since)
    const late = waitingLevel(waitedMs) === 'red'
    return (
      <p className={classes(look, late ? 'text-failure-ink' : 'text-waiting-ink')}>
        <span className="size-2 shrink-0 animate-breathe rounded-full bg-waiting" />
        <span className="truncate font-medium tabular-nums">
          {t('head.waits', { time: clock(waitedMs) })}
        </span>
      </p>
    )
  }
  return (
    <p className={classes(look, 'text-bot-ink')}>
      <Avatar name={row.bot?.name ?? t('talk.bot')} face="bot" size={24} ring={row.bot ? 'bot' : null} />
      <span className="truncate max-wide:hidden">
        {row.bot ? t('head.botHolds', { name: row.bot.name }) : t('head.noBot')}
      </span>
    </p>
  )
}

export function Head({ row, detailsShown, onBack, onOwner, onResolve, onDetails }: HeadProps) {
  const { t } = useWords()
  const actor = useActor()
  const may = legalOn(row, actor)
  return (
    <header className="flex h-14 shrink-0 items-center gap-2 border-b border-line bg-surface px-4 max-pane:gap-1 max-pane:px-2">
      <Button
        look="quiet"
        size="l"
        className="pane:hidden"
        aria-label={t('app.back')}
        onClick={onBack}
        icon={<ArrowLeft size={18} />}
      />
      <Avatar name={row.contact.name} size={32} ring={ringOf(row, actor.id)} />
      <div className="relative ml-1.5 min-w-0 flex-1">
        <h2 className="truncate text-14 leading-5 font-semibold">{row.contact.name}</h2>
        <p className="flex items-center gap-1.5 text-ink-3">
          <ChannelGlyph kind={row.channel.kind} size={12} />
          <span className="truncate max-pane:hidden">{row.channel.name}</span>
          <span className="truncate pane:hidden">{t(`state.${row.state}`)}</span>
        </p>
        <button
          type="button"
          aria-label={t('head.showDetails')}
          onClick={onDetails}
          className="absolute -inset-y-1 inset-x-0 rounded-s pane:hidden"
        />
      </div>
      <Viewers id={row.id} />
      <WriteFirstButton contactId={row.contact.id} name={row.contact.name} className="max-pane:hidden" />
      <div className="max-pane:hidden">
        <HolderSign row={row} meId={actor.id} />
      </div>
      <Button
        denied={sayDenied(may.assign, t)}
        tip={t('head.owner')}
        tipSide="bottom"
        aria-label={t('head.owner')}
        aria-keyshortcuts={keyMap.owner.keys}
        icon={<ArrowRightLeft size={14} />}
        onClick={onOwner}
        className="max-pane:px-3"
      >
        <span className="max-wide:hidden">{t('head.owner')}</span>
      </Button>
      <Button
        look={may.resolve ? 'outline' : 'filled'}
        denied={sayDenied(may.resolve, t)}
        tip={t('done.title')}
        tipSide="bottom"
        aria-keyshortcuts={keyMap.resolve.keys}
        icon={<Check size={16} />}
        onClick={onResolve}
      >
        {t('head.resolve')}
      </Button>
      <Button
        look="quiet"
        className="max-pane:hidden"
        aria-pressed={detailsShown}
        aria-label={detailsShown ? t('head.hideDetails') : t('head.showDetails')}
        aria-keyshortcuts={keyMap.details.keys}
        tip={detailsShown ? t('head.hideDetails') : t('head.showDetails')}
        tipSide="bottom"
        onClick={onDetails}
        icon={<PanelRight size={16} />}
      />
    </header>
  )
}
