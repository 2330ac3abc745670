// Who the contact is, as the server knows them: read again when a row says that they changed, and edited one field
// at a time.
import type { BodyOf, Contact, ContactWay, WayKind } from '@baton/client'
import { isApiError } from '@baton/client'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '../../app/link.ts'
import { sayFailure } from '../../app/refusal.ts'
import { useWhoWords } from './use-who-words.ts'

type Change = Omit<BodyOf<'PUT /contacts/{id}'>, 'version'>
export type WayChange = BodyOf<'PUT /contacts/{id}/ways/{wayId}'>
export type NewWay = BodyOf<'POST /contacts/{id}/ways'>

/** Null when it was done, else why not, in words. */
export type Refusal = string | null

export interface ContactEdits {
  /** `began`: the contact as it was when the edit began; a field that somebody else changed since is not lost. */
  readonly save: (change: Change, began: Contact) => Promise<Refusal>
  readonly addWay: (way: NewWay) => Promise<Refusal>
  readonly changeWay: (way: ContactWay, change: WayChange) => Promise<Refusal>
  readonly merge: (otherId: string) => Promise<Refusal>
}

/** What a value that is refused should have been. */
type Wrong = WayKind | 'name' | 'language' | 'timeZone' | 'attributes'

function wrongIn(change: Change): Wrong | null {
  const fields = ['name', 'email', 'language', 'timeZone', 'attributes'] as const
  return fields.find(field => field in change) ?? null
}

/** Of the same contact, whatever its version: the field that is edited decides whether two edits meet. */
const sameFields = (change: Change, one: Contact, other: Contact) =>
  (Object.keys(change) as (keyof Change)[]).every(
    field => JSON.stringify(one[field]) === JSON.stringify(other[field]),
  )

export function useContact(id: string, version: number) {
  const { t } = useWhoWords()
  const client = useQueryClient()
  const asked = useQuery({
    queryKey: ['contact', id, version],
    queryFn: ({ signal }) => api.call('GET /contacts/{id}', { params: { id } }, { signal }),
    placeholderData: keepPreviousData,
  })
  const contact = asked.data?.id === id ? asked.data : null
  const edits = useMemo<ContactEdits>(() => {
    const params = { id }
    const done = async (call: () => Promise<Contact>, of: Wrong | null = null): Promise<Refusal> => {
      try {
        const after = await call()
        client.setQueryData(['contact', id, after.version], after)
        client.setQueriesData<Contact>({ queryKey: ['contact', id] }, () => after)
        return null
      } catch (fault) {
        if (isApiError(fault) && fault.code === 'way_taken') return t('who.wayTaken')
        if (isApiError(fault) && of && (fault.status === 400 || fault.status === 422))
          return t(`who.wrong.${of}`)
        const { title, text } = sayFailure(fault, t)
        return text ? `${title}. ${text}` : title
      }
    }
    const put = (change: Change, of: number) =>
      api.call('PUT /contacts/{id}', { params, body: { ...change, version: of } })
    return {
      async save(change, began) {
        let refused: Contact | null = null
        const first = await done(async () => {
          try {
            return await put(change, began.version)
          } catch (fault) {
            if (!isApiError(fault) || fault.code !== 'contact_changed') throw fault
            const now = await api.call('GET /contacts/{id}', { params })
            // Somebody changed another field: the two edits do not meet.
            if (sameFields(change, began, now)) return await put(change, now.version)
            refused = now
            return now
          }
        }, wrongIn(change))
        return refused ? t('who.changed') : first
      },
      addWay: way => done(() => api.call('POST /contacts/{id}/ways', { params, body: way }), way.kind),
      changeWay: ({ id: wayId, kind }, body) =>
        done(() => api.call('PUT /contacts/{id}/ways/{wayId}', { params: { id, wayId }, body }), kind),
      merge: otherId =>
        done(() => api.call('POST /contacts/{id}/merge', { params, body: { contactId: otherId } })),
    }
  }, [id, client, t])
  return { contact, failed: asked.isError && !contact, retry: () => void asked.refetch(), edits }
}
