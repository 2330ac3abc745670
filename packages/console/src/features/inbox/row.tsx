// One conversation of a list: who, when, the last word and who said it, and who holds it.
import type { ConversationRow } from '@baton/client'
import { plainOfMarkdown } from '@baton/core'
import { Bot, CircleHelp, PencilLine } from 'lucide-react'
import { ringOf } from '../../app/holder.ts'
import { useWords } from '../../app/i18n.tsx'
import { isOfferedTo } from '../../app/news.ts'
import { reasonLine } from '../../app/reason-line.ts'
import type { WaitingLevel } from '../../app/time.ts'
import { duration, span, waitingLevel } from '../../app/time.ts'
import { useHasBegun } from '../../app/use-desk.tsx'
import { useNow } from '../../app/use-now.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { ChannelGlyph } from '../../ui/channel-glyph.tsx'
import { Chip } from '../../ui/chip.tsx'
import { classes } from '../../ui/classes.ts'
import { SignalChip } from './signal-chip.tsx'

/** Where the bot holds all of them, the ring says so, not a line; where all wait, their words have two lines. */
export type RowSize = 'dense' | 'plain' | 'tall'

/** Pixels; a list of equal rows never measures. */
const heights: Record<RowSize, number> = { dense: 62, plain: 84, tall: 102 }

export const heightOfRows = (size: RowSize): number => heights[size]

export function sizeOfRows(rows: readonly ConversationRow[]): RowSize {
  if (rows.every(row => row.state === 'active')) return 'dense'
  return rows.every(row => row.state === 'requesting') ? 'tall' : 'plain'
}

const levelTone: Record<WaitingLevel, string> = {
  calm: '',
  amber: 'font-medium',
  red: 'font-medium text-failure-ink',
}

interface RowProps {
  readonly row: ConversationRow
  readonly meId: string
  readonly open: boolean
  readonly unread: boolean
  readonly size: RowSize
  readonly onOpen: (id: string) => void
}

function LastWord({ row, meId, unread, size }: Pick<RowProps, 'row' | 'meId' | 'unread' | 'size'>) {
  const { t } = useWords()
  const last = row.lastMessage
  if (!last) return <span className="text-ink-3">{t('list.noMessage')}</span>
  const mine = last.from === 'agent' && row.owner?.id === meId && last.name === row.owner.name
  const who =
    last.from === 'contact'
      ? null
      : last.from === 'bot'
        ? t('talk.bot')
        : last.from === 'agent'
          ? mine
            ? t('list.you')
            : (last.name?.split(' ')[0] ?? null)
          : t('list.system')
  return (
    <span
      className={classes(
        'break-words',
        size === 'tall' ? 'line-clamp-2 h-9' : 'block truncate',
        unread ? 'text-ink' : 'text-ink-2',
      )}
    >
      {who ? <span className="text-ink-3">{who}: </span> : null}
      {(last.from === 'agent' ? plainOfMarkdown(last.text) : last.text).replace(/\s+/g, ' ')}
    </span>
  )
}

function Tags({ tags }: { readonly tags: readonly string[] }) {
  const [tag, ...further] = tags
  if (!tag) return null
  return <Chip className="max-w-24">{further.length > 0 ? `${tag} +${further.length}` : tag}</Chip>
}

function Holder({ row, meId }: Pick<RowProps, 'row' | 'meId'>) {
  const { t } = useWords()
  const now = useNow(row.offer ? 1_000 : 10_000)
  if (row.state === 'requesting' && row.offer) {
    const mine = row.offer.agent.id === meId
    return (
      <Chip tone={mine ? 'waiting' : 'neutral'}>
        {mine
          ? t('offer.toYou')
          : t('offer.toOther', {
              name: row.offer.agent.name,
              time: duration(Math.max(0, Date.parse(row.offer.until) - now), t),
            })}
      </Chip>
    )
  }
  if (row.state === 'requesting') {
    const waitedMs = now - Date.parse(row.request?.since ?? row.movedAt)
    return (
      <Chip tone="waiting">
        <span className="flex min-w-0">
          <span className="truncate">{reasonLine(row.request, t)}</span>
          <span className={classes('shrink-0 whitespace-pre', levelTone[waitingLevel(waitedMs)])}>
            {` · ${span(waitedMs, t)}`}
          </span>
        </span>
      </Chip>
    )
  }
  if (row.question)
    return (
      <Chip tone="bot">
        <span className="truncate">{t('ask.row', { question: row.question.question })}</span>
      </Chip>
    )
  if (row.state === 'intervened' && row.owner) {
    const mine = row.owner.id === meId
    return (
      <span className="inline-flex min-w-0 items-center gap-2 pl-0.5 text-person-ink">
        <Avatar name={row.owner.name} face="agent" size={20} ring={mine ? 'mine' : 'person'} />
        <span className="truncate font-medium">{mine ? t('list.ownerYou') : row.owner.name}</span>
      </span>
    )
  }
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5 text-bot-ink">
      <Bot size={14} strokeWidth={1.75} className="shrink-0" />
      <span className="truncate">{row.bot?.name ?? t('head.noBot')}</span>
    </span>
  )
}

export function Row({ row, meId, open, unread, size, onOpen }: RowProps) {
  const { t } = useWords()
  const dense = size === 'dense'
  const offered = isOfferedTo(row, meId)
  const now = useNow(30_000)
  const begun = useHasBegun(row.id)
  return (
    <button
      type="button"
      data-row={row.id}
      aria-current={open ? 'true' : undefined}
      onClick={() => onOpen(row.id)}
      style={{ height: heightOfRows(size) - 2 }}
      className={classes(
        'group relative flex w-full items-start gap-3 rounded-m px-3 py-2.5 text-left transition-colors focus-visible:outline-offset-[-2px]',
        open
          ? 'bg-press [--badge-ground:var(--press)]'
          : offered
            ? 'bg-waiting-soft [--badge-ground:var(--waiting-soft)]'
            : 'hover:bg-hover hover:[--badge-ground:var(--hover)]',
      )}
    >
      <span className="pt-1">
        <Avatar
          name={row.contact.name}
          size={36}
          ring={ringOf(row, meId)}
          badge={<ChannelGlyph kind={row.channel.kind} size={10} />}
        />
      </span>
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="flex items-baseline gap-2">
          <span className={classes('min-w-0 flex-1 truncate', unread ? 'font-semibold' : 'font-medium')}>
            {row.contact.name}
          </span>
          <time className="shrink-0 text-ink-3 tabular-nums" dateTime={row.lastMessage?.at ?? row.movedAt}>
            {span(now - Date.parse(row.lastMessage?.at ?? row.movedAt), t)}
          </time>
        </span>
        <span className="flex items-center gap-2">
          <span className="min-w-0 flex-1">
            <LastWord row={row} meId={meId} unread={unread} size={size} />
          </span>
          {begun ? (
            <PencilLine
              size={14}
              role="img"
              className="shrink-0 text-person-ink"
              aria-label={t('write.begun')}
            />
          ) : null}
          {unread ? (
            <span className="size-2 shrink-0 rounded-full bg-person">
              <span className="sr-only">{t('list.unread')}</span>
            </span>
          ) : null}
          {row.question && (dense || row.state === 'requesting') ? (
            <CircleHelp
              size={16}
              role="img"
              className="shrink-0 text-bot-ink"
              aria-label={t('ask.row', { question: row.question.question })}
            />
          ) : null}
          {dense ? <SignalChip row={row} /> : null}
          {dense ? <Tags tags={row.tags} /> : null}
        </span>
        {dense ? null : (
          <span className="mt-1.5 flex h-5 items-center gap-2">
            <span className="flex min-w-0 flex-1 items-center">
              <Holder row={row} meId={meId} />
            </span>
            {/* Why somebody waits has the whole line. */}
            {row.state === 'requesting' ? null : <SignalChip row={row} />}
            {row.state === 'requesting' ? null : <Tags tags={row.tags} />}
          </span>
        )}
      </span>
    </button>
  )
}
