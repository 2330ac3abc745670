// Forms of the blocks that ask another system or a model.
import type { Json } from '@baton/core'
import { useId, useState } from 'react'
import { Field, TextArea } from '../../../ui/field.tsx'
import { SwitchRow } from '../../../ui/switch-row.tsx'
import type { Secret } from '../kinds/settings.ts'
import { useBots } from '../list/use-bots.ts'
import { useBotWords } from '../use-bot-words.ts'
import { ChoiceField, DurationField, Rows, TextField } from './fields.tsx'
import { SecretInput } from './secret-input.tsx'
import type { BlockForm } from './use-block-form.ts'
import { withItem } from './use-block-form.ts'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** Stays as typed while it is no JSON; only JSON reaches the block. */
function JsonField(props: {
  readonly label: string
  readonly error: string | null
  readonly value: Json | undefined
  readonly onChange: (value: Json | undefined) => void
}) {
  const { label, error, value, onChange } = props
  const { t } = useBotWords()
  const id = useId()
  const [typed, setTyped] = useState<string | null>(null)
  const shown = typed ?? (value === undefined ? '' : JSON.stringify(value, null, 2))
  const wrong = typed !== null && typed.trim() !== '' && parsed(typed) === undefined
  return (
    <Field label={label} htmlFor={id} error={wrong ? t('form.noJson') : error} hint={t('form.bodyHint')}>
      <TextArea
        id={id}
        spellCheck={false}
        className="font-mono"
        value={shown}
        aria-invalid={wrong || error ? true : undefined}
        onChange={event => {
          setTyped(event.target.value)
          const json = event.target.value.trim() === '' ? null : parsed(event.target.value)
          if (json !== undefined) onChange(json === null ? undefined : json.value)
        }}
        onBlur={() => (wrong ? undefined : setTyped(null))}
      />
    </Field>
  )
}

function parsed(text: string): { readonly value: Json } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

type Request = BlockForm<'request'>

function Headers({ form }: { readonly form: Request }) {
  const { t } = useBotWords()
  const id = useId()
  const { headers } = form.block
  const put = (at: number, header: Request['block']['headers'][number], field?: string) =>
    form.change({ headers: withItem(headers, at, header) }, field)
  return (
    <Rows
      label={t('form.headers')}
      items={headers}
      error={form.fault('headers')}
      addLabel={t('form.addHeader')}
      removeLabel="form.removeNth"
      onAdd={() => form.change({ headers: [...headers, { name: '', value: '' }] })}
      onRemove={at => form.change({ headers: withItem(headers, at, null) })}
    >
      {(header, at) => (
        <>
          <TextField
            bare
            label={t('form.headerName')}
            placeholder={t('form.headerName')}
            variables={false}
            value={header.name}
            error={form.fault(`headers[${at}].name`)}
            onChange={name => put(at, { ...header, name }, `h${at}`)}
          />
          {header.secret === undefined ? (
            <TextField
              bare
              label={t('form.value')}
              placeholder={t('form.value')}
              value={header.value ?? ''}
              error={form.fault(`headers[${at}].value`)}
              onChange={value => put(at, { ...header, value }, `hv${at}`)}
            />
          ) : (
            <Field label={t('form.secretValue')} htmlFor={`${id}-${at}`}>
              <SecretInput
                id={`${id}-${at}`}
                value={header.secret as Secret}
                onChange={secret => put(at, { name: header.name, secret: secret as string }, `hs${at}`)}
              />
            </Field>
          )}
          <SwitchRow
            label={t('form.isSecret')}
            on={header.secret !== undefined}
            onChange={on =>
              put(at, on ? { name: header.name, secret: '' } : { name: header.name, value: '' })
            }
          />
        </>
      )}
    </Rows>
  )
}

function Saves({ form }: { readonly form: Request }) {
  const { t } = useBotWords()
  const { save } = form.block
  return (
    <Rows
      label={t('form.saves')}
      items={save}
      error={form.fault('save')}
      addLabel={t('form.addSave')}
      removeLabel="form.removeNth"
      onAdd={() => form.change({ save: [...save, { variable: '', path: '' }] })}
      onRemove={at => form.change({ save: withItem(save, at, null) })}
    >
      {(each, at) => (
        <>
          <TextField
            bare
            label={t('form.path')}
            variables={false}
            placeholder="order.items[0].name"
            value={each.path}
            error={form.fault(`save[${at}].path`)}
            onChange={path => form.change({ save: withItem(save, at, { ...each, path }) }, `p${at}`)}
          />
          <TextField
            bare
            label={t('form.keepIn')}
            placeholder={t('form.keepIn')}
            variables={false}
            value={each.variable}
            error={form.fault(`save[${at}].variable`)}
            onChange={variable => form.change({ save: withItem(save, at, { ...each, variable }) }, `q${at}`)}
          />
        </>
      )}
    </Rows>
  )
}

export function RequestForm({ form }: { readonly form: Request }) {
  const { t } = useBotWords()
  const { block, change, fault } = form
  return (
    <>
      <ChoiceField
        label={t('form.method')}
        value={block.method}
        onChange={method => change(method === 'GET' ? { method, body: undefined } : { method })}
        options={methods.map(value => ({ value, label: value }))}
      />
      <TextField
        label={t('http.url')}
        placeholder="https://shop.example/orders/{{order}}"
        value={block.url}
        error={fault('url')}
        onChange={url => change({ url }, 'url')}
      />
      <Headers form={form} />
      {block.method === 'GET' ? null : (
        <JsonField
          label={t('form.body')}
          value={block.body}
          error={fault('body')}
          onChange={body => change({ body }, 'body')}
        />
      )}
      <Saves form={form} />
      <SwitchRow
        label={t('form.sideEffect')}
        hint={t('form.sideEffectHint')}
        on={block.sideEffect ?? block.method !== 'GET'}
        onChange={sideEffect => change({ sideEffect })}
      />
      <DurationField
        label={t('form.timeout')}
        valueMs={block.timeoutMs ?? 10_000}
        error={fault('timeoutMs')}
        onChange={timeoutMs => change({ timeoutMs }, 'timeoutMs')}
      />
    </>
  )
}

function ModelFields({ form }: { readonly form: BlockForm<'ai'> }) {
  const { t } = useBotWords()
  const id = useId()
  const { block, change, fault } = form
  const model = block.model ?? { baseUrl: '', name: '' }
  const put = (some: Partial<typeof model>, field: string) => change({ model: { ...model, ...some } }, field)
  return (
    <>
      <TextField
        label={t('ai.baseUrl')}
        variables={false}
        value={model.baseUrl}
        error={fault('model.baseUrl')}
        onChange={baseUrl => put({ baseUrl }, 'baseUrl')}
      />
      <TextField
        label={t('ai.model')}
        variables={false}
        value={model.name}
        error={fault('model.name')}
        onChange={name => put({ name }, 'modelName')}
      />
      <Field label={t('ai.apiKey')} htmlFor={`${id}-key`} required={t('form.optional')}>
        <SecretInput
          id={`${id}-key`}
          value={(model.apiKey ?? '') as Secret}
          onChange={apiKey => put({ apiKey: apiKey as string }, 'apiKey')}
        />
      </Field>
    </>
  )
}

const ownModel = '·'

export function AiForm({ form }: { readonly form: BlockForm<'ai'> }) {
  const { t } = useBotWords()
  const { data: bots = [] } = useBots()
  const { block, change, fault } = form
  const agents = bots.filter(bot => bot.kind === 'ai')
  const engine = block.model ? ownModel : (block.bot ?? '')
  const known = engine === '' || engine === ownModel || agents.some(bot => bot.id === engine)
  return (
    <>
      <TextField
        multiline
        label={t('ai.prompt')}
        hint={t('form.aiPromptHint')}
        value={block.prompt}
        error={fault('prompt')}
        onChange={prompt => change({ prompt }, 'prompt')}
      />
      <ChoiceField
        label={t('form.engine')}
        value={engine}
        error={fault('bot')}
        onChange={chosen =>
          change(
            chosen === ownModel
              ? { model: { baseUrl: '', name: '' }, bot: undefined }
              : { bot: chosen, model: undefined },
          )
        }
        options={[
          ...(engine === '' ? [{ value: '', label: t('form.chooseEngine') }] : []),
          ...(known ? [] : [{ value: engine, label: t('form.otherAgent') }]),
          ...agents.map(({ id, name }) => ({ value: id, label: name })),
          { value: ownModel, label: t('form.ownModel') },
        ]}
      />
      {block.model ? <ModelFields form={form} /> : null}
      <TextField
        optional
        label={t('form.keepIn')}
        hint={t('form.aiKeepHint')}
        variables={false}
        value={block.variable ?? ''}
        error={fault('variable')}
        onChange={variable => change({ variable }, 'variable')}
      />
      <SwitchRow
        label={t('form.mayHandOff')}
        on={block.handoff ?? false}
        onChange={on => change({ handoff: on || undefined })}
      />
      <DurationField
        label={t('form.timeout')}
        valueMs={block.timeoutMs ?? 30_000}
        error={fault('timeoutMs')}
        onChange={timeoutMs => change({ timeoutMs }, 'timeoutMs')}
      />
    </>
  )
}
