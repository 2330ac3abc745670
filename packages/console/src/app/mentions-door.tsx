// Mentions: how many wait, in the rail, the list behind it, and a word when a colleague writes one.
import { useNavigate } from '@tanstack/react-router'
import { AtSign } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { PlaceButton } from '../features/shell/rail.tsx'
import { notify } from '../ui/toast.tsx'
import { useAction } from './actions.tsx'
import { useWords } from './i18n.tsx'
import { askJump } from './jumps.ts'
import { keyMap } from './key-map.ts'
import { later } from './later.tsx'
import { useDesk, useRows } from './use-desk.tsx'
import type { Mention } from './use-mentions.ts'
import { useMentions } from './use-mentions.ts'

const Mentions = later(() => import('../features/mentions/mentions.tsx').then(module => module.Mentions))

type Place = Pick<Mention, 'conversationId' | 'seq'>

/** Opens the conversation at the note. */
function useShowMention(): (place: Place) => void {
  const navigate = useNavigate()
  const rows = useRows()
  const { mark } = useMentions()
  return ({ conversationId, seq }) => {
    mark({ conversationId, seq })
    askJump(conversationId, seq)
    const list = rows.get(conversationId)?.state ?? 'active'
    void navigate({ to: '/inbox/$conversationId', params: { conversationId }, search: { list } })
  }
}

/** A word when a colleague names me, wherever I am. */
export function MentionNews() {
  const { t } = useWords()
  const desk = useDesk()
  const { refresh } = useMentions()
  const show = useRef<(place: Place) => void>(() => {})
  show.current = useShowMention()
  useEffect(
    () =>
      desk.onMention(news => {
        refresh()
        notify({
          title: t('mention.told', { name: news.by.name }),
          text: t('mention.toldText', { contact: news.contactName }),
          action: { label: t('mention.open'), run: () => show.current(news) },
        })
      }),
    [desk, t, refresh],
  )
  return null
}

export function MentionsDoor() {
  const { t, plural } = useWords()
  const { unread } = useMentions()
  const show = useShowMention()
  const [open, setOpen] = useState(false)
  useAction('mentions', () => setOpen(true))

  return (
    <>
      <PlaceButton
        label={unread > 0 ? plural('mention.unread', unread) : t('mention.title')}
        keys={keyMap.mentions.keys}
        here={false}
        onOpen={() => setOpen(true)}
        icon={<AtSign size={18} strokeWidth={1.75} />}
      >
        {unread > 0 ? (
          <span
            aria-hidden="true"
            className="absolute top-0.5 right-0 inline-flex h-4 min-w-4 items-center justify-center rounded-full bg-person px-1 text-[11px] leading-none font-semibold text-on-person tabular-nums"
          >
            {unread > 9 ? '9+' : unread}
          </span>
        ) : null}
      </PlaceButton>
      <Mentions
        open={open}
        onClose={() => setOpen(false)}
        onOpen={mention => {
          setOpen(false)
          show(mention)
        }}
      />
    </>
  )
}
