// Canned replies: the list with its search, one of them to edit, and all of them as a file.
import { useQueryClient } from '@tanstack/react-query'
import { Download, MessageSquareText, Plus, Search, TriangleAlert, Upload } from 'lucide-react'
import { useDeferredValue, useMemo, useRef, useState } from 'react'
import type { CannedReply } from '../../../app/canned-replies.ts'
import { cannedRepliesKey, useCannedReplies } from '../../../app/canned-replies.ts'
import { api } from '../../../app/link.ts'
import { sayFailure } from '../../../app/refusal.ts'
import { useActor, useTeams } from '../../../app/session.tsx'
import { Button } from '../../../ui/button.tsx'
import { Chip } from '../../../ui/chip.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { TextInput } from '../../../ui/field.tsx'
import { Skeleton, skeletonDelay } from '../../../ui/skeleton.tsx'
import { notify } from '../../../ui/toast.tsx'
import { ReplyEditor } from '../replies/reply-editor.tsx'
import { fileOf, itemsIn } from '../replies/reply-file.ts'
import { useSettingsWords } from '../use-settings-words.ts'

function audienceOf(reply: CannedReply, teams: readonly { readonly id: string; readonly name: string }[]) {
  const { for: people } = reply
  return typeof people === 'object' ? (teams.find(team => team.id === people.teamId)?.name ?? null) : people
}

function ReplyRow({ reply, onOpen }: { readonly reply: CannedReply; readonly onOpen: () => void }) {
  const { t } = useSettingsWords()
  const people = audienceOf(reply, useTeams())
  return (
    <li className="border-b border-line last:border-0">
      <button
        type="button"
        onClick={onOpen}
        className="flex w-full items-start gap-4 rounded-s px-2 py-2.5 text-left transition-colors hover:bg-hover"
      >
        <span className="w-32 shrink-0 truncate font-medium text-person-ink max-pane:w-24">
          /{reply.shortcut}
        </span>
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{reply.title}</span>
          <span className="block truncate text-ink-3">{reply.text.replace(/\s+/g, ' ')}</span>
        </span>
        {people === 'everyone' ? null : (
          <Chip tone={people === 'me' ? 'person' : 'neutral'}>
            {people === 'me' ? t('replies.onlyMe') : (people ?? '')}
          </Chip>
        )}
        {reply.language ? <Chip>{reply.language}</Chip> : null}
      </button>
    </li>
  )
}

/** The file that somebody chose, sent; the list is then read anew. */
function useImport() {
  const { t } = useSettingsWords()
  const queries = useQueryClient()
  return async (file: File | undefined) => {
    if (!file) return
    const items = itemsIn(await file.text())
    if (!items) return notify({ title: t('replies.noFile'), text: t('replies.noFileText') })
    try {
      const { added, changed } = await api.call('POST /canned-replies/import', { body: { items } })
      notify({ title: t('replies.imported', { added, changed }) })
    } catch (fault) {
      const { title, text } = sayFailure(fault, t)
      notify({ title: t('replies.notImported'), text: text ?? title })
    }
    await queries.invalidateQueries({ queryKey: cannedRepliesKey })
  }
}

function FileButtons({ replies }: { readonly replies: readonly CannedReply[] }) {
  const { t } = useSettingsWords()
  const send = useImport()
  const chooser = useRef<HTMLInputElement>(null)
  function save() {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([fileOf(replies)], { type: 'application/json' }))
    link.download = 'canned-replies.json'
    link.click()
    URL.revokeObjectURL(link.href)
  }
  return (
    <>
      <input
        ref={chooser}
        type="file"
        accept="application/json,.json"
        aria-label={t('replies.import')}
        className="hidden"
        onChange={event => {
          void send(event.target.files?.[0])
          event.target.value = ''
        }}
      />
      <Button
        icon={<Upload size={14} />}
        tip={t('replies.importTip')}
        onClick={() => chooser.current?.click()}
      >
        {t('replies.import')}
      </Button>
      <Button
        icon={<Download size={14} />}
        denied={replies.length === 0 ? t('replies.nothingYet') : null}
        onClick={save}
      >
        {t('replies.export')}
      </Button>
    </>
  )
}

export function RepliesSection() {
  const { t } = useSettingsWords()
  const actor = useActor()
  const { data, isError, refetch } = useCannedReplies(true)
  const [query, setQuery] = useState('')
  const [open, setOpen] = useState<CannedReply | 'new' | null>(null)
  const words = useDeferredValue(query.trim().toLocaleLowerCase())
  const all = data?.items
  const found = useMemo(
    () =>
      all?.filter(({ shortcut, title, text }) =>
        `/${shortcut} ${title} ${text}`.toLocaleLowerCase().includes(words),
      ),
    [all, words],
  )
  if (isError && !all)
    return (
      <div className="h-64">
        <Empty
          icon={<TriangleAlert size={18} />}
          title={t('replies.failed')}
          action={<Button onClick={() => void refetch()}>{t('app.retry')}</Button>}
        />
      </div>
    )
  return (
    <>
      <p className="-mt-2 pb-4 text-ink-2">
        {t(actor.role === 'agent' ? 'replies.aboutAgent' : 'replies.about')}
      </p>
      <div className="flex flex-wrap items-center gap-2 pb-3">
        <div className="relative min-w-48 flex-1">
          <Search
            size={14}
            className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-ink-3"
          />
          <TextInput
            type="search"
            aria-label={t('replies.search')}
            placeholder={t('replies.search')}
            value={query}
            onChange={event => setQuery(event.target.value)}
            className="pl-8"
          />
        </div>
        <FileButtons replies={all ?? []} />
        <Button look="filled" icon={<Plus size={14} />} onClick={() => setOpen('new')}>
          {t('replies.add')}
        </Button>
      </div>
      {!found ? (
        <div className={`flex flex-col gap-3 ${skeletonDelay}`}>
          <Skeleton className="h-11 w-full" />
          <Skeleton className="h-11 w-full" />
          <Skeleton className="h-11 w-full" />
        </div>
      ) : found.length > 0 ? (
        <ul className="-mx-2">
          {found.map(reply => (
            <ReplyRow key={reply.id} reply={reply} onOpen={() => setOpen(reply)} />
          ))}
        </ul>
      ) : (
        <div className="h-64">
          <Empty
            icon={<MessageSquareText size={18} />}
            title={t(query ? 'replies.nothingFound' : 'replies.nothingYet')}
            text={query ? undefined : t('replies.nothingYetText')}
          />
        </div>
      )}
      <ReplyEditor
        key={open === 'new' ? 'new' : (open?.id ?? 'none')}
        reply={open === 'new' ? null : open}
        open={open !== null}
        onClose={() => setOpen(null)}
      />
    </>
  )
}
