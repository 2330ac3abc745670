// Everything that a list can be narrowed to, in one dialog that needs no mouse.
import { heardKinds, priorities } from '@baton/core'
import type { KeyboardEvent } from 'react'
import { useEffect, useState } from 'react'
import type { MessageKey } from '../../app/i18n.tsx'
import { useWords } from '../../app/i18n.tsx'
import type { ListFilter } from '../../app/list-filter.ts'
import { setListFilter, useListFilter } from '../../app/list-filter.ts'
import { useKnownTags } from '../../app/use-known-tags.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import type { SelectOption } from '../../ui/select.tsx'
import { Select } from '../../ui/select.tsx'
import { TagField } from '../../ui/tag-field.tsx'
import { movedSteps, useFilterOptions, useLength, waitingSteps } from './filter-names.ts'

interface ChoiceProps {
  readonly name: string
  readonly label: MessageKey
  readonly value: string | undefined
  readonly options: readonly SelectOption<string>[]
  readonly onChange: (value: string | undefined) => void
}

/** What is chosen and not there any more stays in the list, so that it is seen and can be taken away. */
function Choice({ name, label, value, options, onChange }: ChoiceProps) {
  const { t } = useWords()
  const known = value === undefined || options.some(option => option.value === value)
  const all = [
    { value: '', label: t('filter.any') },
    ...(known ? [] : [{ value: value ?? '', label: t('filter.gone') }]),
    ...options,
  ]
  const id = `filter-${name}`
  return (
    <Field label={t(label)} htmlFor={id}>
      <Select
        id={id}
        value={value ?? ''}
        options={all}
        onChange={next => onChange(next === '' ? undefined : next)}
      />
    </Field>
  )
}

interface TogglesProps<Value extends string> {
  readonly legend: string
  readonly all: readonly Value[]
  readonly chosen: readonly Value[]
  readonly nameOf: (value: Value) => string
  readonly onChange: (chosen: Value[]) => void
}

/** Any of a few. */
function Toggles<Value extends string>({ legend, all, chosen, nameOf, onChange }: TogglesProps<Value>) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5">
      <legend className="mb-1.5 text-13 font-medium">{legend}</legend>
      <div className="flex flex-wrap gap-1.5">
        {all.map(each => {
          const on = chosen.includes(each)
          return (
            <button
              key={each}
              type="button"
              aria-pressed={on}
              onClick={() => onChange(on ? chosen.filter(other => other !== each) : [...chosen, each])}
              className={classes(
                'h-8 rounded-s border px-2.5 transition-colors touch:h-10',
                on
                  ? 'border-person-line bg-person-soft text-person-ink'
                  : 'border-line-strong text-ink-2 hover:bg-hover hover:text-ink',
              )}
            >
              {nameOf(each)}
            </button>
          )
        })}
      </div>
    </fieldset>
  )
}

interface ChoicesProps {
  readonly draft: ListFilter
  readonly change: (part: Partial<ListFilter>) => void
  readonly wanted: boolean
}

function Choices({ draft, change, wanted }: ChoicesProps) {
  const options = useFilterOptions(wanted)
  const lengthOf = useLength()
  const lengths = (steps: readonly number[]) =>
    steps.map(step => ({ value: String(step), label: lengthOf(step) }))
  return (
    <div className="grid grid-cols-2 gap-x-4 gap-y-4 max-pane:grid-cols-1">
      <Choice
        name="owner"
        label="filter.owner"
        value={draft.owner}
        options={options.owner}
        onChange={owner => change({ owner: owner as ListFilter['owner'] })}
      />
      <Choice
        name="team"
        label="filter.team"
        value={draft.team}
        options={options.team}
        onChange={team => change({ team: team as ListFilter['team'] })}
      />
      <Choice
        name="channel"
        label="filter.channel"
        value={draft.channel}
        options={options.channel}
        onChange={channel => change({ channel: channel as ListFilter['channel'] })}
      />
      <Choice
        name="bot"
        label="filter.bot"
        value={draft.bot}
        options={options.bot}
        onChange={bot => change({ bot: bot as ListFilter['bot'] })}
      />
      <Choice
        name="status"
        label="filter.status"
        value={draft.status}
        options={withChosen(options.status, draft.status)}
        onChange={status => change({ status })}
      />
      <Choice
        name="topic"
        label="filter.topic"
        value={draft.topic}
        options={withChosen(options.topic, draft.topic)}
        onChange={topic => change({ topic })}
      />
      <Choice
        name="waiting"
        label="filter.waiting"
        value={draft.waitingMs?.toString()}
        options={lengths(waitingSteps)}
        onChange={value => change({ waitingMs: value === undefined ? undefined : Number(value) })}
      />
      <Choice
        name="moved"
        label="filter.moved"
        value={draft.movedWithinMs?.toString()}
        options={lengths(movedSteps)}
        onChange={value => change({ movedWithinMs: value === undefined ? undefined : Number(value) })}
      />
    </div>
  )
}

export function FilterDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useWords()
  const current = useListFilter()
  const [draft, setDraft] = useState<ListFilter>(current)
  const known = useKnownTags()
  // biome-ignore lint/correctness/useExhaustiveDependencies: opening begins from what is true then
  useEffect(() => {
    if (open) setDraft(current)
  }, [open])
  const change = (part: Partial<ListFilter>) => setDraft({ ...draft, ...part })
  function apply(filter: ListFilter) {
    setListFilter(filter)
    onClose()
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) apply(draft)
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      width="wide"
      title={t('filter.title')}
      description={t('filter.text')}
      closeLabel={t('app.close')}
      foot={
        <div className="flex flex-1 gap-2">
          <Button look="quiet" onClick={() => apply({})}>
            {t('filter.clear')}
          </Button>
          <span className="flex-1" />
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button look="filled" keys="mod+enter" onClick={() => apply(draft)}>
            {t('filter.apply')}
          </Button>
        </div>
      }
    >
      <div className="flex flex-col gap-4 pb-2" onKeyDownCapture={onKeyDown}>
        <Choices draft={draft} change={change} wanted={open} />
        <Field label={t('filter.tag')} htmlFor="filter-tag">
          <TagField
            id="filter-tag"
            known={known}
            value={draft.tag ?? []}
            onChange={tag => change({ tag: [...tag] })}
            placeholder={t('filter.tagPlace')}
            createLabel={tag => tag}
            removeLabel={tag => t('filter.remove', { part: tag })}
          />
        </Field>
        <Toggles
          legend={t('filter.signal')}
          all={heardKinds}
          chosen={draft.signal ?? []}
          nameOf={kind => t(`signal.${kind}`)}
          onChange={signal => change({ signal })}
        />
        <Toggles
          legend={t('filter.priority')}
          all={priorities}
          chosen={draft.priority ?? []}
          nameOf={each => t(`priority.${each}`)}
          onChange={priority => change({ priority })}
        />
      </div>
    </Dialog>
  )
}

/** A word that is on no list any more is still a word. */
function withChosen(
  options: readonly SelectOption<string>[],
  value: string | undefined,
): readonly SelectOption<string>[] {
  const known = value === undefined || options.some(option => option.value === value)
  return known ? options : [...options, { value, label: value }]
}
