// The list's filter: its button, and what is set, each part with a way to take it away.
import { ListFilter as FilterIcon } from 'lucide-react'
import { useState } from 'react'
import { useAction } from '../../app/actions.tsx'
import { useWords } from '../../app/i18n.tsx'
import { keyMap } from '../../app/key-map.ts'
import { later } from '../../app/later.tsx'
import { isFiltered, setListFilter, useListFilter } from '../../app/list-filter.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { useFilterParts } from './filter-names.ts'
import type { Tab } from './list-order.ts'

const ViewsBar = later(() => import('./views-bar.tsx').then(module => module.ViewsBar))

const FilterDialog = later(() => import('./filter-dialog.tsx').then(module => module.FilterDialog))

export function FilterButton() {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const filter = useListFilter()
  const count = Object.keys(filter).length
  useAction('filter', () => setOpen(true))
  return (
    <>
      <Button
        look={count > 0 ? 'outline' : 'quiet'}
        icon={<FilterIcon size={16} />}
        aria-label={count > 0 ? t('filter.openCount', { count }) : t('filter.open')}
        aria-keyshortcuts={keyMap.filter.keys}
        aria-haspopup="dialog"
        tip={t('filter.open')}
        onClick={() => setOpen(true)}
      >
        {count > 0 ? <span className="tabular-nums">{count}</span> : null}
      </Button>
      <FilterDialog open={open} onClose={() => setOpen(false)} />
    </>
  )
}

/** Nothing at all where there is neither a view nor a filter. */
export function FilterBar({ tab, onTab }: { readonly tab: Tab; readonly onTab: (tab: Tab) => void }) {
  const { t } = useWords()
  const filter = useListFilter()
  const parts = useFilterParts(filter)
  return (
    <>
      <ViewsBar tab={tab} onTab={onTab} />
      {isFiltered(filter) ? (
        <ul className="flex shrink-0 flex-wrap items-center gap-1.5 border-b border-line px-4 py-2">
          {parts.map(part => (
            <li key={part.key} className="flex max-w-full">
              <Chip
                tone="person"
                className="h-6 touch:h-10"
                onRemove={() => setListFilter(part.without)}
                removeLabel={t('filter.remove', { part: part.label })}
              >
                {part.label}
              </Chip>
            </li>
          ))}
          <li className="ml-auto">
            <Button look="quiet" size="s" onClick={() => setListFilter({})}>
              {t('filter.clear')}
            </Button>
          </li>
        </ul>
      ) : null}
    </>
  )
}
