// The test chat as it looks: who said what, what the bot noted, and where one writes. It knows no kind of bot.
import { Compass, Flag, Hand, RotateCcw, SendHorizontal, Star, TriangleAlert, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { classes } from '../../../ui/classes.ts'
import { TextInput } from '../../../ui/field.tsx'
import { Panel } from '../forms/panel.tsx'
import { useBotWords } from '../use-bot-words.ts'
import type { ChatLine } from './flow-chat.ts'

interface ChatViewProps {
  readonly lines: readonly ChatLine[]
  /** What the bot waits for, or that it writes. */
  readonly waiting: ReactNode
  /** Why nothing can be said now. */
  readonly denied: string | null
  readonly empty: string
  readonly onSay: (text: string) => void
  readonly onRestart: () => void
  readonly onClose: () => void
  /** Between the head and the chat: what is tried. */
  readonly notice?: ReactNode
  /** Under the chat: variables. */
  readonly below?: ReactNode
}

function Note({ icon, children }: { readonly icon: ReactNode; readonly children: ReactNode }) {
  return (
    <p className="flex items-center justify-center gap-1.5 py-0.5 text-center text-ink-3">
      {icon}
      <span className="min-w-0 break-words">{children}</span>
    </p>
  )
}

function Line({
  line,
  last,
  onSay,
}: {
  readonly line: ChatLine
  readonly last: boolean
  readonly onSay: (text: string) => void
}) {
  const { t } = useBotWords()
  switch (line.kind) {
    case 'contact':
    case 'bot':
      return (
        <article
          aria-label={t(line.kind === 'bot' ? 'try.bot' : 'try.you')}
          className={classes('flex flex-col gap-1.5', line.kind === 'contact' ? 'items-end' : 'items-start')}
        >
          {line.text.trim() === '' ? null : (
            <p
              className={classes(
                'max-w-[88%] rounded-m border px-3 py-1.5 whitespace-pre-wrap break-words',
                line.kind === 'contact' ? 'border-transparent bg-sunken' : 'border-bot-line bg-surface',
              )}
            >
              {line.text}
            </p>
          )}
          {line.options.length > 0 ? (
            <span className="flex flex-wrap gap-1.5">
              {line.options.map(option => (
                <Button key={option} size="s" idle={!last} onClick={() => (last ? onSay(option) : undefined)}>
                  {option}
                </Button>
              ))}
            </span>
          ) : null}
        </article>
      )
    case 'handoff':
      return (
        <Note icon={<Hand size={13} className="shrink-0 text-person-ink" />}>
          {t('try.handoff', { reason: line.reason })}
        </Note>
      )
    case 'withdraw':
      return <Note icon={<Hand size={13} className="shrink-0" />}>{t('try.withdraw')}</Note>
    case 'ended':
      return <Note icon={null}>{t('try.ended')}</Note>
    case 'marks':
      return <Note icon={<Flag size={13} className="shrink-0" />}>{line.text}</Note>
    case 'feedback':
      return (
        <Note icon={<Star size={13} className="shrink-0" />}>
          {line.comment ? `${line.rating} · ${line.comment}` : line.rating}
        </Note>
      )
    case 'failed':
      return (
        <p className="flex items-start gap-1.5 rounded-s bg-failure-soft px-2.5 py-1.5 text-failure-ink">
          <TriangleAlert size={14} className="mt-0.5 shrink-0" />
          <span className="min-w-0 break-words">{line.problem}</span>
        </p>
      )
  }
}

export function ChatView(props: ChatViewProps) {
  const { lines, waiting, denied, empty, onSay, onRestart, onClose, notice, below } = props
  const { t } = useBotWords()
  const [text, setText] = useState('')
  const end = useRef<HTMLDivElement>(null)
  const count = lines.length
  useEffect(() => {
    if (count > 0) end.current?.scrollIntoView({ block: 'nearest' })
  }, [count])
  function send() {
    const words = text.trim()
    if (words === '' || denied !== null) return
    setText('')
    onSay(words)
  }
  return (
    <Panel
      label={t('try.title')}
      head={
        <>
          <Compass size={15} strokeWidth={1.75} className="text-ink-3" />
          <h2 className="min-w-0 flex-1 truncate text-14 font-semibold">{t('try.title')}</h2>
          <Button
            look="quiet"
            size="s"
            aria-label={t('try.restart')}
            tip={t('try.restart')}
            tipSide="bottom"
            icon={<RotateCcw size={15} />}
            onClick={onRestart}
          />
          <Button
            look="quiet"
            size="s"
            aria-label={t('app.close')}
            icon={<X size={16} />}
            onClick={onClose}
          />
        </>
      }
    >
      {notice}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long chat is scrolled by keys */}
      <div role="log" aria-label={t('try.log')} tabIndex={0} className="flex flex-1 flex-col gap-2.5">
        {lines.length === 0 ? <p className="py-8 text-center text-balance text-ink-3">{empty}</p> : null}
        {lines.map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added
          <Line key={at} line={line} last={at === lines.length - 1} onSay={onSay} />
        ))}
        {waiting}
        <div ref={end} />
      </div>
      <form
        className="sticky bottom-0 -mx-4 -mb-4 flex flex-col gap-2 border-t border-line bg-surface px-4 py-3"
        onSubmit={event => {
          event.preventDefault()
          send()
        }}
      >
        <span className="flex gap-2">
          <TextInput
            aria-label={t('try.write')}
            placeholder={denied ?? t('try.write')}
            readOnly={denied !== null}
            value={text}
            onChange={event => setText(event.target.value)}
          />
          <Button
            type="submit"
            className="size-9"
            look="filled"
            idle={text.trim() === ''}
            aria-label={t('try.send')}
            icon={<SendHorizontal size={15} />}
          />
        </span>
        {below}
      </form>
    </Panel>
  )
}
