// One message on its ground: what it quotes, what it says, what was changed about it, and how far it got.
import { CornerDownRight, Reply, Undo2 } from 'lucide-react'
import { useId, useState } from 'react'
import { keyMap } from '../../app/key-map.ts'
import { later } from '../../app/later.tsx'
import { useChannelWords } from '../../app/use-channel-words.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import type { Bubble, BubbleStatus, Quote, Voice } from './bubble.ts'
import { FateLine } from './fate-line.tsx'
import { PartsView } from './parts.tsx'
import { useSignalsOf } from './signals-context.ts'
import { useTalkActions } from './talk-actions.ts'

const SignalsOf = later(() => import('./signals-here.tsx').then(module => module.SignalsOf))

const grounds: Record<Voice, string> = {
  contact: 'bg-sunken text-ink',
  bot: 'border border-bot-line text-ink',
  agent: 'bg-person-soft text-ink',
}

/** Not wholly said, by no fault. */
function isCut(status: BubbleStatus | null): boolean {
  return status === 'withheld' || status === 'interrupted' || status === 'overtaken'
}

/** A sticker stands by itself. */
const isBare = ({ parts, quote, revoked }: Bubble) =>
  quote === null &&
  !revoked &&
  parts.length > 0 &&
  parts.every(part => part.kind === 'media' && part.shape === 'sticker' && part.caption === undefined)

interface QuoteBoxProps {
  readonly quote: Quote
  readonly name: string
}

function QuoteBox({ quote, name }: QuoteBoxProps) {
  const { t } = useChannelWords()
  const actions = useTalkActions()
  return (
    <button
      type="button"
      aria-label={t('said.quoted', { name })}
      onClick={event => {
        if (actions) return actions.jump(quote.seq)
        const log = event.currentTarget.closest('[role=log]')
        log?.querySelector(`#seq-${quote.seq}`)?.scrollIntoView({ block: 'center' })
      }}
      className="mb-1.5 block w-full max-w-full rounded-s border-l-2 border-current/40 bg-press/60 px-2 py-1 text-left text-13 transition-colors hover:bg-press"
    >
      <span className="block truncate font-medium">{name}</span>
      <span className={classes('line-clamp-2 break-words text-ink-2', quote.text === '' && 'italic')}>
        {quote.text === '' ? t('said.quotedGone') : quote.text}
      </span>
    </button>
  )
}

/** What an edit replaced, on demand. */
function Earlier({ bubble }: { readonly bubble: Bubble }) {
  const { t } = useChannelWords()
  const [open, setOpen] = useState(false)
  const id = useId()
  if (bubble.earlier.length === 0) return null
  return (
    <div className="mt-0.5 max-w-full px-0.5 text-13 text-ink-3">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        aria-label={t(open ? 'said.editedHide' : 'said.editedShow')}
        onClick={() => setOpen(!open)}
        className="rounded-s underline decoration-dotted underline-offset-2 hover:text-ink"
      >
        {t('said.edited')}
      </button>
      <ul id={id} hidden={!open} className="mt-1 flex flex-col gap-1 border-l-2 border-line pl-2">
        {bubble.earlier.map(saying => (
          <li key={saying.at} className="break-words whitespace-pre-wrap text-ink-2">
            {saying.text}
          </li>
        ))}
      </ul>
    </div>
  )
}

interface RevokedProps {
  readonly bubble: Bubble
  readonly marked: boolean
}

function Revoked({ bubble, marked }: RevokedProps) {
  const { t } = useChannelWords()
  const [open, setOpen] = useState(false)
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2 text-ink-2 italic">
        <Undo2 size={14} aria-hidden="true" />
        {t('said.revoked')}
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="rounded-s not-italic underline decoration-dotted underline-offset-2 hover:text-ink touch:min-h-6"
        >
          {t(open ? 'said.revokedHide' : 'said.revokedShow')}
        </button>
      </p>
      {open ? (
        <div className="mt-1.5 border-t border-line-strong pt-1.5 text-ink-2">
          <PartsView parts={bubble.parts} lost={bubble.lost} marked={marked} />
        </div>
      ) : null}
    </>
  )
}

interface BubbleViewProps {
  readonly bubble: Bubble
  readonly voice: Voice
  readonly found: boolean
  /** By what the author of a quoted message is called here. */
  readonly nameOf: (voice: Voice, name: string | null) => string
}

export function BubbleView({ bubble, voice, found, nameOf }: BubbleViewProps) {
  const { t } = useChannelWords()
  const actions = useTalkActions()
  const right = voice !== 'contact'
  const { quote, reactions, status } = bubble
  const marked = voice === 'agent'
  const quotes = actions?.quote ?? null
  const heard = useSignalsOf(bubble.seq)
  return (
    <div
      id={`seq-${bubble.seq}`}
      className={classes('flex max-w-full flex-col', right ? 'items-end' : 'items-start')}
    >
      <div
        className={classes('group/bubble flex max-w-full items-center gap-1', right && 'flex-row-reverse')}
      >
        <div
          data-said=""
          className={classes(
            'min-w-0 rounded-m text-14',
            isBare(bubble) ? '' : classes('px-3 py-2', grounds[voice]),
            isCut(status) && 'border-dashed opacity-75',
            status === 'withheld' && 'line-through decoration-ink-3',
            status === 'failed' && 'outline-1 outline-failure',
            status === 'unknown' && 'outline-1 outline-waiting-line',
            found && 'animate-found',
          )}
        >
          {quote ? <QuoteBox quote={quote} name={nameOf(quote.voice, quote.name)} /> : null}
          {bubble.revoked ? (
            <Revoked bubble={bubble} marked={marked} />
          ) : (
            // What was told is about the words as they first were.
            <div data-said={bubble.earlier.length === 0 ? '' : undefined}>
              <PartsView parts={bubble.parts} lost={bubble.lost} marked={marked} />
            </div>
          )}
        </div>
        {quotes &&
        !bubble.revoked &&
        (status === null || status === 'sent' || status === 'delivered' || status === 'read') ? (
          <Button
            look="quiet"
            size="s"
            aria-label={t('said.reply')}
            title={t('said.reply')}
            aria-keyshortcuts={voice === 'contact' ? keyMap.quote.keys : undefined}
            onClick={() => quotes(bubble)}
            icon={<Reply size={14} />}
            className="opacity-0 group-hover/bubble:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-60"
          />
        ) : null}
      </div>
      {reactions.length > 0 ? (
        <ul className="-mt-1 flex gap-1 px-2">
          {reactions.map(({ by, emoji }) => (
            <li
              key={by}
              className="rounded-full border border-line bg-raised px-1.5 text-13 leading-5"
              title={t('said.reaction', { name: nameOf('contact', null), emoji })}
            >
              <span className="sr-only">{t('said.reaction', { name: nameOf('contact', null), emoji })}</span>
              <span aria-hidden="true">{emoji}</span>
            </li>
          ))}
        </ul>
      ) : null}
      <Earlier bubble={bubble} />
      {bubble.via === 'phone' || bubble.outreach ? (
        <p className="mt-0.5 flex items-center gap-1 px-0.5 text-13 text-ink-3">
          <CornerDownRight size={12} aria-hidden="true" />
          {t(bubble.via === 'phone' ? 'said.phone' : 'said.outreach')}
        </p>
      ) : null}
      {heard ? <SignalsOf heard={heard} text={bubble.text} /> : null}
      <FateLine bubble={bubble} />
    </div>
  )
}
