// The tray of a conversation, for as long as the agent is signed in.
import type { ChannelRow } from '@baton/client'
import { useCallback, useMemo, useSyncExternalStore } from 'react'
import type { Desk } from '../../../app/desk.ts'
import { api } from '../../../app/link.ts'
import { useSession } from '../../../app/session.tsx'
import { useDesk } from '../../../app/use-desk.tsx'
import { refusedBy } from '../channel/file-limits.ts'
import type { Attached } from './tray.ts'
import { Tray } from './tray.ts'

const trays = new WeakMap<Desk, Map<string, Tray>>()

function trayOf(desk: Desk, conversationId: string): Tray {
  const ofDesk = trays.get(desk) ?? new Map<string, Tray>()
  trays.set(desk, ofDesk)
  const tray = ofDesk.get(conversationId) ?? new Tray()
  ofDesk.set(conversationId, tray)
  return tray
}

export interface Attachments {
  readonly tray: Tray
  readonly items: readonly Attached[]
  readonly add: (files: Iterable<File>) => Promise<void>
  readonly retry: (item: Attached) => Promise<void>
  readonly remove: (key: string) => void
  /** Why the message cannot be sent with them now. */
  readonly blocked: 'waits' | 'stuck' | null
}

/** With what the channel would not take marked as such. */
function checked(items: readonly Attached[], limits: ChannelRow['limits']): readonly Attached[] {
  if (!limits) return items
  return items.map(item => {
    const mimeType = item.part?.mimeType ?? item.file?.type ?? ''
    if (item.trouble !== null || mimeType === '') return item
    const refusal = refusedBy(limits, mimeType, item.sizeBytes)
    if (!refusal) return item
    return refusal.why === 'kind'
      ? { ...item, trouble: 'limitKind' }
      : { ...item, trouble: 'limitSize', maxBytes: refusal.maxBytes }
  })
}

export function useTray(conversationId: string, limits: ChannelRow['limits']): Attachments {
  const desk = useDesk()
  const { mediaMaxBytes } = useSession()
  const tray = useMemo(() => trayOf(desk, conversationId), [desk, conversationId])
  const laid = useSyncExternalStore(tray.subscribe, tray.get)
  const items = useMemo(() => checked(laid, limits), [laid, limits])
  const add = useCallback(
    async (files: Iterable<File>) => {
      const { addFiles } = await import('./uploads.ts')
      addFiles(tray, files, mediaMaxBytes)
    },
    [tray, mediaMaxBytes],
  )
  const retry = useCallback(
    async (item: Attached) => {
      const { upload } = await import('./uploads.ts')
      await upload(tray, item)
    },
    [tray],
  )
  const remove = useCallback(
    (key: string) => {
      const id = tray.remove(key)
      // What stays after all is swept by the server.
      if (id) void api.call('DELETE /media/{id}', { params: { id } }).catch(() => undefined)
    },
    [tray],
  )
  const blocked = items.some(({ trouble }) => trouble !== null)
    ? 'stuck'
    : items.some(({ part }) => part === null)
      ? 'waits'
      : null
  return { tray, items, add, retry, remove, blocked }
}
