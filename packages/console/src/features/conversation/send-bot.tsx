// "Send a bot": which one takes the word, and at which block. What happens then is said before the choice.
import type { ConversationRow } from '@baton/client'
import { Bot, CornerDownRight } from 'lucide-react'
import { useMemo } from 'react'
import { useWords } from '../../app/i18n.tsx'
import { legalOn, sayDenied } from '../../app/refusal.ts'
import { useActor, useBots } from '../../app/session.tsx'
import type { Commands } from '../../app/use-commands.ts'
import { Dialog } from '../../ui/dialog.tsx'
import type { Pick } from '../../ui/pick-list.tsx'
import { PickList } from '../../ui/pick-list.tsx'
import { notify } from '../../ui/toast.tsx'

interface SendBotProps {
  readonly row: ConversationRow
  readonly commands: Commands
  readonly open: boolean
  readonly onClose: () => void
}

function useConsequence({ owner, state, contact }: ConversationRow): string {
  const { t } = useWords()
  const actor = useActor()
  if (state === 'requesting') return t('sendBot.waits', { contact: contact.name })
  if (!owner) return t('sendBot.active')
  return owner.id === actor.id ? t('sendBot.mine') : t('sendBot.held', { name: owner.name })
}

export function SendBot({ row, commands, open, onClose }: SendBotProps) {
  const { t } = useWords()
  const actor = useActor()
  const { bots, pending } = useBots(open)
  const consequence = useConsequence(row)
  const { changeBot } = legalOn(row, actor)

  const picks = useMemo<readonly Pick[]>(() => {
    const denied = sayDenied(changeBot, t)
    const send = async (botId: string, block: string | null, name: string) => {
      onClose()
      if (await commands.sendBot(botId, block)) notify({ title: t('sendBot.sent', { name }) })
    }
    return bots.flatMap(bot => [
      {
        id: bot.id,
        group: t('sendBot.bots'),
        label: bot.name,
        hint: t(bot.id === row.bot?.id ? 'sendBot.again' : 'sendBot.start'),
        icon: <Bot size={16} />,
        denied,
        onPick: () => void send(bot.id, null, bot.name),
      },
      ...[...bot.entries.slice(1)]
        .sort((a, b) => a.label.localeCompare(b.label))
        .map(({ block, label }) => ({
          id: `${bot.id}-${block}`,
          group: t('sendBot.bots'),
          label: `${bot.name} › ${label}`,
          icon: <CornerDownRight size={16} />,
          denied,
          onPick: () => void send(bot.id, block, `${bot.name} › ${label}`),
        })),
    ])
  }, [bots, changeBot, row.bot?.id, commands, onClose, t])

  return (
    <Dialog open={open} onClose={onClose} title={t('sendBot.title')} closeLabel={t('app.close')} head={false}>
      <p className="px-4 pt-3 text-13 text-ink-2">{consequence}</p>
      <PickList
        picks={picks}
        pending={pending}
        label={t('sendBot.title')}
        placeholder={t('sendBot.search')}
        nothing={t('sendBot.nothing')}
      />
    </Dialog>
  )
}
