// What an AI agent may read: texts out of files, and pages.
import type { AnswerOf, BodyOf } from '@baton/client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { FileText, Globe, Link, RefreshCw, Trash2, TriangleAlert, Upload } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import { api } from '../../../app/link.ts'
import { sayFailure } from '../../../app/refusal.ts'
import { Button } from '../../../ui/button.tsx'
import { TextInput } from '../../../ui/field.tsx'
import { SwitchRow } from '../../../ui/switch-row.tsx'
import { FormSection } from '../forms/form-section.tsx'
import { useBotWords } from '../use-bot-words.ts'
import { isAddress } from './incomplete.ts'

type Source = AnswerOf<'GET /bots/{id}/knowledge'>['items'][number]
type NewSource = BodyOf<'POST /bots/{id}/knowledge'>
type TextType = Extract<NewSource, { type: string }>['type']

const typeByEnding: Readonly<Record<string, TextType>> = {
  txt: 'text/plain',
  md: 'text/markdown',
  markdown: 'text/markdown',
  html: 'text/html',
  htm: 'text/html',
  csv: 'text/csv',
}

const endingOf = (name: string) => name.split('.').at(-1)?.toLowerCase() ?? ''

function useSources(botId: string) {
  const { t } = useBotWords()
  const queries = useQueryClient()
  const queryKey = ['knowledge', botId] as const
  const [busy, setBusy] = useState<string | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const list = useQuery({
    queryKey,
    queryFn: () => api.call('GET /bots/{id}/knowledge', { params: { id: botId } }),
  })
  /** Whether it was done. */
  async function act(what: string, work: () => Promise<unknown>): Promise<boolean> {
    setBusy(what)
    setFailure(null)
    try {
      await work()
      await queries.invalidateQueries({ queryKey })
      return true
    } catch (fault) {
      const { title, text } = sayFailure(fault, t)
      setFailure(text ?? title)
      return false
    } finally {
      setBusy(null)
    }
  }
  return {
    list,
    busy,
    failure,
    fail: setFailure,
    add: (body: NewSource) =>
      act('add', () => api.call('POST /bots/{id}/knowledge', { params: { id: botId }, body })),
    remove: (sourceId: string) =>
      act(sourceId, () =>
        api.call('DELETE /bots/{id}/knowledge/{sourceId}', { params: { id: botId, sourceId } }),
      ),
    refresh: (sourceId: string) =>
      act(sourceId, () =>
        api.call('POST /bots/{id}/knowledge/{sourceId}/refresh', { params: { id: botId, sourceId } }),
      ),
  }
}

function SourceLine(props: {
  readonly source: Source
  readonly busy: boolean
  readonly onRemove: () => void
  readonly onRefresh: () => void
}) {
  const { source, busy, onRemove, onRefresh } = props
  const { t, plural } = useBotWords()
  const Icon = source.problem ? TriangleAlert : source.kind === 'page' ? Globe : FileText
  return (
    <li className="flex items-center gap-2.5 border-b border-line py-2 last:border-0">
      <Icon size={16} className={source.problem ? 'shrink-0 text-failure-ink' : 'shrink-0 text-ink-3'} />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{source.name}</span>
        <span className={source.problem ? 'block text-failure-ink' : 'block truncate text-ink-3'}>
          {source.problem ?? plural('knowledge.characters', source.characters)}
        </span>
      </span>
      {source.kind === 'page' ? (
        <Button
          look="quiet"
          size="s"
          busy={busy}
          aria-label={t('knowledge.refresh', { name: source.name })}
          icon={<RefreshCw size={14} className={busy ? 'animate-turn' : ''} />}
          onClick={onRefresh}
        />
      ) : null}
      <Button
        look="quiet"
        size="s"
        busy={busy}
        aria-label={t('knowledge.remove', { name: source.name })}
        icon={<Trash2 size={14} />}
        onClick={onRemove}
      />
    </li>
  )
}

interface KnowledgeProps {
  readonly botId: string
  readonly on: boolean
  readonly onChange: (on: boolean) => void
}

export function Knowledge({ botId, on, onChange }: KnowledgeProps) {
  const { t } = useBotWords()
  const id = useId()
  const sources = useSources(botId)
  const input = useRef<HTMLInputElement>(null)
  const [url, setUrl] = useState('')
  async function addFile(file: File) {
    const type = typeByEnding[endingOf(file.name)]
    if (!type) return sources.fail(t('knowledge.fileRefused', { name: file.name }))
    await sources.add({ name: file.name.slice(0, 120), type, text: await file.text() })
  }
  async function addPage() {
    if (!isAddress(url)) return sources.fail(t('newBot.urlMissing'))
    if (await sources.add({ url: url.trim() })) setUrl(now => (now === url ? '' : now))
  }
  const items = sources.list.data?.items ?? []
  return (
    <FormSection title={t('knowledge.title')} text={t('knowledge.text')}>
      <SwitchRow label={t('knowledge.on')} hint={t('knowledge.onHint')} on={on} onChange={onChange} />
      {items.length > 0 ? (
        <ul aria-label={t('knowledge.title')} className="-my-2">
          {items.map(source => (
            <SourceLine
              key={source.id}
              source={source}
              busy={sources.busy === source.id}
              onRemove={() => void sources.remove(source.id)}
              onRefresh={() => void sources.refresh(source.id)}
            />
          ))}
        </ul>
      ) : null}
      {sources.list.isError ? <p className="text-failure-ink">{t('knowledge.failed')}</p> : null}
      <form
        className="flex flex-wrap items-center gap-2"
        onSubmit={event => {
          event.preventDefault()
          void addPage()
        }}
      >
        <TextInput
          id={`${id}-url`}
          type="url"
          className="min-w-48 flex-1"
          aria-label={t('knowledge.page')}
          placeholder="https://shop.example/returns"
          value={url}
          onChange={event => setUrl(event.target.value)}
        />
        <Button type="submit" busy={sources.busy === 'add'} icon={<Link size={14} />}>
          {t('knowledge.addPage')}
        </Button>
        <Button
          busy={sources.busy === 'add'}
          icon={<Upload size={14} />}
          onClick={() => input.current?.click()}
        >
          {t('knowledge.addFile')}
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          aria-label={t('knowledge.addFile')}
          accept={Object.keys(typeByEnding)
            .map(ending => `.${ending}`)
            .join(',')}
          onChange={event => {
            const [file] = event.target.files ?? []
            event.target.value = ''
            if (file) void addFile(file)
          }}
        />
      </form>
      {sources.failure ? (
        <p role="alert" className="text-failure-ink">
          {sources.failure}
        </p>
      ) : null}
    </FormSection>
  )
}
