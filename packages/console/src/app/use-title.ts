// `(2) Inbox · Baton` while two wait, unless this browser's agent does not want it.
import { useEffect } from 'react'
import { useWords } from './i18n.tsx'
import { useNotifySettings } from './notify-settings.ts'

export function useTitle(waiting: number, place: string): void {
  const { t } = useWords()
  const { title: wanted } = useNotifySettings()
  const count = wanted ? waiting : 0
  useEffect(() => {
    const title = place === '' ? t('app.name') : `${place} · ${t('app.name')}`
    document.title = count > 0 ? t('app.titleWaiting', { count, title }) : title
  }, [count, place, t])
}
