// Everything by typing: what can be done here, conversations, and the console's own settings.
import { useQuery } from '@tanstack/react-query'
import {
  ArrowRightLeft,
  AtSign,
  Bot,
  Check,
  CircleHelp,
  Compass,
  Hand,
  Inbox,
  Keyboard,
  LogOut,
  MessageSquare,
  PanelRight,
  StickyNote,
  Tag,
  Zap,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useDeferredValue, useState } from 'react'
import { useActions } from '../../app/actions.tsx'
import { ringOf } from '../../app/holder.ts'
import { useWords } from '../../app/i18n.tsx'
import type { ActionId } from '../../app/key-map.ts'
import { keyMap } from '../../app/key-map.ts'
import { api } from '../../app/link.ts'
import { useSession } from '../../app/session.tsx'
import { useDesk, useRows } from '../../app/use-desk.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import type { Pick } from '../../ui/pick-list.tsx'
import { PickList } from '../../ui/pick-list.tsx'

interface PaletteProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly onOpen: (id: string) => void
}

const here: readonly (readonly [ActionId, ReactNode])[] = [
  ['intervene', <Hand key="i" size={16} />],
  ['reply', <MessageSquare key="r" size={16} />],
  ['note', <StickyNote key="n" size={16} />],
  ['guide', <Compass key="g" size={16} />],
  ['answer', <CircleHelp key="q" size={16} />],
  ['canned', <Zap key="c" size={16} />],
  ['owner', <ArrowRightLeft key="a" size={16} />],
  ['bot', <Bot key="b" size={16} />],
  ['resolve', <Check key="e" size={16} />],
  ['tags', <Tag key="t" size={16} />],
  ['details', <PanelRight key="d" size={16} />],
]

function useFound(query: string) {
  const desk = useDesk()
  const rows = useRows()
  const words = useDeferredValue(query.trim())
  const found = useQuery({
    queryKey: ['conversations', 'palette', words],
    enabled: words.length > 1,
    staleTime: 10_000,
    queryFn: async ({ signal }) => {
      const page = await api.call('GET /conversations', { query: { q: words, limit: 12 } }, { signal })
      desk.learn(page.items)
      return page.items.map(row => row.id)
    },
  })
  const near = [...rows.values()].filter(row => row.state !== 'active')
  const ids = new Set([...(words.length > 1 ? (found.data ?? []) : []), ...near.map(row => row.id)])
  return { found: [...ids].flatMap(id => rows.get(id) ?? []), pending: found.isLoading }
}

export function Palette({ open, onClose, onOpen }: PaletteProps) {
  const { t } = useWords()
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('palette.title')}
      closeLabel={t('app.close')}
      head={false}
      width="wide"
    >
      <Picks onClose={onClose} onOpen={onOpen} />
    </Dialog>
  )
}

function Picks({ onClose, onOpen }: Omit<PaletteProps, 'open'>) {
  const { t } = useWords()
  const actions = useActions()
  const { agent, signOut } = useSession()
  const [query, setQuery] = useState('')
  const { found, pending } = useFound(query)
  // The dialog gives the focus back first; then the action may take it.
  const after = (run: () => void) => () => {
    onClose()
    setTimeout(run, 60)
  }
  const offered = (id: ActionId, icon: ReactNode, group: string): readonly Pick[] => {
    const offer = actions.look(id)
    if (!offer) return []
    const { label, keys } = keyMap[id]
    return [{ id, group, label: t(label), icon, keys, denied: offer.denied, onPick: after(offer.run) }]
  }
  const picks: readonly Pick[] = [
    ...here.flatMap(([id, icon]) => offered(id, icon, t('palette.actions'))),
    ...offered('nextWaiting', <Inbox size={16} />, t('palette.go')),
    ...offered('mentions', <AtSign size={16} />, t('palette.go')),
    ...found.map(row => ({
      id: row.id,
      group: t('palette.conversations'),
      label: row.contact.name,
      words: `${row.contact.email ?? ''} ${row.lastMessage?.text ?? ''}`,
      hint: row.lastMessage?.text.slice(0, 80) ?? '',
      icon: <Avatar name={row.contact.name} size={24} ring={ringOf(row, agent.id)} />,
      onPick: after(() => onOpen(row.id)),
    })),
    ...offered('shortcuts', <Keyboard size={16} />, t('palette.settings')),
    {
      id: 'sign-out',
      group: t('palette.settings'),
      label: t('rail.signOut'),
      icon: <LogOut size={16} />,
      onPick: after(signOut),
    },
  ]
  return (
    <PickList
      picks={picks}
      pending={pending}
      label={t('palette.title')}
      placeholder={t('palette.place')}
      nothing={t('palette.nothing')}
      onQuery={setQuery}
    />
  )
}
