// The log as it is read: the newest at the bottom, which it follows unless the agent scrolled up.
import type { ConversationRow } from '@baton/client'
import { ArrowDown } from 'lucide-react'
import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useAction } from '../../app/actions.tsx'
import { useWords } from '../../app/i18n.tsx'
import type { ReadLog } from '../../app/logs.ts'
import { useChannelWords } from '../../app/use-channel-words.ts'
import { useDraftOfBot, useTyping } from '../../app/use-desk.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Skeleton, skeletonDelay } from '../../ui/skeleton.tsx'
import type { Bubble, Voice } from './bubble.ts'
import type { Telling } from './control-line.ts'
import { DraftLine } from './draft-line.tsx'
import { Group } from './group.tsx'
import { AsideLine, ControlLine, DayLine, NewLine, SystemLine } from './lines.tsx'
import type { PendingProps } from './pending.tsx'
import { Pending } from './pending.tsx'
import { useTalkActions } from './talk-actions.ts'
import type { Line } from './transcript.ts'
import { transcriptOf } from './transcript.ts'

/** Lines on the page at first, and how many more each look back adds. */
const page = 240

interface TranscriptViewProps extends Omit<PendingProps, 'outgoing'> {
  readonly row: ConversationRow
  readonly log: ReadLog
  readonly telling: Telling
  readonly pending: readonly PendingProps['outgoing'][]
  /** A mark stands before what came after this `seq`; null: none. */
  readonly newAfter: number | null
  readonly jump: { readonly seq: number; readonly at: number } | null
}

function Skeletons() {
  return (
    <div
      className={`mx-auto flex w-full max-w-180 flex-col gap-6 px-5 py-8 ${skeletonDelay}`}
      aria-hidden="true"
    >
      <Skeleton className="h-14 w-3/5 !rounded-m" />
      <Skeleton className="ml-auto h-10 w-2/5 !rounded-m" />
      <Skeleton className="h-20 w-1/2 !rounded-m" />
      <Skeleton className="ml-auto h-14 w-3/5 !rounded-m" />
    </div>
  )
}

function TypingLine({ row }: { readonly row: ConversationRow }) {
  const { t } = useWords()
  const typing = useTyping(row.id)
  return (
    <div className="h-7" aria-live="polite">
      {typing ? (
        <p className="flex animate-fade items-center gap-2.5 text-ink-3">
          <Avatar name={row.contact.name} size={28} />
          {t('talk.typing', { name: row.contact.name })}
          <span className="flex gap-1" aria-hidden="true">
            <span className="size-1 animate-breathe rounded-full bg-ink-3" />
            <span className="size-1 animate-breathe rounded-full bg-ink-3 [animation-delay:160ms]" />
            <span className="size-1 animate-breathe rounded-full bg-ink-3 [animation-delay:320ms]" />
          </span>
        </p>
      ) : null}
    </div>
  )
}

interface LineViewProps {
  readonly line: Line
  readonly row: ConversationRow
  readonly telling: Telling
  readonly foundSeq: number | null
}

function LineView({ line, row, telling, foundSeq }: LineViewProps) {
  const { t } = telling
  switch (line.kind) {
    case 'day':
      return <DayLine day={line.day} />
    case 'new':
      return <NewLine />
    case 'control':
      return <ControlLine event={line.event} telling={telling} found={foundSeq === line.seq} />
    case 'system':
      return <SystemLine line={line} />
    case 'aside': {
      const name = line.authorId === telling.meId ? t('talk.you') : (line.name ?? '')
      return <AsideLine line={line} name={name} found={foundSeq === line.seq} />
    }
    case 'group': {
      const name =
        line.voice === 'contact'
          ? row.contact.name
          : line.authorId === telling.meId
            ? t('talk.you')
            : (line.name ?? t('talk.bot'))
      const nameOf = (voice: Voice, quoted: string | null) =>
        voice === 'contact' ? row.contact.name : (quoted ?? t('talk.bot'))
      return (
        <Group line={line} name={name} faceName={line.name ?? name} foundSeq={foundSeq} nameOf={nameOf} />
      )
    }
  }
}

function roomOf({ clientWidth, clientHeight }: HTMLElement): string {
  return `${clientWidth} ${clientHeight}`
}

/** Keeps to the bottom while the agent is there; counts what came while they are not. */
function useBottom(lineCount: number, pendingCount: number, lastSeq: number) {
  const scroller = useRef<HTMLDivElement>(null)
  const [away, setAway] = useState(false)
  const readTo = useRef(lastSeq)
  const room = useRef('')
  if (!away) readTo.current = lastSeq
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line or message is what moves the bottom
  useLayoutEffect(() => {
    const box = scroller.current
    if (box && !away) box.scrollTop = box.scrollHeight
  }, [lineCount, lastSeq, pendingCount, away])
  const empty = lineCount === 0
  // A card above the composer, a longer text in it, a phone's keyboard: each takes room from the log.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the log is not there before its first line
  useLayoutEffect(() => {
    const box = scroller.current
    if (!box || away) return
    const sizes = new ResizeObserver(() => {
      room.current = roomOf(box)
      box.scrollTop = box.scrollHeight
    })
    sizes.observe(box)
    // Files and texts that come later make what is there longer.
    if (box.firstElementChild) sizes.observe(box.firstElementChild)
    return () => sizes.disconnect()
  }, [away, empty])
  const look = () => {
    const box = scroller.current
    if (box) setAway(box.scrollHeight - box.scrollTop - box.clientHeight > 80)
  }
  return {
    scroller,
    away,
    readTo: readTo.current,
    look,
    onScroll: () => {
      const box = scroller.current
      // The browser scrolls, too, when the room changes.
      if (!box || (!away && room.current !== roomOf(box))) return
      look()
    },
    toBottom: () => {
      const box = scroller.current
      box?.scrollTo({ top: box.scrollHeight, behavior: 'smooth' })
    },
  }
}

/** `look`: whether the bottom is still in sight. At once, not smoothly: on its way it would be held at the bottom. */
function useJump(jump: TranscriptViewProps['jump'], ready: boolean, look: () => void): number | null {
  const [found, setFound] = useState<number | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a jump is made once
  useLayoutEffect(() => {
    if (!jump || !ready) return
    document.getElementById(`seq-${jump.seq}`)?.scrollIntoView({ block: 'center', behavior: 'instant' })
    look()
    setFound(jump.seq)
    const over = setTimeout(() => setFound(null), 1_800)
    return () => clearTimeout(over)
  }, [jump, ready])
  return found
}

function lastBubble(lines: readonly Line[], is: (bubble: Bubble, voice: Voice) => boolean): Bubble | null {
  for (const line of lines.toReversed()) {
    if (line.kind === 'system' && is(line.bubble, 'bot')) return line.bubble
    const found = line.kind === 'group' ? line.bubbles.findLast(bubble => is(bubble, line.voice)) : undefined
    if (found) return found
  }
  return null
}

/** What keys do with single messages: with the last to which it applies. */
function TalkKeys({ lines }: { readonly lines: readonly Line[] }) {
  const { t } = useChannelWords()
  const actions = useTalkActions()
  const failed = useMemo(() => lastBubble(lines, bubble => bubble.retriable), [lines])
  const said = useMemo(
    () => lastBubble(lines, (bubble, voice) => voice === 'contact' && !bubble.revoked),
    [lines],
  )
  useAction(
    'retry',
    () => (failed ? actions?.retry(failed) : undefined),
    failed ? null : t('denied.nothingFailed'),
  )
  useAction(
    'quote',
    () => (said ? actions?.quote?.(said) : undefined),
    said && actions?.quote ? null : t('denied.noQuote'),
  )
  return null
}

/** How many lines, from the last, so that the one with this `seq` is among them. */
function backTo(lines: readonly Line[], seq: number): number {
  const at = lines.findIndex(line =>
    line.kind === 'group'
      ? line.bubbles.some(bubble => bubble.seq === seq)
      : 'seq' in line && line.seq === seq,
  )
  return at < 0 ? 0 : lines.length - at
}

export function TranscriptView(props: TranscriptViewProps) {
  const { row, log, telling, pending, newAfter, jump, onRetry, onDiscard } = props
  const { t, plural } = useWords()
  const actions = useTalkActions()
  const [shown, setShown] = useState(page)
  const lines = useMemo(() => transcriptOf(log.items, row, newAfter), [log.items, row, newAfter])
  const showing = Math.max(shown, jump ? backTo(lines, jump.seq) : 0)
  const lastSeq = log.items.at(-1)?.seq ?? 0
  const drafted = useDraftOfBot(row.id).length
  const bottom = useBottom(lines.length, pending.length + drafted, lastSeq)
  const foundSeq = useJump(jump, log.ready, bottom.look)
  const missed = log.items.filter(
    event => event.seq > bottom.readTo && event.type === 'MessageReceived',
  ).length

  if (!log.ready)
    return (
      <div className="min-h-0 flex-1">
        <Skeletons />
      </div>
    )
  return (
    <div className="relative min-h-0 flex-1">
      {actions ? <TalkKeys lines={lines} /> : null}
      <div
        ref={bottom.scroller}
        onScroll={bottom.onScroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
        tabIndex={0}
        role="log"
        aria-label={t('talk.log')}
        className="h-full overflow-y-auto overscroll-contain focus-visible:outline-offset-[-2px]"
      >
        <div className="mx-auto flex min-h-full w-full max-w-180 flex-col justify-end gap-4 px-5 pt-6 pb-2 max-pane:px-3">
          {lines.length > showing ? (
            <Button className="self-center" look="quiet" onClick={() => setShown(showing + page)}>
              {t('talk.earlier')}
            </Button>
          ) : null}
          {lines.length === 0 && pending.length === 0 ? (
            <p className="py-8 text-center text-ink-3">{t('talk.empty')}</p>
          ) : null}
          {lines.slice(-showing).map(line => (
            <LineView key={line.key} line={line} row={row} telling={telling} foundSeq={foundSeq} />
          ))}
          {pending.map(outgoing => (
            <Pending key={outgoing.clientId} outgoing={outgoing} onRetry={onRetry} onDiscard={onDiscard} />
          ))}
          <DraftLine row={row} />
          <TypingLine row={row} />
        </div>
      </div>
      {bottom.away ? (
        <button
          type="button"
          onClick={bottom.toBottom}
          className="absolute bottom-3 left-1/2 flex h-8 -translate-x-1/2 animate-arrive items-center gap-1.5 rounded-full bg-tip px-3 font-medium text-on-tip shadow-pop touch:h-10"
        >
          <ArrowDown size={14} />
          {missed > 0 ? plural('talk.newestCount', missed) : t('talk.newest')}
        </button>
      ) : null}
    </div>
  )
}
