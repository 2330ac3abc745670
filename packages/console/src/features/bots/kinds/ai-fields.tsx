// Settings of an AI agent: its model, what it is told, when it asks for a person, what it may do and read, its limits.
import { SwitchRow } from '../../../ui/switch-row.tsx'
import { DurationField, NumberField, Rows, TextField } from '../forms/fields.tsx'
import { FormSection } from '../forms/form-section.tsx'
import { useBotWords } from '../use-bot-words.ts'
import { SecretField, Settling } from './http-fields.tsx'
import { isAddress } from './incomplete.ts'
import { Knowledge } from './knowledge.tsx'
import type { SettingsForm } from './settings.ts'
import { looseIn, numberIn, textIn, textsIn, withField } from './settings.ts'
import { ToolFields } from './tool-fields.tsx'

interface AiFieldsProps {
  readonly form: SettingsForm
}

/** A group of settings as a form of its own. */
function within({ botId, settings, set }: SettingsForm, key: string): SettingsForm {
  const group = looseIn(settings, key)
  return { botId, settings: group, set: (name, value) => set(key, withField(group, name, value)) }
}

function Model({ form }: AiFieldsProps) {
  const { t } = useBotWords()
  const model = within(form, 'model')
  const url = textIn(model.settings, 'baseUrl')
  const name = textIn(model.settings, 'name')
  return (
    <FormSection title={t('ai.modelTitle')} text={t('newBot.urlHint.ai')}>
      <div className="grid grid-cols-2 gap-4 max-pane:grid-cols-1">
        <TextField
          label={t('ai.baseUrl')}
          variables={false}
          value={url}
          error={isAddress(url) ? null : t('newBot.urlMissing')}
          onChange={value => model.set('baseUrl', value)}
        />
        <TextField
          label={t('ai.model')}
          variables={false}
          value={name}
          error={name === '' ? t('newBot.modelMissing') : null}
          onChange={value => model.set('name', value)}
        />
        <SecretField form={model} name="apiKey" label={t('ai.apiKey')} />
        <NumberField
          optional
          label={t('ai.temperature')}
          hint={t('ai.temperatureHint')}
          min={0}
          value={numberIn(model.settings, 'temperature') ?? undefined}
          onChange={value => model.set('temperature', value)}
        />
        <TextField
          optional
          label={t('ai.embedding')}
          hint={t('ai.embeddingHint')}
          variables={false}
          value={textIn(model.settings, 'embeddingName')}
          onChange={value => model.set('embeddingName', value === '' ? undefined : value)}
        />
      </div>
    </FormSection>
  )
}

function HandOff({ form }: AiFieldsProps) {
  const { t } = useBotWords()
  const { settings, set } = form
  const prompts = textsIn(settings, 'handoffPrompts')
  const put = (next: readonly string[]) => set('handoffPrompts', next)
  return (
    <FormSection title={t('ai.handOff')} text={t('ai.handOffText')}>
      <Rows
        label={t('ai.handOffWhen')}
        items={prompts}
        addLabel={t('ai.addHandOff')}
        removeLabel="form.removeNth"
        onAdd={() => put([...prompts, t('ai.handOffSample')])}
        onRemove={at => put(prompts.filter((_, index) => index !== at))}
      >
        {(prompt, at) => (
          <TextField
            multiline
            variables={false}
            label={t('ai.handOffNth', { n: at + 1 })}
            value={prompt}
            error={prompt.trim() === '' ? t('form.missing') : null}
            onChange={text => put(prompts.map((each, index) => (index === at ? text : each)))}
          />
        )}
      </Rows>
      <SwitchRow
        label={t('ai.mayAskTeam')}
        hint={t('ai.mayAskTeamHint')}
        on={settings.mayAskTeam === true}
        onChange={on => set('mayAskTeam', on)}
      />
    </FormSection>
  )
}

function Limits({ form }: AiFieldsProps) {
  const { t } = useBotWords()
  const limits = within(form, 'limits')
  const number = (
    key: 'turns' | 'outputTokens' | 'tokens' | 'cost' | 'inputPricePerMillion' | 'outputPricePerMillion',
    usual = '',
  ) => (
    <NumberField
      optional
      label={t(`ai.limit.${key}`)}
      placeholder={usual}
      min={0}
      value={numberIn(limits.settings, key) ?? undefined}
      onChange={value => limits.set(key, value)}
    />
  )
  return (
    <FormSection title={t('settings.limits')} text={t('ai.limitsText')}>
      <div className="grid grid-cols-2 gap-4 max-pane:grid-cols-1">
        {number('turns', '30')}
        {number('outputTokens', '800')}
        {number('tokens', '200000')}
        {number('cost')}
        {number('inputPricePerMillion')}
        {number('outputPricePerMillion')}
        <DurationField
          label={t('form.timeout')}
          valueMs={numberIn(form.settings, 'timeoutMs') ?? 45_000}
          onChange={ms => form.set('timeoutMs', ms)}
        />
        <Settling form={form} />
      </div>
      <TextField
        multiline
        variables={false}
        label={t('ai.fallback')}
        hint={t('ai.fallbackHint')}
        value={textIn(form.settings, 'fallbackText')}
        onChange={text => form.set('fallbackText', text)}
      />
    </FormSection>
  )
}

export function AiFields({ form }: AiFieldsProps) {
  const { t } = useBotWords()
  const { settings, set } = form
  const prompt = textIn(settings, 'prompt')
  return (
    <>
      <FormSection title={t('ai.does')} text={t('ai.doesText')}>
        <TextField
          multiline
          variables={false}
          label={t('ai.prompt')}
          value={prompt}
          error={prompt.trim() === '' ? t('form.missing') : null}
          onChange={text => set('prompt', text)}
        />
      </FormSection>
      <Model form={form} />
      <HandOff form={form} />
      <Knowledge botId={form.botId} on={settings.knowledge === true} onChange={on => set('knowledge', on)} />
      <FormSection title={t('tool.title')} text={t('tool.text')}>
        <ToolFields form={form} />
      </FormSection>
      <Limits form={form} />
    </>
  )
}
