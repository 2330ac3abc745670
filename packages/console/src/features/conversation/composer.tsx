// Where an agent writes: a reply, a note, or guidance to the bot. Enter sends, Shift+Enter breaks the line;
// what is written is kept as a draft until it was sent.
import { Compass, MessageSquare, SendHorizontal, StickyNote } from 'lucide-react'
import type { KeyboardEvent, ReactNode, RefObject } from 'react'
import type { WritingKind } from '../../app/drafts.ts'
import { useWords } from '../../app/i18n.tsx'
import { keyMap } from '../../app/key-map.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { Tip } from '../../ui/tooltip.tsx'

/** Characters, as the server takes them. */
const limits: Record<WritingKind, number> = { reply: 4_096, note: 10_000, guide: 10_000 }

const kinds = [
  { kind: 'reply', label: 'foot.reply', tip: null, keys: keyMap.reply.keys, Icon: MessageSquare },
  { kind: 'note', label: 'foot.note', tip: 'foot.noteTip', keys: keyMap.note.keys, Icon: StickyNote },
  { kind: 'guide', label: 'foot.guide', tip: 'foot.guideTip', keys: keyMap.guide.keys, Icon: Compass },
] as const

export const kindGrounds: Record<WritingKind, string> = {
  reply: '',
  note: 'bg-note',
  guide: 'bg-bot-soft',
}

interface ComposerProps {
  readonly kind: WritingKind
  readonly onKind: (kind: WritingKind) => void
  /** Why a kind cannot be written now; null when it can. */
  readonly denied: Readonly<Record<WritingKind, string | null>>
  readonly text: string
  readonly onText: (text: string) => void
  readonly placeholder: string
  readonly sendLabel: string
  readonly onSend: () => void
  /** ⌘↵ with nothing written: sends what is held back. */
  readonly onSendEmpty: () => void
  readonly box: RefObject<HTMLTextAreaElement | null>
  /** Beside the send button, or in its place while nothing is written. */
  readonly lead: ReactNode
  /** What goes along with the text, and how to add to it. */
  readonly attached: {
    readonly list: ReactNode
    readonly button: ReactNode
    readonly count: number
    /** Why it cannot go now; null when it can. */
    readonly blocked: string | null
  }
}

function Kinds({ kind, onKind, denied }: Pick<ComposerProps, 'kind' | 'onKind' | 'denied'>) {
  const { t } = useWords()
  return (
    <div className="flex items-center gap-0.5">
      {kinds.map(({ kind: each, label, tip, keys, Icon }) => (
        <Tip
          key={each}
          label={denied[each] ?? (tip ? t(tip) : t(label))}
          keys={denied[each] ? undefined : keys}
        >
          <button
            type="button"
            aria-pressed={kind === each}
            aria-disabled={denied[each] ? true : undefined}
            aria-keyshortcuts={keys}
            onClick={() => (denied[each] ? undefined : onKind(each))}
            className={classes(
              'flex h-8 items-center gap-1.5 rounded-s px-2.5 font-medium transition-colors touch:h-10',
              denied[each]
                ? 'text-ink-3 opacity-60'
                : kind === each
                  ? 'bg-press text-ink'
                  : 'text-ink-2 hover:bg-hover hover:text-ink',
            )}
          >
            <Icon size={14} />
            <span className={kind === each ? '' : 'max-pane:sr-only'}>{t(label)}</span>
          </button>
        </Tip>
      ))}
    </div>
  )
}

export function Composer(props: ComposerProps) {
  const { kind, denied, text, onText, placeholder, sendLabel, onSend, onSendEmpty, box, lead } = props
  const { t } = useWords()
  const over = text.length - limits[kind]
  const { attached } = props
  const empty = text.trim() === '' && attached.count === 0
  const ready = !empty && over <= 0 && attached.blocked === null

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') box.current?.blur()
    if (event.key !== 'Enter' || event.shiftKey) return
    event.preventDefault()
    if (ready) onSend()
    else if (event.metaKey || event.ctrlKey) onSendEmpty()
  }

  return (
    <>
      {attached.list}
      {denied[kind] ? (
        <p className="px-3.5 pt-1 pb-2 text-14 text-ink-2">{denied[kind]}</p>
      ) : (
        <textarea
          ref={box}
          value={text}
          rows={1}
          aria-label={placeholder}
          aria-invalid={over > 0 || undefined}
          placeholder={placeholder}
          onChange={event => onText(event.target.value)}
          onKeyDown={onKeyDown}
          className="field-sizing-content max-h-52 min-h-11 w-full resize-none bg-transparent px-3.5 py-1.5 text-14 outline-none touch:text-16"
        />
      )}
      <div className="flex flex-wrap items-center gap-2 px-2 pb-2">
        <Kinds {...props} />
        {attached.button}
        {over > 0 ? (
          <p role="alert" className="text-failure-ink">
            {t('foot.tooLong', { count: over })}
          </p>
        ) : null}
        <div
          className={classes('ml-auto flex items-center gap-2', lead !== null && empty && 'max-pane:w-full')}
        >
          {lead}
          {lead === null || !empty ? (
            <Button
              look={kind === 'reply' ? 'filled' : 'outline'}
              size="l"
              idle={!ready}
              denied={empty ? null : attached.blocked}
              keys="enter"
              icon={<SendHorizontal size={16} />}
              onClick={() => (ready ? onSend() : box.current?.focus())}
            >
              {sendLabel}
            </Button>
          ) : null}
        </div>
      </div>
    </>
  )
}
