// The test chat of a bot that is no flow: the server lets it answer with the settings as they are in the form.
import { Loader } from 'lucide-react'
import { useRef, useState } from 'react'
import { api } from '../../../app/link.ts'
import { sayFailure } from '../../../app/refusal.ts'
import { useBotWords } from '../use-bot-words.ts'
import { ChatView } from './chat-view.tsx'
import type { ChatLine } from './flow-chat.ts'
import { spoken } from './flow-chat.ts'

interface BotTryProps {
  readonly botId: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly onClose: () => void
}

export function BotTry({ botId, settings, onClose }: BotTryProps) {
  const { t } = useBotWords()
  const [lines, setLines] = useState<readonly ChatLine[]>([])
  const [variables, setVariables] = useState<Readonly<Record<string, unknown>>>({})
  const [busy, setBusy] = useState(false)
  // A chat that was begun anew shows nothing of the one before.
  const round = useRef(0)

  async function say(text: string) {
    const mine = round.current
    const heard: readonly ChatLine[] = [...lines, { kind: 'contact', text, options: [] }]
    setLines(heard)
    setBusy(true)
    const answered: ChatLine[] = []
    try {
      const body = {
        messages: [...spoken(heard)],
        settings: { ...settings },
        variables: JSON.parse(JSON.stringify(variables)),
      }
      const answer = await api.call('POST /bots/{id}/try', { params: { id: botId }, body })
      for (const said of answer.text.split('\n\n'))
        if (said.trim() !== '') answered.push({ kind: 'bot', text: said, options: [] })
      if (answer.ask) answered.push({ kind: 'marks', text: t('try.asksTeam', { question: answer.ask }) })
      if (answer.handoff) answered.push({ kind: 'handoff', ...answer.handoff })
      if (answer.problem) answered.push({ kind: 'failed', problem: answer.problem })
      if (mine === round.current) setVariables(answer.variables)
    } catch (fault) {
      const { title, text: detail } = sayFailure(fault, t)
      answered.push({ kind: 'failed', problem: detail ?? title })
    }
    if (mine !== round.current) return
    setLines([...heard, ...answered])
    setBusy(false)
  }
  function restart() {
    round.current += 1
    setLines([])
    setVariables({})
    setBusy(false)
  }
  return (
    <ChatView
      lines={lines}
      waiting={
        busy ? (
          <p role="status" className="flex items-center gap-1.5 text-ink-3">
            <Loader size={14} className="animate-turn" />
            {t('try.thinks')}
          </p>
        ) : null
      }
      denied={busy ? t('try.thinks') : null}
      empty={t('try.emptyBot')}
      onSay={text => void say(text)}
      onRestart={restart}
      onClose={onClose}
    />
  )
}
