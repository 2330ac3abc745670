// Where an agent writes: a reply, a note, or guidance to the bot. Enter sends, Shift+Enter breaks the line;
// what is written is kept as a draft until it was sent.
import type { ConversationRow } from '@baton/client'
import {
  AtSign,
  Compass,
  FileText,
  MessageSquare,
  SendHorizontal,
  Smile,
  StickyNote,
  Zap,
} from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { useRef, useState } from 'react'
import { useAction } from '../../app/actions.tsx'
import type { WritingKind } from '../../app/drafts.ts'
import { gapsIn } from '../../app/fill-reply.ts'
import { useWords } from '../../app/i18n.tsx'
import { keyMap } from '../../app/key-map.ts'
import { later } from '../../app/later.tsx'
import { useChannelWords } from '../../app/use-channel-words.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { Tip } from '../../ui/tooltip.tsx'
import { Confirm } from './confirm.tsx'
import { insertInto } from './writing/insert.ts'
import type { Offered, OnKey } from './writing/suggestions.tsx'
import { WritingBox } from './writing/writing-box.tsx'

const EmojiPicker = later(() => import('./writing/emoji-picker.tsx').then(module => module.EmojiPicker))

const SuggestionList = later(() => import('./writing/suggestions.tsx').then(module => module.SuggestionList))

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
  readonly row: ConversationRow
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
  readonly onBlur: () => void
  readonly box: RefObject<HTMLTextAreaElement | null>
  /** Characters that the channel takes in one reply; null: as many as Baton does. */
  readonly textMost: number | null
  /** Null where the channel has no templates, or none may go. */
  readonly onTemplates: (() => void) | null
  /** In the place of the box, while nothing can be written. */
  readonly instead: ReactNode
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

interface ToolsProps {
  readonly kind: WritingKind
  readonly emojiOpen: boolean
  readonly onEmoji: () => void
  readonly onSign: (sign: '/' | '@') => void
  readonly onTemplates: (() => void) | null
}

/** Ways to write without writing. */
function Tools({ kind, emojiOpen, onEmoji, onSign, onTemplates }: ToolsProps) {
  const { t } = useChannelWords()
  const tool = (label: string, icon: ReactNode, run: () => void, keys?: string, pressed?: boolean) => (
    <Button
      look="quiet"
      aria-label={label}
      aria-keyshortcuts={keys}
      aria-expanded={pressed}
      tip={label}
      icon={icon}
      // The box keeps the focus, and with it the place where it writes.
      onMouseDown={event => event.preventDefault()}
      onClick={run}
    />
  )
  return (
    <div className="flex items-center">
      {kind === 'guide'
        ? null
        : tool(t('write.replies'), <Zap size={16} />, () => onSign('/'), keyMap.canned.keys)}
      {kind === 'reply' && onTemplates
        ? tool(t('template.button'), <FileText size={16} />, onTemplates, keyMap.template.keys)
        : null}
      {kind === 'note' ? tool(t('write.mention'), <AtSign size={16} />, () => onSign('@')) : null}
      {tool(t('write.emoji'), <Smile size={16} />, onEmoji, undefined, emojiOpen)}
    </div>
  )
}

/** What writes into the box, where the caret is. */
function useTools(box: ComposerProps['box'], denied: string | null) {
  const [emojiOpen, setEmojiOpen] = useState(false)
  function put(text: string) {
    const element = box.current
    if (!element) return
    insertInto(element, { from: element.selectionStart, to: element.selectionEnd }, text)
  }
  function sign(what: '/' | '@') {
    const before = box.current?.value.slice(0, box.current.selectionStart) ?? ''
    put(before === '' || /\s$/.test(before) ? what : ` ${what}`)
  }
  useAction('canned', () => sign('/'), denied)
  return {
    emojiOpen,
    put,
    sign,
    toggleEmoji: () => setEmojiOpen(open => !open),
    closeEmoji: () => {
      setEmojiOpen(false)
      box.current?.focus()
    },
  }
}

/** Sends at once, or asks first while there are gaps in the text. */
function useSendAsking({ kind, text, onSend, box }: Pick<ComposerProps, 'kind' | 'text' | 'onSend' | 'box'>) {
  const { plural, t } = useWords()
  const [asking, setAsking] = useState(false)
  const gaps = kind === 'reply' ? gapsIn(text) : []
  const question = (
    <Confirm
      open={asking}
      title={plural('write.gaps', Math.max(1, gaps.length))}
      text={t('write.gapsText', { gaps: gaps.map(gap => text.slice(gap.from, gap.to)).join(', ') })}
      confirm={t('foot.sendAnyway')}
      onClose={() => {
        setAsking(false)
        const [first] = gaps
        // After the dialog has given the focus back, unless somebody writes already.
        if (first)
          setTimeout(() => {
            if (box.current?.value !== text) return
            box.current.focus()
            box.current.setSelectionRange(first.from, first.to)
          }, 60)
      }}
      onConfirm={onSend}
    />
  )
  return { question, send: () => (gaps.length > 0 ? setAsking(true) : onSend()) }
}

export function Composer(props: ComposerProps) {
  const { row, kind, denied, text, onText, placeholder, sendLabel, onSendEmpty, box, lead } = props
  const { t } = useChannelWords()
  const [caret, setCaret] = useState<number | null>(null)
  const most = kind === 'reply' ? Math.min(limits.reply, props.textMost ?? limits.reply) : limits[kind]
  const over = text.length - most
  const { attached, instead } = props
  const shut = denied[kind] !== null || instead !== null
  const empty = text.trim() === '' && attached.count === 0
  const ready = !empty && over <= 0 && attached.blocked === null && !shut
  const { question, send } = useSendAsking(props)
  const tools = useTools(box, denied[kind] ?? (instead ? t('window.closed') : null))
  const [offered, setOffered] = useState<Offered | null>(null)
  const keys = useRef<OnKey | null>(null)

  return (
    <>
      {attached.list}
      {denied[kind] ? (
        <p className="px-3.5 pt-1 pb-2 text-14 text-ink-2">{denied[kind]}</p>
      ) : instead ? (
        instead
      ) : (
        <WritingBox
          box={box}
          text={text}
          placeholder={placeholder}
          invalid={over > 0}
          offered={offered}
          keys={keys}
          onText={onText}
          onCaret={setCaret}
          onBlur={props.onBlur}
          onEnter={withModifier => {
            if (ready) send()
            else if (withModifier) onSendEmpty()
          }}
        />
      )}
      {tools.emojiOpen ? (
        <EmojiPicker
          onClose={tools.closeEmoji}
          onPick={char => {
            tools.closeEmoji()
            tools.put(char)
          }}
        />
      ) : (
        <SuggestionList
          row={row}
          kind={kind}
          text={text}
          caret={caret}
          box={box}
          keys={keys}
          onOffered={setOffered}
        />
      )}
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 px-2 pb-2">
        <Kinds {...props} />
        {attached.button}
        {shut ? null : (
          <Tools
            kind={kind}
            emojiOpen={tools.emojiOpen}
            onEmoji={tools.toggleEmoji}
            onSign={tools.sign}
            onTemplates={props.onTemplates}
          />
        )}
        {over > 0 ? (
          <p role="alert" className="text-failure-ink">
            {t('foot.tooLong', { count: over })}
            {most < limits.reply ? `. ${t('limit.text', { count: most })}` : null}
          </p>
        ) : over > -most / 10 && kind === 'reply' ? (
          <p className="text-ink-3 tabular-nums">{t('limit.left', { count: -over })}</p>
        ) : null}
        <div
          className={classes('ml-auto flex items-center gap-2', lead !== null && empty && 'max-pane:w-full')}
        >
          {lead}
          {(lead === null || !empty) && instead === null ? (
            <Button
              look={kind === 'reply' ? 'filled' : 'outline'}
              size="l"
              idle={!ready}
              denied={empty ? null : attached.blocked}
              keys="enter"
              icon={<SendHorizontal size={16} />}
              onClick={() => (ready ? send() : box.current?.focus())}
            >
              {sendLabel}
            </Button>
          ) : null}
        </div>
      </div>
      {question}
    </>
  )
}
