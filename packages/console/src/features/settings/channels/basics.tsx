// What every channel has: its name, and the bot that answers there.
import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { api } from '../../../app/link.ts'
import { Field, TextInput } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { useSettingsWords } from '../use-settings-words.ts'
import type { ChannelForm } from './use-channel-form.ts'

export function useBotNames() {
  const { data } = useQuery({ queryKey: ['bots'], queryFn: () => api.call('GET /bots') })
  return data?.items ?? []
}

export function Basics({ form }: { readonly form: ChannelForm }) {
  const { t } = useSettingsWords()
  const id = useId()
  const bots = useBotNames()
  const { draft, wrong, change } = form
  return (
    <div className="grid grid-cols-2 items-start gap-4 max-pane:grid-cols-1">
      <Field label={t('channels.name')} htmlFor={`${id}-name`} error={wrong.get('name') ?? null}>
        <TextInput
          id={`${id}-name`}
          maxLength={120}
          value={draft.name}
          aria-invalid={wrong.has('name') || undefined}
          onChange={event => change({ name: event.target.value })}
        />
      </Field>
      <Field label={t('channels.bot')} htmlFor={`${id}-bot`} error={wrong.get('botId') ?? null}>
        <Select
          id={`${id}-bot`}
          value={draft.botId ?? ''}
          options={[
            { value: '', label: t('channels.noBot') },
            ...bots.map(bot => ({ value: bot.id, label: bot.name })),
          ]}
          onChange={chosen => change({ botId: chosen === '' ? null : chosen })}
        />
      </Field>
    </div>
  )
}
