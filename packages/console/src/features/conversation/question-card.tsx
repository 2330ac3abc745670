// The bot's one question to the team (BT5): answered in place, by anyone, without taking over.
import type { ConversationRow } from '@baton/client'
import { CircleHelp } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import { useAction } from '../../app/actions.tsx'
import { useAnswerDraft } from '../../app/drafts.ts'
import { useWords } from '../../app/i18n.tsx'
import { keyMap } from '../../app/key-map.ts'
import { span } from '../../app/time.ts'
import type { Commands } from '../../app/use-commands.ts'
import { useNow } from '../../app/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'

type Question = NonNullable<ConversationRow['question']>

interface QuestionCardProps {
  readonly question: Question
  readonly botName: string
  readonly commands: Commands
}

export function QuestionCard({ question, botName, commands }: QuestionCardProps) {
  const { t } = useWords()
  const now = useNow(10_000)
  const [text, setText] = useAnswerDraft(question.id)
  const [sending, setSending] = useState(false)
  const label = useId()
  const box = useRef<HTMLInputElement>(null)
  const leftMs = Math.max(0, Date.parse(question.until) - now)

  useAction('answer', () => box.current?.focus())

  async function answer() {
    const words = text.trim()
    if (words === '' || sending) return
    setSending(true)
    if (await commands.answer(question.id, words)) setText('')
    setSending(false)
  }

  return (
    <section
      aria-labelledby={label}
      className="mx-auto mb-2 w-full max-w-180 animate-arrive rounded-m border border-bot-line bg-bot-soft px-3.5 py-3"
    >
      <header className="flex flex-wrap items-center gap-x-2 text-13 text-bot-ink">
        <CircleHelp size={14} />
        <h3 id={label} className="font-medium">
          {t('ask.title', { name: botName })}
        </h3>
        <span className="ml-auto tabular-nums">{t('ask.left', { time: span(leftMs, t) })}</span>
      </header>
      <p className="mt-1.5 text-14 break-words whitespace-pre-wrap text-ink">{question.question}</p>
      <form
        className="mt-2.5 flex items-center gap-2"
        onSubmit={event => {
          event.preventDefault()
          void answer()
        }}
      >
        <input
          ref={box}
          value={text}
          onChange={event => setText(event.target.value)}
          aria-label={t('ask.answer')}
          aria-keyshortcuts={keyMap.answer.keys}
          onKeyDown={event => (event.key === 'Escape' ? box.current?.blur() : undefined)}
          placeholder={t('ask.place')}
          className="h-9 min-w-0 flex-1 rounded-s border border-line bg-surface px-3 text-14 text-ink placeholder:text-ink-3 touch:h-11"
        />
        <Button type="submit" look="filled" denied={text.trim() === '' ? t('ask.empty') : null}>
          {t('ask.send')}
        </Button>
      </form>
      <p className="mt-1.5 flex items-center gap-2 text-13 text-ink-2 max-pane:sr-only">
        <Kbd keys={keyMap.answer.keys} />
        {t('ask.hint')}
      </p>
    </section>
  )
}
