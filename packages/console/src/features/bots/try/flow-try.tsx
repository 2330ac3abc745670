// The test chat of a flow, beside its canvas.
import { Clock, Loader, UserRoundSearch } from 'lucide-react'
import { useEffect, useState } from 'react'
import { duration } from '../../../app/time.ts'
import { Button } from '../../../ui/button.tsx'
import { TextInput } from '../../../ui/field.tsx'
import { useBuilderHere } from '../builder/builder-context.tsx'
import { useBotWords } from '../use-bot-words.ts'
import { ChatView } from './chat-view.tsx'
import { standsAt } from './flow-chat.ts'
import type { TriedFlow } from './use-flow-chat.ts'
import { useFlowChat } from './use-flow-chat.ts'

interface FlowTryProps {
  readonly botId: string
  readonly onStand: (block: string | null) => void
  readonly onClose: () => void
}

function TeamQuestion({ question, tried }: { readonly question: string; readonly tried: TriedFlow }) {
  const { t } = useBotWords()
  const [text, setText] = useState('')
  return (
    <form
      className="flex flex-col gap-2 rounded-m border border-person-line bg-person-soft p-3"
      onSubmit={event => {
        event.preventDefault()
        if (text.trim() !== '') tried.answerAsTeam(text.trim())
      }}
    >
      <p className="flex items-start gap-1.5 text-person-ink">
        <UserRoundSearch size={14} className="mt-0.5 shrink-0" />
        <span>{t('try.asksTeam', { question })}</span>
      </p>
      <TextInput
        aria-label={t('try.teamAnswer')}
        placeholder={t('try.teamAnswer')}
        value={text}
        onChange={event => setText(event.target.value)}
      />
      <span className="flex gap-2">
        <Button size="s" type="submit" look="filled" idle={text.trim() === ''}>
          {t('try.answer')}
        </Button>
        <Button size="s" onClick={() => tried.answerAsTeam(null)}>
          {t('try.nobodyAnswers')}
        </Button>
      </span>
    </form>
  )
}

function Waiting({ tried }: { readonly tried: TriedFlow }) {
  const { t } = useBotWords()
  const { pending } = tried.chat
  if (pending === null) return null
  if (pending.kind === 'team') return <TeamQuestion question={pending.question} tried={tried} />
  if (pending.kind === 'call')
    return (
      <p role="status" className="flex items-center gap-1.5 text-ink-3">
        <Loader size={14} className="animate-turn" />
        {t('try.calls', { block: pending.block })}
      </p>
    )
  return (
    <p className="flex items-center gap-2 text-ink-3">
      <Clock size={14} />
      <span className="flex-1">{t('try.waits', { time: duration(pending.untilMs - Date.now(), t) })}</span>
      <Button size="s" onClick={tried.skip}>
        {t('try.skip')}
      </Button>
    </p>
  )
}

function Variables({ variables }: { readonly variables: Readonly<Record<string, unknown>> }) {
  const { t, plural } = useBotWords()
  const known = Object.entries(variables)
  if (known.length === 0) return <p className="text-ink-3">{t('try.noVariables')}</p>
  return (
    <details>
      <summary className="text-ink-3 select-none">{plural('try.variables', known.length)}</summary>
      <dl className="mt-1.5 grid max-h-40 grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 overflow-y-auto">
        {known.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-3">{name}</dt>
            <dd className="min-w-0 truncate">{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

export function FlowTry({ botId, onStand, onClose }: FlowTryProps) {
  const { t, plural } = useBotWords()
  const { flow, sound, findings } = useBuilderHere()
  const tried = useFlowChat(botId, flow, sound)
  const { chat } = tried
  const standing = standsAt(sound ?? flow, chat.memory)
  useEffect(() => onStand(standing), [onStand, standing])
  useEffect(() => () => onStand(null), [onStand])
  const faults = findings.filter(({ grade }) => grade === 'fault').length
  return (
    <ChatView
      lines={chat.lines}
      waiting={<Waiting tried={tried} />}
      denied={null}
      empty={t('try.empty')}
      onSay={tried.say}
      onRestart={tried.restart}
      onClose={onClose}
      notice={
        faults > 0 ? (
          <p role="status" className="rounded-s bg-waiting-soft px-2.5 py-1.5 text-waiting-ink">
            {plural('try.faults', faults)}
          </p>
        ) : null
      }
      below={<Variables variables={{ ...(sound ?? flow).variables, ...chat.memory.variables }} />}
    />
  )
}
