// Says that somebody new waits: by sound, in the tab's title, and to screen readers.
import type { ConversationRow } from '@baton/client'
import { useEffect, useRef, useState } from 'react'
import { chime } from './chime.ts'
import { useWords } from './i18n.tsx'

/** What a live region should say now. */
export function useArrivals(waiting: readonly ConversationRow[], loaded: boolean, sound: boolean): string {
  const { t } = useWords()
  const known = useRef<ReadonlySet<string> | null>(null)
  const [said, setSaid] = useState('')
  useEffect(() => {
    if (!loaded) return
    const before = known.current
    known.current = new Set(waiting.map(row => row.id))
    const arrived = before ? waiting.filter(row => !before.has(row.id)) : []
    const newest = arrived.at(-1)
    if (!newest) return
    if (sound) chime()
    const cause = newest.request?.reasons.at(-1)?.cause ?? 'customer_asked'
    setSaid(t('strip.arrived', { name: newest.contact.name, reason: t(`cause.${cause}`) }))
  }, [waiting, loaded, sound, t])
  return said
}

/** `(2) Inbox · Baton` while two wait. */
export function useTitle(count: number, place: string): void {
  const { t } = useWords()
  useEffect(() => {
    const title = place === '' ? t('app.name') : `${place} · ${t('app.name')}`
    document.title = count > 0 ? t('app.titleWaiting', { count, title }) : title
  }, [count, place, t])
}
