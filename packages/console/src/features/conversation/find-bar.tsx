// Finding inside the open conversation: over the log that is held, so that nothing is asked of the server.
import type { ConversationRow } from '@baton/client'
import { marksIn, searchTerms } from '@baton/core'
import { ChevronDown, ChevronUp, Search, X } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { FindHere } from '../../app/find-here.ts'
import { findHere } from '../../app/find-here.ts'
import { useWords } from '../../app/i18n.tsx'
import { askJump } from '../../app/jumps.ts'
import type { ReadLog } from '../../app/logs.ts'
import { Button } from '../../ui/button.tsx'
import { markWords, unmarkWords } from './mark-words.ts'

interface FindBarProps {
  readonly row: ConversationRow
  readonly log: ReadLog
  readonly find: FindHere
}

function useHits(log: ReadLog, query: string): readonly number[] {
  return useMemo(() => {
    const terms = searchTerms(query)
    if (terms.length === 0) return []
    return log.items.flatMap(({ seq, type, data }) => {
      const isSaid = type === 'MessageReceived' || type === 'MessageSent' || type === 'NoteAdded'
      return isSaid && typeof data.text === 'string' && marksIn(data.text, terms).length > 0 ? [seq] : []
    })
  }, [log.items, query])
}

export function FindBar({ row, log, find }: FindBarProps) {
  const { t } = useWords()
  const box = useRef<HTMLInputElement>(null)
  const [query, setQuery] = useState(find.query)
  const [seq, setSeq] = useState(find.seq)
  const hits = useHits(log, query)
  const at = seq === null ? -1 : hits.indexOf(seq)
  useEffect(() => {
    setQuery(find.query)
    setSeq(find.seq)
    // Whoever came by a hit reads on; whoever came by the key types.
    if (find.seq === null) box.current?.select()
  }, [find])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a line that came or that was scrolled to has words, too
  useEffect(() => {
    markWords(searchTerms(query))
    return unmarkWords
  }, [query, log.items, seq])

  function go(to: number) {
    const hit = hits[(to + hits.length) % hits.length]
    if (hit === undefined) return
    setSeq(hit)
    askJump(row.id, hit)
  }
  const earlier = () => go(at < 0 ? hits.length - 1 : at - 1)
  const later = () => go(at < 0 ? hits.length - 1 : at + 1)
  const count =
    query.trim() === ''
      ? ''
      : hits.length === 0
        ? t('find.none')
        : t('find.count', { at: at + 1, count: hits.length })
  return (
    <search
      aria-label={t('find.label')}
      className="flex shrink-0 animate-fade items-center gap-1 border-b border-line bg-surface px-4 py-1.5"
    >
      <Search size={14} className="shrink-0 text-ink-3" />
      <input
        ref={box}
        value={query}
        // biome-ignore lint/a11y/noAutofocus: the key that opens it says where typing goes
        autoFocus={find.seq === null}
        aria-label={t('find.label')}
        placeholder={t('find.place')}
        onChange={event => {
          setQuery(event.target.value)
          setSeq(null)
        }}
        onKeyDown={event => {
          if (event.key === 'Escape') findHere(null)
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
          event.preventDefault()
          if (event.shiftKey) later()
          else earlier()
        }}
        className="h-8 min-w-0 flex-1 bg-transparent px-1 text-13 outline-none touch:text-16"
      />
      <span role="status" className="shrink-0 px-1 text-ink-3 tabular-nums">
        {count}
      </span>
      <Button
        look="quiet"
        size="s"
        icon={<ChevronUp size={16} />}
        aria-label={t('find.previous')}
        tip={t('find.previous')}
        idle={hits.length === 0}
        onClick={earlier}
      />
      <Button
        look="quiet"
        size="s"
        icon={<ChevronDown size={16} />}
        aria-label={t('find.next')}
        tip={t('find.next')}
        idle={hits.length === 0}
        onClick={later}
      />
      <Button
        look="quiet"
        size="s"
        icon={<X size={16} />}
        aria-label={t('find.close')}
        tip={t('find.close')}
        onClick={() => findHere(null)}
      />
    </search>
  )
}
