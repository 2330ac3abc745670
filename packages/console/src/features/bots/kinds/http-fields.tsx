// Settings of bots that others run: by the HTTP contract, or Rasa.
import { useId } from 'react'
import { Field } from '../../../ui/field.tsx'
import { DurationField, NumberField, TextField } from '../forms/fields.tsx'
import { FormSection } from '../forms/form-section.tsx'
import { SecretInput } from '../forms/secret-input.tsx'
import { useBotWords } from '../use-bot-words.ts'
import { isAddress } from './incomplete.ts'
import type { SettingsForm } from './settings.ts'
import { numberIn, secretIn, textIn } from './settings.ts'

interface KindFieldsProps {
  readonly form: SettingsForm
}

export function SecretField(props: {
  readonly label: string
  readonly hint?: string
  readonly form: SettingsForm
  readonly name: string
}) {
  const { label, hint, form, name } = props
  const id = useId()
  return (
    <Field label={label} htmlFor={id} hint={hint}>
      <SecretInput id={id} value={secretIn(form.settings, name)} onChange={value => form.set(name, value)} />
    </Field>
  )
}

function Address({ form, hint }: KindFieldsProps & { readonly hint: string }) {
  const { t } = useBotWords()
  const url = textIn(form.settings, 'url')
  return (
    <TextField
      label={t('http.url')}
      hint={hint}
      variables={false}
      value={url}
      error={isAddress(url) ? null : t('newBot.urlMissing')}
      onChange={value => form.set('url', value)}
    />
  )
}

export function Settling({ form }: KindFieldsProps) {
  const { t } = useBotWords()
  return (
    <DurationField
      label={t('settings.settle')}
      hint={t('settings.settleHint')}
      valueMs={numberIn(form.settings, 'settleMs') ?? 0}
      onChange={ms => form.set('settleMs', ms === 0 ? null : ms)}
    />
  )
}

export function HttpFields({ form }: KindFieldsProps) {
  const { t } = useBotWords()
  const { settings, set } = form
  return (
    <>
      <FormSection title={t('http.title')} text={t('http.text')}>
        <Address form={form} hint={t('newBot.urlHint.http')} />
        <SecretField form={form} name="secret" label={t('http.secret')} hint={t('http.secretHint')} />
      </FormSection>
      <FormSection title={t('settings.limits')}>
        <DurationField
          label={t('http.timeout')}
          hint={t('http.timeoutHint')}
          valueMs={numberIn(settings, 'timeoutMs') ?? 10_000}
          onChange={ms => set('timeoutMs', ms)}
        />
        <DurationField
          label={t('http.later')}
          hint={t('http.laterHint')}
          valueMs={numberIn(settings, 'laterMs') ?? 60_000}
          onChange={ms => set('laterMs', ms)}
        />
        <NumberField
          optional
          label={t('http.history')}
          placeholder="50"
          min={1}
          value={numberIn(settings, 'historyLimit') ?? undefined}
          onChange={limit => set('historyLimit', limit)}
        />
        <Settling form={form} />
      </FormSection>
    </>
  )
}

export function RasaFields({ form }: KindFieldsProps) {
  const { t } = useBotWords()
  return (
    <>
      <FormSection title={t('rasa.title')} text={t('rasa.text')}>
        <Address form={form} hint={t('newBot.urlHint.rasa')} />
        <SecretField form={form} name="token" label={t('rasa.token')} />
      </FormSection>
      <FormSection title={t('settings.limits')}>
        <DurationField
          label={t('http.timeout')}
          hint={t('http.timeoutHint')}
          valueMs={numberIn(form.settings, 'timeoutMs') ?? 10_000}
          onChange={ms => form.set('timeoutMs', ms)}
        />
        <Settling form={form} />
      </FormSection>
    </>
  )
}
