// Choosing a template and filling it in: the list beside what the customer will read. Only what is approved can be
// chosen; the others are shown with what stands in their way.
import type { TemplateRow } from '@baton/client'
import { FileText, RefreshCw, TriangleAlert } from 'lucide-react'
import { useId, useMemo, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { classes } from '../../ui/classes.ts'
import { Empty } from '../../ui/empty.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { Skeleton, skeletonDelay } from '../../ui/skeleton.tsx'
import { moment } from '../time.ts'
import type { ChannelWords } from '../use-channel-words.ts'
import { useChannelWords } from '../use-channel-words.ts'
import { useNow } from '../use-now.ts'
import type { Piece } from './fill-template.ts'
import { leadOf, templatePieces } from './fill-template.ts'
import type { Templates } from './use-templates.ts'
import { useTemplates } from './use-templates.ts'

export interface ChosenTemplate {
  readonly template: TemplateRow
  readonly variables: readonly string[]
}

const keyOf = ({ name, locale }: TemplateRow) => `${name} ${locale}`
const tones = {
  approved: 'person',
  pending: 'waiting',
  rejected: 'failure',
  paused: 'waiting',
  disabled: 'neutral',
} as const

const categories = ['marketing', 'utility', 'authentication'] as const

function sayCategory(category: string, t: ChannelWords['t']): string {
  const known = categories.find(each => each === category.toLowerCase())
  return known ? t(`template.category.${known}`) : category
}

/** A channel's own word for it, as `INVALID_FORMAT`. */
const inWords = (reason: string) =>
  /^[A-Z_]+$/.test(reason) ? reason.toLowerCase().replaceAll('_', ' ') : reason

interface EntryProps {
  readonly template: TemplateRow
  readonly chosen: boolean
  readonly onChoose: () => void
}

function Entry({ template, chosen, onChoose }: EntryProps) {
  const { t } = useChannelWords()
  const { status, reason, name, locale, category, body } = template
  const usable = status === 'approved'
  return (
    <li>
      <button
        type="button"
        aria-pressed={chosen}
        aria-disabled={usable ? undefined : true}
        onClick={() => (usable ? onChoose() : undefined)}
        className={classes(
          'block w-full rounded-s border px-3 py-2 text-left transition-colors',
          chosen ? 'border-person bg-person-soft' : 'border-transparent',
          usable ? !chosen && 'hover:bg-hover' : 'cursor-not-allowed',
        )}
      >
        <span className="flex items-center gap-2">
          <span className={classes('min-w-0 flex-1 truncate font-medium', !usable && 'text-ink-2')}>
            {name.replaceAll('_', ' ')}
          </span>
          {usable ? null : <Chip tone={tones[status]}>{t(`template.status.${status}`)}</Chip>}
        </span>
        <span className={classes('line-clamp-2 break-words', usable ? 'text-ink-2' : 'text-ink-3')}>
          {body}
        </span>
        <span className="block text-ink-3">
          {sayCategory(category, t)} · {locale}
        </span>
        {reason ? <span className="block break-words text-failure-ink">{inWords(reason)}</span> : null}
      </button>
    </li>
  )
}

function Pieces({ pieces }: { readonly pieces: readonly Piece[] }) {
  return pieces.map((piece, index) =>
    piece.variable === null ? (
      piece.text
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one template never change order
      <mark key={index} className="rounded-[3px] bg-press px-0.5 text-inherit">
        {piece.text}
      </mark>
    ),
  )
}

interface PreviewProps {
  readonly chosen: ChosenTemplate
  readonly name: string
}

export function TemplatePreview({ chosen: { template, variables }, name }: PreviewProps) {
  const { t } = useChannelWords()
  const { header, body } = templatePieces(template, variables)
  return (
    <figure aria-label={t('template.preview', { name })}>
      <figcaption className="pb-1 text-ink-3">{t('template.preview', { name })}</figcaption>
      <div className="rounded-m bg-person-soft px-3 py-2 text-14">
        {header.length > 0 ? (
          <p className="pb-1 font-semibold break-words">
            <Pieces pieces={header} />
          </p>
        ) : null}
        <p className="break-words whitespace-pre-wrap">
          <Pieces pieces={body} />
        </p>
        {template.footer ? <p className="pt-1 text-13 text-ink-2">{template.footer}</p> : null}
        {template.buttons.length > 0 ? (
          <ul className="mt-2 flex flex-wrap gap-1.5">
            {template.buttons.map(label => (
              <li key={label} className="rounded-s border border-current/25 px-2 py-0.5 text-13">
                {label}
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </figure>
  )
}

interface VariablesProps {
  readonly chosen: ChosenTemplate
  readonly onChange: (variables: readonly string[]) => void
}

function Variables({ chosen: { template, variables }, onChange }: VariablesProps) {
  const { t } = useChannelWords()
  const id = useId()
  return Array.from({ length: template.variables }, (_, n) => {
    const before = leadOf(template, n)
    const example = template.examples[n]
    const label =
      before === ''
        ? t('template.variable', { count: n + 1 })
        : t('template.variableIn', { count: n + 1, before })
    return (
      <Field
        key={label}
        label={label}
        htmlFor={`${id}-${n}`}
        hint={example ? t('template.example', { example }) : undefined}
      >
        <TextInput
          id={`${id}-${n}`}
          maxLength={1_024}
          value={variables[n] ?? ''}
          onChange={event =>
            onChange(
              Array.from({ length: template.variables }, (_, at) =>
                at === n ? event.target.value : (variables[at] ?? ''),
              ),
            )
          }
        />
      </Field>
    )
  })
}

const all = ''

function useFound(items: readonly TemplateRow[]) {
  const [query, setQuery] = useState('')
  const [category, setCategory] = useState(all)
  const [locale, setLocale] = useState(all)
  const found = useMemo(() => {
    const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean)
    return items
      .filter(each => category === all || each.category === category)
      .filter(each => locale === all || each.locale === locale)
      .filter(each => {
        const text = `${each.name.replaceAll('_', ' ')} ${each.name} ${each.header ?? ''} ${each.body}`
        return words.every(word => text.toLocaleLowerCase().includes(word))
      })
      .toSorted((a, b) => Number(b.status === 'approved') - Number(a.status === 'approved'))
  }, [items, query, category, locale])
  return { found, query, setQuery, category, setCategory, locale, setLocale }
}

interface ListProps {
  readonly templates: Templates
  readonly items: readonly TemplateRow[]
  readonly chosen: TemplateRow | null
  readonly onChoose: (template: TemplateRow) => void
}

function TemplateList({ templates, items, chosen, onChoose }: ListProps) {
  const { t, language } = useChannelWords()
  const now = useNow(30_000)
  const { found, ...by } = useFound(items)
  const distinct = (of: (each: TemplateRow) => string) => [...new Set(items.map(of))].sort()
  const { syncedAt } = templates
  return (
    <div className="flex min-h-0 flex-col gap-2">
      <TextInput
        type="search"
        aria-label={t('template.search')}
        placeholder={t('template.search')}
        value={by.query}
        onChange={event => by.setQuery(event.target.value)}
      />
      <div className="grid grid-cols-2 gap-2">
        <Select
          aria-label={t('template.category')}
          value={by.category}
          options={[
            { value: all, label: t('template.everyCategory') },
            ...distinct(each => each.category).map(value => ({ value, label: sayCategory(value, t) })),
          ]}
          onChange={by.setCategory}
        />
        <Select
          aria-label={t('template.locale')}
          value={by.locale}
          options={[
            { value: all, label: t('template.everyLocale') },
            ...distinct(each => each.locale).map(value => ({ value, label: value })),
          ]}
          onChange={by.setLocale}
        />
      </div>
      <ul
        aria-label={t('template.list')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
        tabIndex={0}
        className="-mx-1 flex max-h-80 flex-col gap-0.5 overflow-y-auto px-1 max-pane:max-h-56"
      >
        {found.length === 0 ? (
          <li className="px-2 py-4 text-center text-ink-3">{t('template.notFound')}</li>
        ) : null}
        {found.map(template => (
          <Entry
            key={keyOf(template)}
            template={template}
            chosen={chosen !== null && keyOf(chosen) === keyOf(template)}
            onChoose={() => onChoose(template)}
          />
        ))}
      </ul>
      <p className="flex items-center gap-2 text-ink-3">
        <span className="min-w-0 flex-1 truncate">
          {syncedAt
            ? t('template.synced', { when: moment(syncedAt, now, language) })
            : t('template.neverSynced')}
        </span>
        <Button
          size="s"
          look="quiet"
          busy={templates.busy}
          icon={<RefreshCw size={14} />}
          onClick={() => void templates.sync()}
        >
          {t('template.sync')}
        </Button>
      </p>
    </div>
  )
}

interface TemplateFormProps {
  readonly channelId: string
  /** Who receives it. */
  readonly name: string
  readonly chosen: ChosenTemplate | null
  readonly onChange: (chosen: ChosenTemplate | null) => void
  /** Off where each recipient has variables of their own. */
  readonly asksVariables?: boolean
}

export function TemplateForm({ channelId, name, chosen, onChange, asksVariables = true }: TemplateFormProps) {
  const { t } = useChannelWords()
  const templates = useTemplates(channelId)
  const { items, failed } = templates
  if (failed)
    return (
      <Empty
        icon={<TriangleAlert size={18} />}
        title={t('template.failed')}
        action={<Button onClick={templates.retry}>{t('app.retry')}</Button>}
      />
    )
  if (!items)
    return (
      <div className={`flex flex-col gap-3 ${skeletonDelay}`} aria-hidden="true">
        <Skeleton className="h-9 w-full" />
        <Skeleton className="h-16 w-full" />
        <Skeleton className="h-16 w-full" />
      </div>
    )
  if (items.length === 0)
    return (
      <Empty
        icon={<FileText size={18} />}
        title={t('template.none')}
        text={t('template.noneText')}
        action={
          <Button busy={templates.busy} onClick={() => void templates.sync()}>
            {t('template.sync')}
          </Button>
        }
      />
    )
  return (
    <div className="grid grid-cols-2 items-start gap-5 max-pane:grid-cols-1">
      <TemplateList
        templates={templates}
        items={items}
        chosen={chosen?.template ?? null}
        onChoose={template => onChange({ template, variables: [] })}
      />
      {chosen ? (
        <div className="flex min-w-0 flex-col gap-3">
          <TemplatePreview chosen={chosen} name={name} />
          {asksVariables ? (
            <Variables chosen={chosen} onChange={variables => onChange({ ...chosen, variables })} />
          ) : null}
        </div>
      ) : (
        <p className="self-center px-4 text-center text-balance text-ink-3 max-pane:hidden">
          {t('template.pickFirst')}
        </p>
      )}
    </div>
  )
}
