// Who should hold it: a colleague, a team's queue, the queue it came from, or the bot again. By typing.
import type { ConversationRow } from '@baton/client'
import { Bot, Hand, Inbox, Undo2, Users } from 'lucide-react'
import { useMemo } from 'react'
import { useWords } from '../../app/i18n.tsx'
import { keyMap } from '../../app/key-map.ts'
import { legalOn, sayDenied } from '../../app/refusal.ts'
import { useActor, useAgents, useTeams } from '../../app/session.tsx'
import type { Commands } from '../../app/use-commands.ts'
import { useOnline } from '../../app/use-desk.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import type { Pick } from '../../ui/pick-list.tsx'
import { PickList } from '../../ui/pick-list.tsx'
import { notify } from '../../ui/toast.tsx'

interface ChangeOwnerProps {
  readonly row: ConversationRow
  readonly commands: Commands
  readonly open: boolean
  readonly onClose: () => void
  readonly onSendBot: () => void
}

function useBack({ row, commands, onClose }: ChangeOwnerProps): readonly Pick[] {
  const { t } = useWords()
  const actor = useActor()
  const may = legalOn(row, actor)
  const ask: Pick = {
    id: 'request',
    group: t('owner.queue'),
    label: t('owner.request'),
    hint: t('owner.requestHint'),
    icon: <Hand size={16} />,
    denied: sayDenied(may.request, t),
    onPick: async () => {
      onClose()
      if (await commands.request()) notify({ title: t('owner.requested') })
    },
  }
  const again = { label: t('app.undo'), run: () => void commands.intervene(false) }
  if (row.state === 'active') return [ask]
  if (row.state === 'requesting') return []
  return [
    {
      id: 'return',
      group: t('owner.actions'),
      label: t('owner.return'),
      hint: t('owner.returnHint'),
      icon: <Inbox size={16} />,
      denied: sayDenied(may.returnToQueue, t),
      onPick: async () => {
        onClose()
        if (await commands.returnToQueue()) notify({ title: t('owner.returned'), action: again })
      },
    },
    {
      id: 'cancel',
      group: t('owner.actions'),
      label: t('owner.cancel'),
      hint: t('owner.cancelHint'),
      icon: <Undo2 size={16} />,
      denied: sayDenied(may.cancelTakeover, t),
      onPick: async () => {
        onClose()
        if (await commands.cancelTakeover()) notify({ title: t('owner.cancelled'), action: again })
      },
    },
  ]
}

export function ChangeOwner(props: ChangeOwnerProps) {
  const { row, commands, open, onClose, onSendBot } = props
  const { t } = useWords()
  const actor = useActor()
  const agents = useAgents()
  const teams = useTeams()
  const online = useOnline()
  const back = useBack(props)
  const may = legalOn(row, actor)

  const picks = useMemo<readonly Pick[]>(() => {
    const denied = sayDenied(may.assign, t)
    const people = [...agents].sort(
      (a, b) => Number(online.has(b.id)) - Number(online.has(a.id)) || a.name.localeCompare(b.name),
    )
    return [
      ...people.map(agent => ({
        id: agent.id,
        group: t('owner.agents'),
        label: agent.id === actor.id ? t('owner.me', { name: agent.name }) : agent.name,
        words: agent.email,
        hint: agent.id === row.owner?.id ? t('owner.holds') : undefined,
        icon: (
          <Avatar
            name={agent.name}
            face="agent"
            size={24}
            online={online.has(agent.id)}
            ring={agent.id === row.owner?.id ? 'person' : null}
          />
        ),
        denied: agent.id === row.owner?.id ? t('owner.holds') : denied,
        onPick: async () => {
          onClose()
          if (await commands.assignAgent(agent.id))
            notify({ title: t('owner.assigned', { name: agent.name }) })
        },
      })),
      ...teams.map(team => ({
        id: team.id,
        group: t('owner.teams'),
        label: team.name,
        hint: t('owner.teamQueue'),
        icon: <Users size={16} />,
        denied,
        onPick: async () => {
          onClose()
          if (await commands.assignTeam(team.id))
            notify({ title: t('owner.teamAssigned', { name: team.name }) })
        },
      })),
    ]
  }, [agents, teams, online, actor.id, row.owner?.id, may.assign, commands, onClose, t])

  const bot: Pick = {
    id: 'bot',
    group: t('owner.bots'),
    label: t('sendBot.title'),
    hint: t('owner.botHint'),
    icon: <Bot size={16} />,
    keys: keyMap.bot.keys,
    denied: sayDenied(may.changeBot, t),
    onPick: onSendBot,
  }

  return (
    <Dialog open={open} onClose={onClose} title={t('owner.title')} closeLabel={t('app.close')} head={false}>
      <PickList
        picks={[...picks, ...back, bot]}
        label={t('owner.title')}
        placeholder={t('owner.search')}
        nothing={t('owner.nothing')}
      />
    </Dialog>
  )
}
