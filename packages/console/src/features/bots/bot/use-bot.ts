// One bot as its builders see it, and the draft that is kept on the server while they work.
import type { AnswerOf } from '@baton/client'
import { isApiError } from '@baton/client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { api } from '../../../app/link.ts'
import { botsKey } from '../list/use-bots.ts'
import type { Kept } from './draft-keeper.ts'
import { DraftKeeper } from './draft-keeper.ts'

export type BotDetail = AnswerOf<'GET /bots/{id}'>

export interface BotDraft {
  readonly name: string
  readonly settings: Readonly<Record<string, unknown>>
}

export const botKey = (id: string) => ['bot', id] as const

export function useBot(id: string) {
  return useQuery({
    queryKey: botKey(id),
    queryFn: () => api.call('GET /bots/{id}', { params: { id } }),
    retry: (count, fault) => !(isApiError(fault) && fault.status < 500) && count < 2,
    // A draft from the cache would be saved over a newer one.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

export interface KeptDraft extends Kept {
  readonly put: (draft: BotDraft) => void
  readonly flush: () => Promise<Kept>
  readonly published: () => void
  /** After a conflict: mine goes over theirs. */
  readonly keepMine: () => Promise<void>
}

export function useKeptDraft(bot: BotDetail): KeptDraft {
  const queries = useQueryClient()
  const { id } = bot
  const [keeper] = useState(
    () =>
      new DraftKeeper<BotDraft>({
        revision: bot.revision,
        changed: bot.changed,
        isConflict: fault => isApiError(fault) && fault.code === 'draft_changed',
        save: ({ name, settings }, revision) =>
          api.call('PUT /bots/{id}', {
            params: { id },
            body: {
              ...(name.trim() === '' ? {} : { name: name.trim() }),
              settings: { ...settings },
              revision,
            },
          }),
      }),
  )
  const kept = useSyncExternalStore(keeper.subscribe, keeper.get)
  useEffect(() => {
    const beforeUnload = (event: BeforeUnloadEvent) => {
      if (keeper.get().status === 'saved') return
      event.preventDefault()
      void keeper.flush()
    }
    window.addEventListener('beforeunload', beforeUnload)
    return () => {
      window.removeEventListener('beforeunload', beforeUnload)
      void keeper.flush().then(() => queries.invalidateQueries({ queryKey: botsKey }))
    }
  }, [keeper, queries])
  const keepMine = useCallback(async () => {
    const theirs = await api.call('GET /bots/{id}', { params: { id } })
    await keeper.overwrite(theirs.revision)
  }, [keeper, id])
  return useMemo(
    () => ({
      ...kept,
      put: draft => keeper.put(draft),
      flush: () => keeper.flush(),
      published: () => keeper.published(),
      keepMine,
    }),
    [kept, keeper, keepMine],
  )
}

/** Puts a draft whenever it is another one than before, and whole. */
export function useAutosave(kept: KeptDraft, draft: BotDraft, whole = true): void {
  const saved = useRef(draft)
  const { put } = kept
  const latest = useRef(put)
  latest.current = put
  useEffect(() => {
    if (!whole || saved.current === draft) return
    saved.current = draft
    latest.current(draft)
  }, [draft, whole])
}
