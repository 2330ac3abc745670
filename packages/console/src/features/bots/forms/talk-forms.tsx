// Forms of the blocks that speak with the customer.
import type { Check, FlowPart } from '@baton/core'
import { SwitchRow } from '../../../ui/switch-row.tsx'
import { useBotWords } from '../use-bot-words.ts'
import { CheckFields } from './check-fields.tsx'
import { NumberField, Rows, TextField, WordsField } from './fields.tsx'
import type { BlockForm } from './use-block-form.ts'
import { withItem } from './use-block-form.ts'

function PartFields({
  part,
  at,
  form,
}: {
  readonly part: FlowPart
  readonly at: number
  readonly form: BlockForm<'message'>
}) {
  const { t } = useBotWords()
  const { block, change, fault } = form
  const set = (changed: FlowPart) => change({ parts: withItem(block.parts, at, changed) }, `parts.${at}`)
  const here = (field: string) => fault(`parts[${at}].${field}`)
  if (part.kind === 'text')
    return (
      <TextField
        multiline
        label={t('form.text')}
        value={part.text}
        error={here('text') ?? fault('text')}
        onChange={text => set({ ...part, text })}
      />
    )
  if (part.kind === 'media')
    return (
      <TextField
        optional
        label={t('part.media', { name: part.name })}
        value={part.caption ?? ''}
        error={here('caption')}
        onChange={caption => set({ ...part, caption })}
      />
    )
  return (
    <>
      <TextField
        optional
        label={t('part.location')}
        value={part.name ?? ''}
        onChange={name => set({ ...part, name })}
      />
      <NumberField
        label={t('part.latitude')}
        value={part.latitude}
        error={here('latitude')}
        onChange={(latitude = 0) => set({ ...part, latitude })}
      />
      <NumberField
        label={t('part.longitude')}
        value={part.longitude}
        error={here('longitude')}
        onChange={(longitude = 0) => set({ ...part, longitude })}
      />
    </>
  )
}

function Closing({ on, onChange }: { readonly on: boolean; readonly onChange: (on: boolean) => void }) {
  const { t } = useBotWords()
  return <SwitchRow label={t('form.closing')} hint={t('form.closingHint')} on={on} onChange={onChange} />
}

export function MessageForm({ form }: { readonly form: BlockForm<'message'> }) {
  const { t } = useBotWords()
  const { block, change, fault } = form
  const [only] = block.parts
  const closing = (
    <Closing on={block.closing ?? false} onChange={on => change({ closing: on || undefined })} />
  )
  // One text, as most messages are, needs no list around it.
  if (only?.kind === 'text' && block.parts.length === 1)
    return (
      <>
        <PartFields part={only} at={0} form={form} />
        {closing}
      </>
    )
  return (
    <>
      <Rows
        label={t('form.parts')}
        items={block.parts}
        least={1}
        error={fault('parts')}
        addLabel={t('form.addText')}
        removeLabel="form.removeNth"
        onAdd={() => change({ parts: [...block.parts, { kind: 'text', text: '' }] })}
        onRemove={at => change({ parts: withItem(block.parts, at, null) })}
      >
        {(part, at) => <PartFields part={part} at={at} form={form} />}
      </Rows>
      {closing}
    </>
  )
}

function freeOptionId(ids: readonly string[]): string {
  let n = ids.length + 1
  while (ids.includes(`option_${n}`)) n += 1
  return `option_${n}`
}

export function ChoicesForm({ form }: { readonly form: BlockForm<'choices'> }) {
  const { t } = useBotWords()
  const { block, change, fault } = form
  const { options } = block
  return (
    <>
      <TextField
        multiline
        label={t('form.question')}
        value={block.text}
        error={fault('text')}
        onChange={text => change({ text }, 'text')}
      />
      <Rows
        label={t('form.options')}
        items={options}
        least={1}
        error={fault('options')}
        addLabel={t('form.addOption')}
        removeLabel="form.removeOption"
        onAdd={() =>
          change({ options: [...options, { id: freeOptionId(options.map(({ id }) => id)), label: '' }] })
        }
        onRemove={at => change({ options: withItem(options, at, null) })}
      >
        {(option, at) => (
          <>
            <TextField
              bare
              label={t('form.optionNth', { n: at + 1 })}
              placeholder={t('form.optionNth', { n: at + 1 })}
              variables={false}
              value={option.label}
              error={fault(`options[${at}].label`)}
              onChange={label => change({ options: withItem(options, at, { ...option, label }) }, `o${at}`)}
            />
            <WordsField
              bare
              label={t('form.synonyms')}
              placeholder={t('form.synonyms')}
              words={option.synonyms ?? []}
              error={fault(`options[${at}].synonyms`)}
              onChange={synonyms =>
                change({ options: withItem(options, at, { ...option, synonyms }) }, `s${at}`)
              }
            />
          </>
        )}
      </Rows>
      <TextField
        optional
        label={t('form.keepIn')}
        variables={false}
        value={block.variable ?? ''}
        error={fault('variable')}
        onChange={variable => change({ variable }, 'variable')}
      />
      <TextField
        optional
        multiline
        label={t('form.retryText')}
        hint={t('form.retryHint')}
        value={block.retryText ?? ''}
        error={fault('retryText')}
        onChange={retryText => change({ retryText }, 'retryText')}
      />
      <Closing on={block.closing ?? false} onChange={on => change({ closing: on || undefined })} />
    </>
  )
}

export function QuestionForm({ form }: { readonly form: BlockForm<'question'> }) {
  const { t } = useBotWords()
  const { block, change, fault } = form
  return (
    <>
      <TextField
        multiline
        label={t('form.question')}
        value={block.text}
        error={fault('text')}
        onChange={text => change({ text }, 'text')}
      />
      <TextField
        label={t('form.keepIn')}
        hint={t('form.keepHint')}
        variables={false}
        value={block.variable}
        error={fault('variable')}
        onChange={variable => change({ variable }, 'variable')}
      />
      <CheckFields
        check={block.check}
        fault={path => fault(path === '' ? 'check' : `check.${path}`)}
        onChange={(check: Check) => change({ check }, 'check')}
      />
      <TextField
        multiline
        label={t('form.retryAnswer')}
        value={block.retryText}
        error={fault('retryText')}
        onChange={retryText => change({ retryText }, 'retryText')}
      />
      <NumberField
        optional
        label={t('form.attempts')}
        hint={t('form.attemptsHint')}
        min={1}
        placeholder="3"
        value={block.attempts}
        error={fault('attempts')}
        onChange={attempts => change({ attempts }, 'attempts')}
      />
    </>
  )
}

export function FeedbackForm({ form }: { readonly form: BlockForm<'feedback'> }) {
  const { t } = useBotWords()
  const { block, change, fault } = form
  return (
    <>
      <TextField
        multiline
        label={t('form.question')}
        value={block.text}
        error={fault('text')}
        onChange={text => change({ text }, 'text')}
      />
      <WordsField
        optional
        label={t('form.ratings')}
        hint={t('form.ratingsHint')}
        words={block.labels ?? []}
        error={fault('labels')}
        onChange={labels => change({ labels }, 'labels')}
      />
      <TextField
        optional
        multiline
        label={t('form.comment')}
        hint={t('form.commentHint')}
        value={block.commentText ?? ''}
        error={fault('commentText')}
        onChange={commentText => change({ commentText }, 'commentText')}
      />
      <TextField
        optional
        multiline
        label={t('form.retryText')}
        value={block.retryText ?? ''}
        error={fault('retryText')}
        onChange={retryText => change({ retryText }, 'retryText')}
      />
      <TextField
        optional
        label={t('form.keepIn')}
        variables={false}
        value={block.variable ?? ''}
        error={fault('variable')}
        onChange={variable => change({ variable }, 'variable')}
      />
    </>
  )
}
