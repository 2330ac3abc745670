// Over every open bot: its name, whether its draft is saved and published, and what can be done with the whole of it.
import { isApiError } from '@baton/client'
import {
  ArrowLeft,
  CircleAlert,
  Cloud,
  CloudOff,
  EllipsisVertical,
  History,
  Loader,
  Radio,
  Trash2,
  Users,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { sayRefused } from '../../../app/refusal.ts'
import { useSession } from '../../../app/session.tsx'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { classes } from '../../../ui/classes.ts'
import { Menu, MenuItem, MenuSeparator } from '../../../ui/menu.tsx'
import { Tip } from '../../../ui/tooltip.tsx'
import type { Finding } from '../flow/faults.ts'
import { shownKinds } from '../kinds/bot-kind.ts'
import { useBotWords } from '../use-bot-words.ts'
import { ChannelsDialog } from './channels-dialog.tsx'
import { DeleteDialog } from './delete-dialog.tsx'
import { PublishDialog } from './publish-dialog.tsx'
import { SharesDialog } from './shares-dialog.tsx'
import type { BotDetail, BotDraft, KeptDraft } from './use-bot.ts'
import { VersionsDialog } from './versions-dialog.tsx'

export interface BotHeadProps {
  readonly bot: BotDetail
  readonly draft: BotDraft
  readonly kept: KeptDraft
  readonly findings: readonly Finding[]
  /** The draft lacks something without which it cannot be stored. */
  readonly unsaved?: boolean
  readonly onName: (name: string) => void
  readonly onBack: () => void
  readonly onReload: () => void
  /** Leads to what is wrong. */
  readonly onFinding: (finding: Finding) => void
  /** What the kind of bot adds: undo, test chat. */
  readonly children?: ReactNode
  /** Items of the menu that only this kind has. */
  readonly items?: ReactNode
}

function SaveState({ kept, unsaved = false }: Pick<BotHeadProps, 'kept' | 'unsaved'>) {
  const { t } = useBotWords()
  const { status, changed } = kept
  const busy = status === 'saving' || status === 'waiting'
  const broken = status === 'failed' || status === 'conflict' || unsaved
  const text = unsaved
    ? t('save.lacks')
    : busy
      ? t('save.saving')
      : broken
        ? t('save.failed')
        : t(changed ? 'save.savedChanged' : 'save.saved')
  const Icon = busy ? Loader : broken ? CloudOff : Cloud
  return (
    <span
      role="status"
      className={classes(
        'inline-flex items-center gap-1.5 whitespace-nowrap',
        broken ? 'text-failure-ink' : 'text-ink-3',
      )}
    >
      <Icon size={14} className={classes('shrink-0', busy && 'animate-turn')} />
      <span className="max-wide:sr-only">{text}</span>
    </span>
  )
}

/** What the server said is wrong with the settings; the way to a fault of its own is to try again. */
function detailOf(fault: unknown): string {
  return isApiError(fault) && fault.status >= 400 && fault.status < 500 ? sayRefused(fault) : ''
}

function saverOf(fault: unknown): string | null {
  const by = isApiError(fault) ? fault.problem?.by : null
  return typeof by === 'object' && by !== null && 'name' in by && typeof by.name === 'string' ? by.name : null
}

function Conflict({ kept, onReload }: Pick<BotHeadProps, 'kept' | 'onReload'>) {
  const { t } = useBotWords()
  if (kept.status === 'failed')
    return (
      <Banner
        tone="failure"
        icon={<CloudOff size={14} />}
        action={
          <Button size="s" onClick={() => void kept.flush()}>
            {t('app.retry')}
          </Button>
        }
      >
        {t('save.failedText', { detail: detailOf(kept.fault) })}
      </Banner>
    )
  if (kept.status !== 'conflict') return null
  return (
    <Banner
      tone="waiting"
      icon={<CircleAlert size={14} />}
      action={
        <span className="flex gap-2">
          <Button size="s" onClick={onReload}>
            {t('save.takeTheirs')}
          </Button>
          <Button size="s" onClick={() => void kept.keepMine()}>
            {t('save.keepMine')}
          </Button>
        </span>
      }
    >
      {t('save.conflict', { name: saverOf(kept.fault) ?? t('save.somebody') })}
    </Banner>
  )
}

type Sheet = 'publish' | 'versions' | 'shares' | 'channels' | 'delete'

function MoreMenu({
  items,
  onSheet,
}: {
  readonly items: ReactNode
  readonly onSheet: (sheet: Sheet) => void
}) {
  const { t } = useBotWords()
  const { agent } = useSession()
  const leads = agent.role === 'agent' ? t('bot.leadsOnly') : null
  const admins = agent.role === 'admin' ? null : t('bot.adminsOnly')
  return (
    <Menu trigger={<Button look="quiet" aria-label={t('bot.more')} icon={<EllipsisVertical size={16} />} />}>
      <MenuItem icon={<History size={16} />} onSelect={() => onSheet('versions')}>
        {t('versions.title')}
      </MenuItem>
      <MenuItem icon={<Radio size={16} />} denied={admins} onSelect={() => onSheet('channels')}>
        {t('channels.title')}
      </MenuItem>
      <MenuItem icon={<Users size={16} />} denied={leads} onSelect={() => onSheet('shares')}>
        {t('shares.title')}
      </MenuItem>
      {items ? <MenuSeparator /> : null}
      {items}
      <MenuSeparator />
      <MenuItem icon={<Trash2 size={16} />} tone="danger" denied={leads} onSelect={() => onSheet('delete')}>
        {t('bot.delete')}
      </MenuItem>
    </Menu>
  )
}

function Sheets({ sheet, onClose, ...props }: BotHeadProps & { sheet: Sheet | null; onClose: () => void }) {
  const { bot, draft, kept, findings, onFinding, onReload, onBack } = props
  switch (sheet) {
    case 'publish':
      return (
        <PublishDialog
          bot={bot}
          kept={kept}
          findings={findings}
          onClose={onClose}
          onFinding={finding => {
            onClose()
            onFinding(finding)
          }}
        />
      )
    case 'versions':
      return <VersionsDialog bot={bot} draft={draft} kept={kept} onClose={onClose} onRestored={onReload} />
    case 'shares':
      return <SharesDialog bot={bot} onClose={onClose} />
    case 'channels':
      return <ChannelsDialog bot={bot} onClose={onClose} />
    case 'delete':
      return <DeleteDialog bot={bot} onClose={onClose} onDeleted={onBack} />
    case null:
      return null
  }
}

export function BotHead(props: BotHeadProps) {
  const { bot, draft, kept, onName, onBack, onReload, children, items } = props
  const { t } = useBotWords()
  const [sheet, setSheet] = useState<Sheet | null>(null)
  const Icon = shownKinds[bot.kind].icon
  const mayPublish = bot.right === 'publish'
  return (
    <>
      <header className="flex h-14 shrink-0 items-center gap-2 border-b border-line bg-surface px-3 max-pane:gap-1 max-pane:px-2">
        <Button
          look="quiet"
          aria-label={t('bot.back')}
          tip={t('bot.back')}
          tipSide="bottom"
          icon={<ArrowLeft size={16} />}
          onClick={onBack}
        />
        <Tip label={t(shownKinds[bot.kind].name)} side="bottom">
          <span className="inline-flex size-8 shrink-0 items-center justify-center rounded-full bg-bot-soft text-bot-ink max-pane:hidden">
            <Icon size={15} strokeWidth={1.75} />
          </span>
        </Tip>
        <h1 className="sr-only">{draft.name}</h1>
        <input
          aria-label={t('bot.name')}
          value={draft.name}
          maxLength={80}
          onChange={event => onName(event.target.value)}
          onKeyDown={event => (event.key === 'Enter' ? event.currentTarget.blur() : undefined)}
          className="field-sizing-content h-8 max-w-72 min-w-12 shrink truncate rounded-s border border-transparent bg-transparent px-1.5 text-14 font-semibold outline-none hover:border-line-strong focus:border-person pointer-coarse:text-16"
        />
        <SaveState kept={kept} unsaved={props.unsaved ?? false} />
        <span className="flex-1" />
        {children}
        <MoreMenu items={items} onSheet={setSheet} />
        <Button
          look="filled"
          idle={!kept.changed && kept.status === 'saved' && !props.unsaved}
          denied={mayPublish ? null : t('bot.mayNotPublish')}
          onClick={() => setSheet('publish')}
        >
          {t('publish.publish')}
        </Button>
      </header>
      <Conflict kept={kept} onReload={onReload} />
      <Sheets {...props} sheet={sheet} onClose={() => setSheet(null)} />
    </>
  )
}
