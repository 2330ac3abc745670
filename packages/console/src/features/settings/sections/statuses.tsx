// The statuses that agents choose from. Every change is kept at once; a deletion can be taken back.
import type { Status, StatusTone } from '@baton/client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ArrowDown, ArrowUp, Plus, Trash2, TriangleAlert } from 'lucide-react'
import type { FormEvent } from 'react'
import { useRef, useState } from 'react'
import { api } from '../../../app/link.ts'
import { sayFailure } from '../../../app/refusal.ts'
import { useActor } from '../../../app/session.tsx'
import { statusesKey } from '../../../app/use-statuses.ts'
import { Button } from '../../../ui/button.tsx'
import { Chip } from '../../../ui/chip.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Field, TextInput } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { Skeleton, skeletonDelay } from '../../../ui/skeleton.tsx'
import { notify } from '../../../ui/toast.tsx'
import { useSettingsWords } from '../use-settings-words.ts'

const tones: readonly StatusTone[] = ['neutral', 'person', 'waiting', 'bot', 'failure', 'note']

type Keep = (items: readonly Status[]) => Promise<boolean>

interface StatusRowProps {
  readonly items: readonly Status[]
  readonly at: number
  readonly denied: string | null
  readonly keep: Keep
}

function moved(items: readonly Status[], at: number, by: 1 | -1): readonly Status[] {
  const next = [...items]
  const [one] = next.splice(at, 1)
  if (one) next.splice(at + by, 0, one)
  return next
}

function StatusRow({ items, at, denied, keep }: StatusRowProps) {
  const { t } = useSettingsWords()
  const status = items[at] ?? { name: '', tone: 'neutral' as const }
  const [name, setName] = useState(status.name)
  const [wrong, setWrong] = useState<string | null>(null)
  const withChange = (change: Partial<Status>) =>
    items.map((each, index) => (index === at ? { ...each, ...change } : each))

  async function rename() {
    const next = name.trim()
    if (next === status.name) return setWrong(null)
    if (next === '') return setWrong(t('status.nameless'))
    if (items.some(each => each.name === next)) return setWrong(t('status.taken'))
    setWrong(null)
    await keep(withChange({ name: next }))
  }
  async function remove() {
    if (!(await keep(items.filter((_, index) => index !== at)))) return
    const undo = () => void keep(items)
    notify({ title: t('status.deleted', { name: status.name }), action: { label: t('app.undo'), run: undo } })
  }
  if (denied)
    return (
      <li className="border-b border-line py-2.5 last:border-0">
        <Chip tone={status.tone}>{status.name}</Chip>
      </li>
    )
  return (
    <li className="flex items-start gap-2 border-b border-line py-2 last:border-0 max-pane:flex-wrap">
      <div className="min-w-40 flex-1">
        <Field label={t('status.name', { count: at + 1 })} htmlFor={`status-${at}`} error={wrong} bare>
          <TextInput
            id={`status-${at}`}
            value={name}
            maxLength={60}
            aria-invalid={wrong ? true : undefined}
            onChange={event => setName(event.target.value)}
            onBlur={() => void rename()}
            onKeyDown={event => {
              if (event.key === 'Enter') void rename()
              if (event.key === 'Escape') setName(status.name)
            }}
          />
        </Field>
      </div>
      <Select
        className="w-30"
        aria-label={t('status.tone', { name: status.name })}
        value={status.tone}
        options={tones.map(tone => ({ value: tone, label: t(`status.tone.${tone}`) }))}
        onChange={tone => void keep(withChange({ tone }))}
      />
      <span className="flex h-9 w-36 items-center max-pane:hidden" title={t('status.preview')}>
        <Chip tone={status.tone}>{status.name}</Chip>
      </span>
      <span className="flex h-9 items-center">
        <Button
          look="quiet"
          size="s"
          aria-label={t('status.up', { name: status.name })}
          denied={at === 0 ? t('status.first') : null}
          onClick={() => void keep(moved(items, at, -1))}
          icon={<ArrowUp size={14} />}
        />
        <Button
          look="quiet"
          size="s"
          aria-label={t('status.down', { name: status.name })}
          denied={at === items.length - 1 ? t('status.last') : null}
          onClick={() => void keep(moved(items, at, 1))}
          icon={<ArrowDown size={14} />}
        />
        <Button
          look="quiet"
          size="s"
          aria-label={t('status.delete', { name: status.name })}
          onClick={() => void remove()}
          icon={<Trash2 size={14} />}
        />
      </span>
    </li>
  )
}

function NewStatus({ items, keep }: Pick<StatusRowProps, 'items' | 'keep'>) {
  const { t } = useSettingsWords()
  const [name, setName] = useState('')
  const [wrong, setWrong] = useState<string | null>(null)
  async function add(event: FormEvent) {
    event.preventDefault()
    const next = name.trim()
    if (next === '') return setWrong(t('status.nameless'))
    if (items.some(each => each.name === next)) return setWrong(t('status.taken'))
    setWrong(null)
    // At once: by the time it is kept, the next one may have been begun.
    setName('')
    if (!(await keep([...items, { name: next, tone: 'neutral' }]))) setName(now => (now === '' ? next : now))
  }
  return (
    <form onSubmit={event => void add(event)} className="mt-3 flex items-start gap-2">
      <div className="min-w-0 flex-1">
        <Field label={t('status.add')} htmlFor="status-new" error={wrong} bare>
          <TextInput
            id="status-new"
            value={name}
            maxLength={60}
            placeholder={t('status.addPlace')}
            aria-invalid={wrong ? true : undefined}
            onChange={event => setName(event.target.value)}
          />
        </Field>
      </div>
      <Button type="submit" className="h-9" icon={<Plus size={14} />}>
        {t('status.add')}
      </Button>
    </form>
  )
}

export function StatusesSection() {
  const { t } = useSettingsWords()
  const actor = useActor()
  const client = useQueryClient()
  const asked = useQuery({ queryKey: statusesKey, queryFn: () => api.call('GET /statuses') })
  const denied = actor.role === 'admin' ? null : t('status.denied')
  const items = asked.data?.items

  // The list is kept whole: what was done later has to arrive later.
  const earlier = useRef<Promise<unknown>>(Promise.resolve())
  const keep: Keep = async next => {
    const before = client.getQueryData(statusesKey)
    client.setQueryData(statusesKey, { items: next })
    const kept = earlier.current.then(() => api.call('PUT /statuses', { body: { items: [...next] } }))
    earlier.current = kept.catch(() => undefined)
    try {
      await kept
      return true
    } catch (fault) {
      client.setQueryData(statusesKey, before)
      notify(sayFailure(fault, t))
      return false
    }
  }
  if (asked.isError && !items)
    return (
      <Empty
        icon={<TriangleAlert size={18} />}
        title={t('status.failed')}
        action={<Button onClick={() => void asked.refetch()}>{t('app.retry')}</Button>}
      />
    )
  return (
    <>
      <p className="text-14 text-ink-2">{t('status.text')}</p>
      <p className="mb-4 text-ink-3">{denied ?? t('status.rename')}</p>
      {!items ? (
        <div className={`flex flex-col gap-3 ${skeletonDelay}`} aria-hidden="true">
          <Skeleton className="h-9 w-full" />
          <Skeleton className="h-9 w-full" />
        </div>
      ) : items.length === 0 ? (
        <p className="rounded-m border border-dashed border-line-strong px-4 py-6 text-center text-ink-3">
          {t('status.empty')}
        </p>
      ) : (
        <ol>
          {items.map((status, at) => (
            <StatusRow key={status.name} items={items} at={at} denied={denied} keep={keep} />
          ))}
        </ol>
      )}
      {items && !denied ? <NewStatus items={items} keep={keep} /> : null}
    </>
  )
}
