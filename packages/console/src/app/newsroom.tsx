// Tells what is news, wherever in the console its agent is: by sound, by the browser, by a notice, and to
// screen readers. What it shows itself is only for them.
import { useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { notify } from '../ui/toast.tsx'
import { chime } from './chime.ts'
import { useWords } from './i18n.tsx'
import type { News, Watched } from './news.ts'
import { newsOf, watchedOf } from './news.ts'
import { notifySettings } from './notify-settings.ts'
import { reasonLine } from './reason-line.ts'
import { useSession, useTeams } from './session.tsx'
import type { sayPassed } from './told-by.ts'
import { useDesk } from './use-desk.tsx'

function showInBrowser(news: News, title: string, body: string, onOpen: () => void): void {
  if (!document.hidden || !notifySettings().browser || !('Notification' in window)) return
  if (Notification.permission !== 'granted') return
  try {
    // One a conversation: also where several pages are open, the newest takes the place of the one before.
    const shown = new Notification(title, { body, tag: news.row.id, silent: true })
    shown.onclick = () => {
      window.focus()
      onOpen()
      shown.close()
    }
  } catch {
    // Some phones let only service workers notify: sound and title remain.
  }
}

/** Fetched when something changes hands for the first time. */
const sayWhoPassed: typeof sayPassed = async (...given) => (await import('./told-by.ts')).sayPassed(...given)

/** What is news since the last look; nothing at the first. */
function useNews(onNews: (news: News) => void): void {
  const desk = useDesk()
  const { agent } = useSession()
  const inbox = useSyncExternalStore(desk.subscribe, () => desk.get().inbox)
  const known = useRef<Watched | null>(null)
  const tell = useRef(onNews)
  tell.current = onNews
  useEffect(() => {
    if (!inbox.loaded) return
    const before = known.current
    known.current = watchedOf(inbox.rows.values())
    if (!before) return
    const news = newsOf(before, known.current, agent.id, id => inbox.rows.get(id))
    for (const each of news) tell.current(each)
  }, [inbox, agent.id])
}

export function Newsroom() {
  const { t } = useWords()
  const { agent } = useSession()
  const teams = useTeams()
  const navigate = useNavigate()
  const { conversationId } = useParams({ strict: false })
  const [said, setSaid] = useState('')

  useNews(news => {
    const { row, kind } = news
    const { sound, waiting } = notifySettings()
    const { name } = row.contact
    const open = () =>
      void navigate({
        to: '/inbox/$conversationId',
        params: { conversationId: row.id },
        search: { list: row.state },
      })
    if (kind === 'given' || kind === 'lost') {
      void sayWhoPassed(news, agent.id, t).then(told => {
        if (!told) return
        const action = { label: t('news.open'), run: open }
        notify({ ...told, ...(kind === 'given' ? { action, stays: true } : {}) })
        if (sound) chime('mine')
        showInBrowser(news, told.title, told.text ?? '', open)
      })
      return
    }
    if (kind === 'offered') {
      const title = t('news.offered', { name })
      if (sound) chime('mine')
      setSaid(title)
      showInBrowser(news, title, reasonLine(row.request, t), open)
      return
    }
    if (kind === 'waits') {
      const myTeams = teams.filter(team => team.members.includes(agent.id)).map(team => team.id)
      if (waiting === 'mine' && row.teamId !== null && !myTeams.includes(row.teamId)) return
      const cause = row.request?.reasons.at(-1)?.cause ?? 'customer_asked'
      if (sound) chime('waits')
      setSaid(t('strip.arrived', { name, reason: t(`cause.${cause}`) }))
      showInBrowser(news, t('news.waits', { name }), reasonLine(row.request, t), open)
      return
    }
    const reading = row.id === conversationId && !document.hidden
    if (!reading && sound) chime('said')
    showInBrowser(news, t('news.said', { name }), row.lastMessage?.text.slice(0, 200) ?? '', open)
  })

  return (
    <p className="sr-only" aria-live="assertive">
      {said}
    </p>
  )
}
