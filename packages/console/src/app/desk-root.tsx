// Everything below it knows who works here and is told live. Signed out, it goes to the door and keeps drafts.
import { isApiError } from '@baton/client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Outlet, useNavigate } from '@tanstack/react-router'
import { TriangleAlert } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { notify } from '../ui/toast.tsx'
import { ActionsProvider } from './actions.tsx'
import { Desk } from './desk.ts'
import { useWords } from './i18n.tsx'
import { api, beginLive, onSignedOut } from './link.ts'
import { MentionNews } from './mentions-door.tsx'
import { Newsroom } from './newsroom.tsx'
import type { Me } from './session.tsx'
import { SessionProvider } from './session.tsx'
import { DeskProvider } from './use-desk.tsx'
import { useIdle } from './use-idle.ts'

function useLiveDesk(agentId: string, onGone: () => void): Desk | null {
  const [desk, setDesk] = useState<Desk | null>(null)
  useEffect(() => {
    const live = beginLive()
    const begun = new Desk(live, agentId)
    const end = begun.begin()
    const unwatch = live.onStatus(status => {
      if (status === 'signed_out') onGone()
    })
    const unwatchApi = onSignedOut(onGone)
    setDesk(begun)
    return () => {
      unwatch()
      unwatchApi()
      end()
      live.close()
    }
  }, [agentId, onGone])
  return desk
}

function Working({ me, leave }: { readonly me: Me; readonly leave: (again: boolean) => void }) {
  const desk = useLiveDesk(
    me.agent.id,
    useCallback(() => leave(true), [leave]),
  )
  const signOut = useCallback(() => {
    void api
      .call('POST /sign-out')
      .catch(() => undefined)
      .then(() => leave(false))
  }, [leave])
  if (!desk) return null
  return (
    <SessionProvider me={me} signOut={signOut}>
      <DeskProvider desk={desk}>
        <ActionsProvider onDenied={reason => notify({ title: reason })}>
          <MentionNews />
          <Outlet />
          <Newsroom />
          <Watch />
        </ActionsProvider>
      </DeskProvider>
    </SessionProvider>
  )
}

/** Whether somebody sits before this page. */
function Watch() {
  useIdle()
  return null
}

export function DeskRoot() {
  const { t } = useWords()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const me = useQuery({
    queryKey: ['me'],
    queryFn: () => api.call('GET /me'),
    staleTime: Number.POSITIVE_INFINITY,
    retry: (count, fault) => !(isApiError(fault) && fault.status === 401) && count < 2,
  })
  const leave = useCallback(
    (again: boolean) => {
      queries.clear()
      const to = again ? location.pathname + location.search : undefined
      void navigate({ to: '/sign-in', search: to ? { to } : {} })
    },
    [queries, navigate],
  )
  const signedOut = isApiError(me.error) && me.error.status === 401
  useEffect(() => {
    if (signedOut) leave(false)
  }, [signedOut, leave])
  if (me.data) return <Working me={me.data} leave={leave} />
  if (me.isError && !signedOut)
    return (
      <div className="h-dvh">
        <Empty
          icon={<TriangleAlert size={18} />}
          title={t('signIn.failed')}
          action={<Button onClick={() => void me.refetch()}>{t('app.retry')}</Button>}
        />
      </div>
    )
  return null
}
