// What an AI agent may do: each tool is a signed call to an address of the builder's.
import { useId, useState } from 'react'
import { Field, TextArea } from '../../../ui/field.tsx'
import { SwitchRow } from '../../../ui/switch-row.tsx'
import { Rows, TextField } from '../forms/fields.tsx'
import { SecretInput } from '../forms/secret-input.tsx'
import { useBotWords } from '../use-bot-words.ts'
import { isToolName } from './incomplete.ts'
import type { SettingsForm } from './settings.ts'
import { isLoose, listIn, secretIn, textIn, withField } from './settings.ts'

type Tool = Readonly<Record<string, unknown>>

function parametersIn(text: string): Tool | null {
  try {
    const json: unknown = JSON.parse(text)
    return isLoose(json) ? json : null
  } catch {
    return null
  }
}

function Parameters({ tool, onChange }: { readonly tool: Tool; readonly onChange: (value: Tool) => void }) {
  const { t } = useBotWords()
  const id = useId()
  const [typed, setTyped] = useState<string | null>(null)
  const wrong = typed !== null && parametersIn(typed) === null
  return (
    <Field
      label={t('tool.parameters')}
      htmlFor={id}
      hint={t('tool.parametersHint')}
      error={wrong ? t('form.noJson') : null}
    >
      <TextArea
        id={id}
        spellCheck={false}
        className="font-mono"
        value={typed ?? JSON.stringify(tool.parameters ?? {}, null, 2)}
        aria-invalid={wrong || undefined}
        onChange={event => {
          setTyped(event.target.value)
          const parameters = parametersIn(event.target.value)
          if (parameters) onChange(parameters)
        }}
        onBlur={() => (wrong ? undefined : setTyped(null))}
      />
    </Field>
  )
}

const firstTool: Tool = {
  name: 'find_order',
  description: '',
  parameters: { type: 'object', properties: {}, required: [] },
  url: '',
  sideEffect: true,
}

export function ToolFields({ form }: { readonly form: SettingsForm }) {
  const { t } = useBotWords()
  const id = useId()
  const tools = listIn(form.settings, 'tools').filter(isLoose)
  const put = (next: readonly Tool[]) => form.set('tools', next)
  return (
    <Rows
      label={t('tool.list')}
      items={tools}
      addLabel={t('tool.add')}
      removeLabel="form.removeNth"
      onAdd={() => put([...tools, firstTool])}
      onRemove={at => put(tools.filter((_, index) => index !== at))}
    >
      {(tool, at) => {
        const set = (key: string, value: unknown) =>
          put(tools.map((each, index) => (index === at ? withField(each, key, value) : each)))
        const missing = (key: string) => (textIn(tool, key).trim() === '' ? t('form.missing') : null)
        return (
          <>
            <TextField
              label={t('tool.name')}
              variables={false}
              value={textIn(tool, 'name')}
              error={isToolName(textIn(tool, 'name')) ? null : t('tool.nameWrong')}
              onChange={name => set('name', name)}
            />
            <TextField
              multiline
              label={t('tool.description')}
              hint={t('tool.descriptionHint')}
              variables={false}
              value={textIn(tool, 'description')}
              error={missing('description')}
              onChange={text => set('description', text)}
            />
            <TextField
              label={t('http.url')}
              variables={false}
              value={textIn(tool, 'url')}
              error={missing('url')}
              onChange={url => set('url', url)}
            />
            <Field label={t('http.secret')} htmlFor={`${id}-${at}`} required={t('form.optional')}>
              <SecretInput
                id={`${id}-${at}`}
                value={secretIn(tool, 'secret')}
                onChange={secret => set('secret', secret)}
              />
            </Field>
            <Parameters tool={tool} onChange={parameters => set('parameters', parameters)} />
            <SwitchRow
              label={t('form.sideEffect')}
              hint={t('form.sideEffectHint')}
              on={tool.sideEffect !== false}
              onChange={on => set('sideEffect', on)}
            />
          </>
        )
      }}
    </Rows>
  )
}
