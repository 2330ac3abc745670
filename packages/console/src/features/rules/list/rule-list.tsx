// The rules in the order in which they are asked: put in order by dragging or by keys, each on or off, each as a
// sentence.
import { Copy, Ellipsis, FlaskConical, GripVertical, Plus, Radar, Trash2, TriangleAlert } from 'lucide-react'
import { useRef } from 'react'
import { useActor } from '../../../app/session.tsx'
import { Button } from '../../../ui/button.tsx'
import { Chip } from '../../../ui/chip.tsx'
import { classes } from '../../../ui/classes.ts'
import { Empty } from '../../../ui/empty.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../../ui/menu.tsx'
import { Skeleton, skeletonDelay } from '../../../ui/skeleton.tsx'
import { Tip } from '../../../ui/tooltip.tsx'
import type { Sortable } from '../../../ui/use-sortable.ts'
import { moved, useSortable } from '../../../ui/use-sortable.ts'
import type { RuleRow } from '../sentence/rule-of.ts'
import { ruleOf } from '../sentence/rule-of.ts'
import { RuleProse } from '../sentence/rule-prose.tsx'
import type { Names } from '../use-names.ts'
import { useNames } from '../use-names.ts'
import { useRuleWords } from '../use-rule-words.ts'
import type { RuleChanges } from '../use-rules.ts'
import { useRuleChanges, useRules } from '../use-rules.ts'

export interface RulePlaces {
  readonly onRule: (id: string) => void
  readonly onNew: (copyOf?: string) => void
  readonly onLab: (ruleId?: string) => void
}

interface RowProps extends RulePlaces {
  readonly row: RuleRow
  readonly at: number
  readonly sortable: Sortable
  readonly names: Names
  readonly mayEdit: boolean
  readonly changes: RuleChanges
}

function RowMenu({ row, changes, onNew, onLab }: RowProps) {
  const { t } = useRuleWords()
  return (
    <Menu
      trigger={
        <Button
          look="quiet"
          size="s"
          aria-label={t('rules.more', { name: row.name })}
          icon={<Ellipsis size={16} />}
        />
      }
    >
      <MenuItem icon={<FlaskConical size={14} />} onSelect={() => onLab(row.id)}>
        {t('rules.tryInLab')}
      </MenuItem>
      <MenuItem icon={<Copy size={14} />} onSelect={() => onNew(row.id)}>
        {t('rules.duplicate')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<Trash2 size={14} />} tone="danger" onSelect={() => void changes.remove(row)}>
        {t('rules.delete')}
      </MenuItem>
    </Menu>
  )
}

const brokenKeys = {
  team: 'rules.brokenTeam',
  channel: 'rules.brokenChannel',
  bot: 'rules.brokenBot',
  status: 'rules.brokenStatus',
  model: 'rules.brokenModel',
} as const

function Facts({ row }: { readonly row: RuleRow }) {
  const { t, plural } = useRuleWords()
  const gone = [...new Set(row.broken.map(({ what }) => t(brokenKeys[what])))].join(', ')
  return (
    <p className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-3">
      <span className="tabular-nums">
        {row.fired > 0 ? plural('rules.hits', row.fired) : t('rules.noHits')}
      </span>
      {row.stop ? <span>{t('rules.stops')}</span> : null}
      {row.broken.length > 0 ? (
        <Tip label={t('rules.brokenText', { why: gone })}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is wrong is read by keyboard, too */}
          <span tabIndex={0} className="rounded-[5px]">
            <Chip tone="failure" icon={<TriangleAlert size={12} />}>
              {t('rules.broken')}
            </Chip>
          </span>
        </Tip>
      ) : null}
      {row.prompts.lastProblem !== null ? (
        <span className="text-failure-ink">{row.prompts.lastProblem}</span>
      ) : null}
    </p>
  )
}

function Row(props: RowProps) {
  const { row, at, sortable, names, mayEdit, changes, onRule } = props
  const { t } = useRuleWords()
  const dragged = sortable.dragged === at
  // A line shows where it would land.
  const above = sortable.dragged !== null && sortable.over === at && sortable.dragged > at
  const below = sortable.dragged !== null && sortable.over === at && sortable.dragged < at
  return (
    <li
      {...sortable.itemProps(at)}
      className={classes(
        'relative flex items-start gap-2 border-b border-line py-3 pr-2 pl-1 last:border-0',
        dragged && 'opacity-50',
        above && 'shadow-[inset_0_2px_0_var(--person)]',
        below && 'shadow-[inset_0_-2px_0_var(--person)]',
      )}
    >
      {mayEdit ? (
        <Tip label={t('rules.dragTip')}>
          <button
            type="button"
            id={`grip-${row.id}`}
            aria-label={t('rules.drag', { name: row.name })}
            {...sortable.handleProps(at)}
            className="inline-flex size-7 shrink-0 cursor-grab touch-none items-center justify-center rounded-s text-ink-3 hover:bg-hover hover:text-ink active:cursor-grabbing touch:size-10"
          >
            <GripVertical size={14} />
          </button>
        </Tip>
      ) : null}
      <span className="w-5 shrink-0 pt-1 text-right text-ink-3 tabular-nums max-pane:hidden">{at + 1}</span>
      <div className="min-w-0 flex-1 pl-1">
        <button
          type="button"
          onClick={() => onRule(row.id)}
          aria-label={t('rules.open', { name: row.name })}
          className={classes(
            '-mx-1.5 rounded-s px-1.5 text-left text-14 leading-7 font-semibold hover:bg-hover',
            !row.on && 'text-ink-2',
          )}
        >
          {row.name}
        </button>
        <p className={classes('leading-5', row.on ? 'text-ink-2' : 'text-ink-3')}>
          <RuleProse rule={ruleOf(row)} names={names} quiet={!row.on} />
        </p>
        <Facts row={row} />
      </div>
      <input
        type="checkbox"
        role="switch"
        checked={row.on}
        aria-checked={row.on}
        aria-label={t('rules.on', { name: row.name })}
        disabled={!mayEdit}
        onChange={event => void changes.turn(row, event.target.checked)}
        className="relative mt-1.5 h-4.5 w-8 shrink-0 appearance-none rounded-full border border-line-strong bg-sunken transition-colors before:absolute before:top-0.5 before:left-0.5 before:size-3 before:rounded-full before:bg-ink-3 before:transition-transform checked:border-person checked:bg-person checked:before:translate-x-3.5 checked:before:bg-on-person"
      />
      {mayEdit ? <RowMenu {...props} /> : null}
    </li>
  )
}

function Coming() {
  return (
    <div className={`flex flex-col gap-4 ${skeletonDelay}`} aria-hidden="true">
      {[0, 1, 2].map(each => (
        <div key={each} className="flex flex-col gap-2 py-2">
          <Skeleton className="h-5 w-44" />
          <Skeleton className="h-4 w-full" />
          <Skeleton className="h-4 w-28" />
        </div>
      ))}
    </div>
  )
}

function Ordered({ items, ...places }: RulePlaces & { readonly items: readonly RuleRow[] }) {
  const { t } = useRuleWords()
  const names = useNames()
  const changes = useRuleChanges()
  const mayEdit = useActor().role === 'admin'
  const live = useRef<HTMLParagraphElement>(null)
  const sortable = useSortable(items.length, (from, to) => {
    const row = items[from]
    if (!row) return
    void changes.reorder(moved(items, from, to))
    if (live.current)
      live.current.textContent = t('rules.movedTo', { name: row.name, place: to + 1, count: items.length })
    requestAnimationFrame(() => document.getElementById(`grip-${row.id}`)?.focus())
  })
  return (
    <>
      <p ref={live} role="status" className="sr-only" />
      <ol aria-label={t('rules.list')} className="rounded-m border border-line bg-surface px-2">
        {items.map((row, at) => (
          <Row
            key={row.id}
            {...places}
            row={row}
            at={at}
            sortable={sortable}
            names={names}
            mayEdit={mayEdit}
            changes={changes}
          />
        ))}
      </ol>
    </>
  )
}

export function RuleList(places: RulePlaces) {
  const { t } = useRuleWords()
  const { data, isError, refetch } = useRules()
  const mayEdit = useActor().role === 'admin'
  const { onNew, onLab } = places
  const make = (
    <Button look="filled" icon={<Plus size={14} />} onClick={() => onNew()}>
      {t('rules.new')}
    </Button>
  )
  return (
    <>
      <header className="flex flex-wrap items-start gap-x-4 gap-y-3 pb-5">
        <div className="min-w-64 flex-1">
          <h1 className="text-20 font-semibold">{t('rules.title')}</h1>
          <p className="max-w-140 text-ink-2">{t('rules.about')}</p>
        </div>
        {mayEdit ? (
          <div className="flex gap-2">
            <Button icon={<FlaskConical size={14} />} onClick={() => onLab()}>
              {t('rules.lab')}
            </Button>
            {make}
          </div>
        ) : null}
      </header>
      {mayEdit ? null : (
        <p className="mb-4 rounded-m border border-line bg-sunken px-3.5 py-2.5 text-ink-2">
          {t('rules.readOnly')}
        </p>
      )}
      {isError && !data ? (
        <div className="h-64">
          <Empty
            icon={<TriangleAlert size={18} />}
            title={t('rules.failed')}
            text={t('list.failedText')}
            action={<Button onClick={() => void refetch()}>{t('app.retry')}</Button>}
          />
        </div>
      ) : !data ? (
        <Coming />
      ) : data.items.length === 0 ? (
        <div className="h-64">
          <Empty
            icon={<Radar size={18} />}
            title={t('rules.empty')}
            text={t('rules.emptyText')}
            action={mayEdit ? make : null}
          />
        </div>
      ) : (
        <Ordered items={data.items} {...places} />
      )}
    </>
  )
}
