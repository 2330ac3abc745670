// Who should hold it: a colleague, a team's queue, the queue it came from, or the bot again. By typing.
import type { ConversationRow } from '@baton/client'
import { Bot, Hand, Inbox, Undo2, UsersRound } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { AgentFace } from '../../app/agent-face.tsx'
import { useWords } from '../../app/i18n.tsx'
import { keyMap } from '../../app/key-map.ts'
import { legalOn, sayDenied } from '../../app/refusal.ts'
import { useActor, useAgents, useTeams } from '../../app/session.tsx'
import type { Commands } from '../../app/use-commands.ts'
import { usePresence } from '../../app/use-desk.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import type { Pick } from '../../ui/pick-list.tsx'
import { PickList } from '../../ui/pick-list.tsx'
import { notify } from '../../ui/toast.tsx'
import { Confirm } from './confirm.tsx'
import type { Candidate } from './owner-order.ts'
import { candidates, doubtOf } from './owner-order.ts'

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

interface Doubt {
  readonly candidate: Candidate
  readonly why: 'offline' | 'away' | 'full'
}

/** Colleagues, with what speaks for and against each. */
function usePeople(props: ChangeOwnerProps, onDoubt: (doubt: Doubt) => void): readonly Pick[] {
  const { row, commands, onClose } = props
  const { t } = useWords()
  const actor = useActor()
  const agents = useAgents()
  const here = usePresence()
  const may = legalOn(row, actor)
  const denied = sayDenied(may.assign, t)
  const ownerId = row.owner?.id

  return useMemo(() => {
    const load = ({ agent, held }: Candidate) =>
      agent.capacity > 0
        ? t('owner.load', { held, capacity: agent.capacity })
        : t('owner.loadHeld', { count: held, held })
    return candidates(agents, here).map(candidate => {
      const { agent, presence } = candidate
      const me = agent.id === actor.id
      const holds = agent.id === ownerId
      const facts = [
        presence === 'online' ? null : t(`presence.${presence}`),
        load(candidate),
        agent.languages.join(', '),
      ]
      return {
        id: agent.id,
        group: t('owner.agents'),
        label: me ? t('owner.me', { name: agent.name }) : agent.name,
        words: `${agent.email} ${agent.skills.join(' ')}`,
        hint: facts.filter(Boolean).join(' · '),
        icon: <AgentFace agent={agent} ring={holds ? 'person' : null} />,
        denied: holds ? t('owner.holds') : denied,
        onPick: async () => {
          onClose()
          const why = me ? null : doubtOf(candidate)
          if (why) return onDoubt({ candidate, why })
          if (await commands.assignAgent(agent.id))
            notify({ title: t('owner.assigned', { name: agent.name }) })
        },
      }
    })
  }, [agents, here, actor.id, ownerId, denied, commands, onClose, onDoubt, t])
}

/** Teams, with how many of each are there. */
function useQueues({ row, commands, onClose }: ChangeOwnerProps): readonly Pick[] {
  const { t, plural } = useWords()
  const actor = useActor()
  const teams = useTeams()
  const here = usePresence()
  const denied = sayDenied(legalOn(row, actor).assign, t)
  return teams.map(team => {
    const online = team.members.filter(id => here.get(id)?.presence === 'online').length
    const already = row.state === 'requesting' && row.teamId === team.id
    return {
      id: team.id,
      group: t('owner.teams'),
      label: team.name,
      hint: online > 0 ? plural('owner.online', online) : t('owner.nobodyOnline'),
      icon: <UsersRound size={16} />,
      denied: already ? t('owner.inTeam') : denied,
      onPick: async () => {
        onClose()
        if (await commands.assignTeam(team.id))
          notify({ title: t('owner.teamAssigned', { name: team.name }) })
      },
    }
  })
}

interface DoubtsProps extends ChangeOwnerProps {
  readonly doubt: Doubt | null
  readonly onOver: () => void
}

/** The customer would wait for somebody who is not there, or has no time: asked before. */
function Doubts({ row, commands, doubt, onOver }: DoubtsProps) {
  const { t } = useWords()
  const last = useRef(doubt)
  if (doubt) last.current = doubt
  const shown = last.current
  if (!shown) return null
  const { agent, held } = shown.candidate
  const vars = { name: agent.name, contact: row.contact.name, held, capacity: agent.capacity }
  return (
    <Confirm
      open={doubt !== null}
      title={t(`owner.${shown.why}Title`, vars)}
      text={t(shown.why === 'full' ? 'owner.fullText' : 'owner.offlineText', vars)}
      confirm={t('owner.giveAnyway')}
      onClose={onOver}
      onConfirm={async () => {
        if (await commands.assignAgent(agent.id)) notify({ title: t('owner.assigned', vars) })
      }}
    />
  )
}

export function ChangeOwner(props: ChangeOwnerProps) {
  const { row, open, onClose, onSendBot } = props
  const { t } = useWords()
  const actor = useActor()
  const [doubt, setDoubt] = useState<Doubt | null>(null)
  const people = usePeople(props, setDoubt)
  const queues = useQueues(props)
  const back = useBack(props)
  const may = legalOn(row, actor)

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
    <>
      <Dialog open={open} onClose={onClose} title={t('owner.title')} closeLabel={t('app.close')} head={false}>
        <PickList
          picks={[...people, ...queues, ...back, bot]}
          label={t('owner.title')}
          placeholder={t('owner.search')}
          nothing={t('owner.nothing')}
        />
      </Dialog>
      <Doubts {...props} doubt={doubt} onOver={() => setDoubt(null)} />
    </>
  )
}
