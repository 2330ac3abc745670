// Forms of the blocks that decide, keep and wait, and of those that note something for the team.
import type { Comparison, FlowValue } from '@baton/core'
import { priorities } from '@baton/core'
import { useTeams } from '../../../app/session.tsx'
import { useKnownTags } from '../../../app/use-known-tags.ts'
import { Field } from '../../../ui/field.tsx'
import { TagField } from '../../../ui/tag-field.tsx'
import { useBotWords } from '../use-bot-words.ts'
import { ChoiceField, DurationField, Rows, TextField } from './fields.tsx'
import type { BlockForm } from './use-block-form.ts'
import { withItem } from './use-block-form.ts'

const comparisons: readonly Comparison[] = [
  'equals',
  'not_equals',
  'contains',
  'greater',
  'less',
  'set',
  'not_set',
]

/** Digits are a number, `true` and `false` are what they say; the rest is text. */
export function typedValue(typed: string): FlowValue {
  if (typed === 'true' || typed === 'false') return typed === 'true'
  return /^-?\d{1,15}(\.\d{1,9})?$/.test(typed) && String(Number(typed)) === typed ? Number(typed) : typed
}

export function ConditionForm({ form }: { readonly form: BlockForm<'condition'> }) {
  const { t } = useBotWords()
  const { block, change, fault } = form
  const { rules } = block
  return (
    <Rows
      label={t('form.rules')}
      items={rules}
      least={1}
      error={fault('rules')}
      addLabel={t('form.addRule')}
      removeLabel="form.removeRule"
      onAdd={() => change({ rules: [...rules, { variable: '', is: 'equals', value: '', go: '' }] })}
      onRemove={at => change({ rules: withItem(rules, at, null) })}
    >
      {(rule, at) => (
        <>
          <TextField
            bare
            label={t('form.variable')}
            placeholder={t('form.variable')}
            variables={false}
            value={rule.variable}
            error={fault(`rules[${at}].variable`)}
            onChange={variable => change({ rules: withItem(rules, at, { ...rule, variable }) }, `v${at}`)}
          />
          <ChoiceField
            bare
            label={t('form.is')}
            value={rule.is}
            onChange={is => {
              const { value = '', ...rest } = rule
              const bare = is === 'set' || is === 'not_set'
              change({ rules: withItem(rules, at, bare ? { ...rest, is } : { ...rest, is, value }) })
            }}
            options={comparisons.map(value => ({ value, label: t(`is.${value}`) }))}
          />
          {rule.is === 'set' || rule.is === 'not_set' ? null : (
            <TextField
              bare
              label={t('form.value')}
              placeholder={t('form.value')}
              variables={false}
              value={String(rule.value ?? '')}
              error={fault(`rules[${at}].value`)}
              onChange={typed =>
                change({ rules: withItem(rules, at, { ...rule, value: typedValue(typed) }) }, `w${at}`)
              }
            />
          )}
        </>
      )}
    </Rows>
  )
}

export function SetForm({ form }: { readonly form: BlockForm<'set'> }) {
  const { t } = useBotWords()
  const { block, change, fault } = form
  const pairs = Object.entries(block.assign)
  const put = (next: readonly (readonly [string, FlowValue])[], field?: string) =>
    change({ assign: Object.fromEntries(next) }, field)
  return (
    <Rows
      label={t('form.assign')}
      items={pairs}
      error={fault('assign')}
      addLabel={t('form.addVariable')}
      removeLabel="form.removeNth"
      onAdd={() => put([...pairs, [freeName(pairs), '']])}
      onRemove={at => put(withItem(pairs, at, null))}
    >
      {([name, value], at) => (
        <>
          <TextField
            bare
            label={t('form.variable')}
            placeholder={t('form.variable')}
            variables={false}
            value={name}
            error={fault(`assign.${name}`)}
            onChange={typed =>
              Object.hasOwn(block.assign, typed)
                ? undefined
                : put(withItem(pairs, at, [typed, value]), `n${at}`)
            }
          />
          <TextField
            bare
            label={t('form.value')}
            placeholder={t('form.value')}
            value={String(value)}
            onChange={typed => put(withItem(pairs, at, [name, typedValue(typed)]), `v${at}`)}
          />
        </>
      )}
    </Rows>
  )
}

export function freeName(pairs: readonly (readonly [string, FlowValue])[]): string {
  const taken = new Set(pairs.map(([name]) => name))
  let n = 1
  while (taken.has(`value_${n}`)) n += 1
  return `value_${n}`
}

export function WaitForm({ form }: { readonly form: BlockForm<'wait'> }) {
  const { t } = useBotWords()
  return (
    <DurationField
      label={t('form.waitFor')}
      hint={t('form.waitHint')}
      valueMs={form.block.forMs}
      error={form.fault('forMs')}
      onChange={forMs => form.change({ forMs }, 'forMs')}
    />
  )
}

export function EndForm({ form }: { readonly form: BlockForm<'end'> }) {
  const { t } = useBotWords()
  return (
    <TextField
      optional
      multiline
      label={t('form.text')}
      hint={t('form.endHint')}
      value={form.block.text ?? ''}
      error={form.fault('text')}
      onChange={text => form.change({ text }, 'text')}
    />
  )
}

export function TagForm({ form }: { readonly form: BlockForm<'tag'> }) {
  const { t } = useBotWords()
  const known = useKnownTags()
  const { block, change, fault, id } = form
  return (['add', 'remove'] as const).map(which => (
    <Field key={which} label={t(`form.tags.${which}`)} htmlFor={`tags-${id}-${which}`} error={fault(which)}>
      <TagField
        id={`tags-${id}-${which}`}
        known={known}
        value={block[which]}
        onChange={tags => change({ [which]: tags })}
        placeholder={t('form.tagsPlace')}
        createLabel={tag => t('form.createTag', { tag })}
        removeLabel={tag => t('form.removeTag', { tag })}
      />
    </Field>
  ))
}

export function PriorityForm({ form }: { readonly form: BlockForm<'priority'> }) {
  const { t } = useBotWords()
  return (
    <ChoiceField
      label={t('block.priority')}
      value={form.block.priority}
      onChange={priority => form.change({ priority })}
      options={priorities.map(value => ({ value, label: t(`priority.${value}`) }))}
    />
  )
}

export function StatusForm({ form }: { readonly form: BlockForm<'status'> }) {
  const { t } = useBotWords()
  return (
    <TextField
      label={t('block.status')}
      hint={t('form.statusHint')}
      variables={false}
      value={form.block.status}
      error={form.fault('status')}
      onChange={status => form.change({ status }, 'status')}
    />
  )
}

export function QueueForm({ form }: { readonly form: BlockForm<'queue'> }) {
  const { t } = useBotWords()
  const teams = useTeams()
  const { team } = form.block
  const known = teams.find(({ id, name }) => id === team || name === team)
  const options = [
    ...(known ? [] : [{ value: team, label: team === '' ? t('form.chooseTeam') : team }]),
    ...teams.map(({ name }) => ({ value: name, label: name })),
  ]
  return (
    <ChoiceField
      label={t('form.team')}
      hint={t('form.teamHint')}
      value={known?.name ?? team}
      error={form.fault('team')}
      onChange={name => form.change({ team: name })}
      options={options}
    />
  )
}
