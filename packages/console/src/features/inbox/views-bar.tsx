// Saved views: a list with its filter under a name. The one that is shown can be deleted; what is not saved yet, saved.
import type { ViewRow } from '@baton/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Bookmark, Trash2, Users } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '../../app/i18n.tsx'
import { later } from '../../app/later.tsx'
import { api } from '../../app/link.ts'
import type { ListFilter } from '../../app/list-filter.ts'
import { isFiltered, setListFilter, useListFilter } from '../../app/list-filter.ts'
import { sayFailure } from '../../app/refusal.ts'
import { useActor } from '../../app/session.tsx'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { notify } from '../../ui/toast.tsx'
import { isSameFilter } from './filter-fits.ts'
import type { Tab } from './list-order.ts'

const SaveView = later(() => import('./save-view.tsx').then(module => module.SaveView))

const viewsKey = ['views'] as const

function useViews(): readonly ViewRow[] {
  const { data } = useQuery({
    queryKey: viewsKey,
    queryFn: () => api.call('GET /views'),
    staleTime: 60_000,
  })
  return data?.items ?? []
}

/** A view says which list it is of: a tab, or mine. */
function placeOf({ filter }: ViewRow): { readonly tab: Tab; readonly filter: ListFilter } {
  const { state, owner, ...rest } = filter
  if (owner === 'me') return { tab: 'mine', filter: rest }
  return { tab: state ?? 'active', filter: owner === undefined ? rest : { ...rest, owner } }
}

/** The tab and the filter, as a view keeps them. */
function filterFor(tab: Tab, filter: ListFilter): ViewRow['filter'] {
  return tab === 'mine' ? { ...filter, owner: 'me' } : { ...filter, state: tab }
}

/** Deleted at once, and back by Undo. */
function useDelete() {
  const { t } = useWords()
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: viewsKey })
  const remove = useMutation({
    mutationFn: (view: ViewRow) => api.call('DELETE /views/{id}', { params: { id: view.id } }),
    onSuccess: (_, { name, filter, shared }) =>
      notify({
        title: t('views.deleted', { name }),
        action: {
          label: t('app.undo'),
          run: () => void api.call('POST /views', { body: { name, filter, shared } }).then(refresh, refresh),
        },
      }),
    onError: fault => notify(sayFailure(fault, t)),
    onSettled: refresh,
  })
  return (view: ViewRow) => remove.mutate(view)
}

export function ViewsBar({ tab, onTab }: { readonly tab: Tab; readonly onTab: (tab: Tab) => void }) {
  const { t } = useWords()
  const views = useViews()
  const filter = useListFilter()
  const actor = useActor()
  const remove = useDelete()
  const [saving, setSaving] = useState(false)
  const shown = views.find(view => {
    const place = placeOf(view)
    return place.tab === tab && isSameFilter(place.filter, filter)
  })
  const unsaved = isFiltered(filter) && !shown
  if (views.length === 0 && !unsaved) return null
  const mayDelete = shown && (!shown.shared || actor.role !== 'agent')
  return (
    <nav aria-label={t('views.label')} className="shrink-0 border-b border-line">
      <div className="no-scrollbar flex items-center gap-1 overflow-x-auto px-3 py-1.5">
        {views.map(view => (
          <button
            key={view.id}
            type="button"
            aria-pressed={view === shown}
            onClick={() => {
              const place = placeOf(view)
              setListFilter(view === shown ? {} : place.filter)
              if (view !== shown) onTab(place.tab)
            }}
            className={classes(
              'flex h-7 max-w-40 shrink-0 items-center gap-1.5 rounded-s px-2 font-medium transition-colors touch:h-10',
              view === shown ? 'bg-press text-ink' : 'text-ink-3 hover:bg-hover hover:text-ink',
            )}
          >
            {view.shared ? (
              <Users size={14} className="shrink-0" />
            ) : (
              <Bookmark size={14} className="shrink-0" />
            )}
            <span className="truncate">{view.name}</span>
          </button>
        ))}
        {mayDelete ? (
          <Button
            look="quiet"
            size="s"
            icon={<Trash2 size={14} />}
            aria-label={t('views.delete', { name: shown.name })}
            tip={t('views.delete', { name: shown.name })}
            onClick={() => remove(shown)}
          />
        ) : null}
        {unsaved ? (
          <Button look="quiet" size="s" icon={<Bookmark size={14} />} onClick={() => setSaving(true)}>
            {t('views.save')}
          </Button>
        ) : null}
      </div>
      {shown && shown.gone.length > 0 ? (
        <p role="status" className="px-4 pb-2 text-waiting-ink">
          {t('views.gone')}
        </p>
      ) : null}
      <SaveView open={saving} filter={filterFor(tab, filter)} onClose={() => setSaving(false)} />
    </nav>
  )
}
