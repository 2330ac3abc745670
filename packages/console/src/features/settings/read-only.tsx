// Settings that I may look at: whom to ask for a change.
import { Lock } from 'lucide-react'
import { useAgents, useSession } from '../../app/session.tsx'
import { useSettingsWords } from './use-settings-words.ts'

export function useMayEdit(): boolean {
  return useSession().agent.role === 'admin'
}

export function ReadOnly() {
  const { t, language } = useSettingsWords()
  const admins = useAgents().filter(agent => agent.role === 'admin')
  const names = new Intl.ListFormat(language, { type: 'disjunction' }).format(
    admins.slice(0, 3).map(admin => admin.name),
  )
  return (
    <p className="mb-4 flex items-start gap-2 rounded-m border border-line bg-sunken px-3.5 py-2.5 text-ink-2">
      <Lock size={14} className="mt-0.5 shrink-0" />
      {names === '' ? t('readOnly.text') : t('readOnly.ask', { names })}
    </p>
  )
}
