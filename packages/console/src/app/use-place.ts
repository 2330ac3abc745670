// Where I am in the inbox, and how I get elsewhere. All of it is in the address.
import type { ConversationRow } from '@baton/client'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import type { Tab } from '../features/inbox/list-order.ts'

export function usePlace() {
  const navigate = useNavigate()
  const { list, team } = useSearch({ from: '/desk/page' })
  const { conversationId } = useParams({ strict: false })
  const search = useMemo(() => ({ list, ...(team ? { team } : {}) }), [list, team])
  const go = useCallback(
    (id: string, where: { readonly list: Tab; readonly team?: string }) =>
      void navigate({ to: '/inbox/$conversationId', params: { conversationId: id }, search: where }),
    [navigate],
  )
  return {
    tab: list,
    teamId: team ?? null,
    openId: conversationId ?? null,
    open: useCallback((id: string) => go(id, search), [go, search]),
    /** From outside the list: the list shows the one, and the queue, where the conversation stands. */
    openIn: useCallback(
      (id: string, row: ConversationRow | null) => {
        const next = row?.state ?? list
        go(id, team && (!row || row.teamId === team) ? { list: next, team } : { list: next })
      },
      [go, list, team],
    ),
    choose: useCallback(
      (next: Tab) => void navigate({ to: '.', search: { ...search, list: next }, replace: true }),
      [navigate, search],
    ),
    /** Null: everybody's queue. */
    chooseTeam: useCallback(
      (next: string | null, tab?: Tab) =>
        void navigate({
          to: '.',
          search: {
            list: tab ?? (list === 'mine' ? (next ? 'requesting' : 'active') : list),
            ...(next ? { team: next } : {}),
          },
          replace: true,
        }),
      [navigate, list],
    ),
    back: useCallback(() => void navigate({ to: '/inbox', search }), [navigate, search]),
    openBots: useCallback(() => void navigate({ to: '/bots' }), [navigate]),
    openRules: useCallback(() => void navigate({ to: '/rules' }), [navigate]),
    openSettings: useCallback(() => void navigate({ to: '/settings' }), [navigate]),
  }
}
