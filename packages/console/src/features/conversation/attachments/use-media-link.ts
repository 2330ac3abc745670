// Where a file of the open conversation can be fetched. Links run out; while a file is on the page its link is
// renewed, and a picture that is shown stays as it is.
import { isApiError } from '@baton/client'
import type { MediaPart } from '@baton/core'
import { useQuery } from '@tanstack/react-query'
import { createContext, useContext, useRef } from 'react'
import { api } from '../../../app/link.ts'
import { previews } from './tray.ts'

/** The conversation whose files are shown; null: files are only named; empty: they are not sent yet. */
export const MediaPlace = createContext<string | null>(null)

/** A link is good for ten minutes at least. */
const renewMs = 9 * 60_000

export interface MediaLink {
  /** Good now; null until there is one. */
  readonly href: string | null
  /** The same for as long as it is shown. */
  readonly src: string | null
  readonly trouble: 'gone' | 'unreachable' | null
  readonly retry: () => void
}

export function useMediaLink({ mediaId }: MediaPart): MediaLink {
  const conversationId = useContext(MediaPlace)
  const shown = useRef<string | null>(null)
  const { data, error, refetch } = useQuery({
    queryKey: ['media', conversationId, mediaId],
    queryFn: () =>
      api.call('GET /conversations/{id}/media/{mediaId}', { params: { id: conversationId ?? '', mediaId } }),
    enabled: Boolean(conversationId),
    staleTime: renewMs,
    gcTime: renewMs,
    refetchInterval: renewMs,
    retry: (count, fault) => count < 2 && !(isApiError(fault) && fault.status === 404),
  })
  const href = data?.url ?? null
  shown.current ??= previews.get(mediaId) ?? href
  const gone = isApiError(error) && error.status === 404
  return {
    href,
    src: shown.current,
    trouble: error && shown.current === null ? (gone ? 'gone' : 'unreachable') : null,
    retry: () => {
      shown.current = null
      void refetch()
    },
  }
}
