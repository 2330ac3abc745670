// Which AI agent's model writes briefs for whoever takes over.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../../../app/link.ts'
import { sayFailure } from '../../../app/refusal.ts'
import { Field } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { notify } from '../../../ui/toast.tsx'
import { useSettingsWords } from '../use-settings-words.ts'

const nobody = ''

export function BriefChoice({ fixed }: { readonly fixed: boolean }) {
  const { t } = useSettingsWords()
  const queries = useQueryClient()
  const chosen = useQuery({ queryKey: ['briefs'], queryFn: () => api.call('GET /briefs') })
  const bots = useQuery({ queryKey: ['bots', 'to-brief'], queryFn: () => api.call('GET /bots') })
  const agents = (bots.data?.items ?? []).filter(({ kind }) => kind === 'ai')

  async function choose(id: string) {
    try {
      await api.call('PUT /briefs', { body: { botId: id === nobody ? null : id } })
      await queries.invalidateQueries({ queryKey: ['briefs'] })
      void queries.invalidateQueries({ queryKey: ['me'] })
      notify({ title: t('set.saved') })
    } catch (fault) {
      notify(sayFailure(fault, t))
    }
  }
  return (
    <div className="max-w-80">
      <Field label={t('complete.briefs')} htmlFor="complete-briefs" hint={t('complete.briefsHint')}>
        <Select
          id="complete-briefs"
          disabled={fixed || chosen.isPending || bots.isPending}
          value={chosen.data?.botId ?? nobody}
          onChange={id => void choose(id)}
          options={[
            { value: nobody, label: t('complete.briefsByRules') },
            ...agents.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      </Field>
    </div>
  )
}
