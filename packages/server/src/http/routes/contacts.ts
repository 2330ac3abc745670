// Who a contact is: ways to reach them, their other conversations, statuses.
import { episodesOf, leads } from '@baton/core'
import type { RouteKey } from '@baton/protocol'
import type { AgentCaller } from '../../app/access.ts'
import type { App } from '../../app/app.ts'
import type { Changed, ContactKey } from '../../app/contacts.ts'
import { newId } from '../../app/new-id.ts'
import type { Loaded } from '../../app/ports.ts'
import { normalisedWay, wayAdvice } from '../../app/reach.ts'
import { conversationRow } from '../../app/rows.ts'
import type { Implementations } from '../call.ts'
import { keyOf, perform } from '../outcomes.ts'
import { notFound, refuse } from '../problem.ts'

type ContactsKey = Exclude<
  Extract<
    RouteKey,
    | `${string} /contacts/${string}`
    | `${string} /statuses`
    | 'POST /conversations/{id}/status'
    | 'POST /conversations/{id}/priority'
  >,
  `POST /contacts/{id}/outreach`
>

const contactOf = ({ workspaceId }: AgentCaller, contactId: ContactKey['contactId']): ContactKey => ({
  workspaceId,
  contactId,
})

async function contactFor(app: App, key: ContactKey) {
  return (await app.contacts.read(key)) ?? notFound('contact')
}

/** Lists and consoles are told; the answer is the contact as it is now. */
async function changed(app: App, key: ContactKey, shownBy: Changed) {
  const { workspaceId } = key
  app.contactChanged(shownBy.map(conversationId => ({ workspaceId, conversationId })))
  return contactFor(app, key)
}

function wayValue(kind: keyof typeof wayAdvice, value: string): string {
  return (
    normalisedWay(kind, value) ??
    refuse(422, 'invalid_way', `${value.slice(0, 80)} cannot be reached this way. ${wayAdvice[kind]}`, {
      fields: ['value'],
    })
  )
}

type ProfileKey = Extract<RouteKey, 'GET /contacts/{id}' | 'PUT /contacts/{id}' | `${string}/ways${string}`>

function profile(app: App): Implementations<ProfileKey> {
  const agentRef = ({ agent: { id, name } }: AgentCaller) => ({ id, name })
  return {
    'GET /contacts/{id}': ({ params, caller }) => contactFor(app, contactOf(caller, params.id)),
    'PUT /contacts/{id}': async ({ params, body, caller }) => {
      const key = contactOf(caller, params.id)
      const { version, ...change } = body
      const done = await app.contacts.change(key, version, change)
      if (done === 'missing') return notFound('contact')
      if (done !== 'stale') return changed(app, key, done)
      return refuse(
        409,
        'contact_changed',
        'Somebody changed this contact meanwhile. Compare, then save again.',
        { contact: await contactFor(app, key) },
      )
    },
    'POST /contacts/{id}/ways': async ({ params, body, caller }) => {
      const key = contactOf(caller, params.id)
      const { kind, label } = body
      const way = { id: newId(), kind, value: wayValue(kind, body.value), label }
      const done = await app.contacts.addWay(key, way, agentRef(caller))
      return done === 'missing' ? notFound('contact') : changed(app, key, done)
    },
    'PUT /contacts/{id}/ways/{wayId}': async ({ params, body, caller }) => {
      const key = contactOf(caller, params.id)
      const kind = (await app.contacts.wayKind(key, params.wayId)) ?? notFound('way to reach this contact')
      const value = body.value === undefined ? undefined : wayValue(kind, body.value)
      const done = await app.contacts.changeWay(key, params.wayId, { ...body, value }, agentRef(caller))
      if (done === 'missing') return notFound('way to reach this contact')
      if (done !== 'taken') return changed(app, key, done)
      return refuse(409, 'way_taken', 'The contact has this already. Keep the other one, or write another.', {
        fields: ['value'],
      })
    },
  }
}

const cursorForm = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_([0-9a-f-]{36})$/

function parseCursor(cursor: string): { at: string; id: string } {
  const [, at, id] = cursorForm.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (!at || !id)
    return refuse(400, 'invalid_cursor', 'This cursor is not one that the list gave. Start again without it.')
  return { at, id }
}

function cursorAfter({ createdAt, state }: Loaded): string {
  return Buffer.from(`${createdAt}_${state.conversationId}`).toString('base64url')
}

type PastKey = 'POST /contacts/{id}/merge' | 'GET /contacts/{id}/conversations'

function past(app: App): Implementations<PastKey> {
  return {
    'POST /contacts/{id}/merge': async ({ params, body, caller }) => {
      if (!leads(caller.agent))
        refuse(403, 'not_allowed', 'Only a lead merges contacts. Ask one.', { needs: 'lead' })
      const key = contactOf(caller, params.id)
      if (params.id === body.contactId)
        refuse(422, 'same_contact', 'This is the same contact. Choose another one.', {
          fields: ['contactId'],
        })
      const other = await contactFor(app, contactOf(caller, body.contactId))
      const done = await app.contacts.merge(key, body.contactId)
      if (done === 'missing') return notFound('contact')
      const contact = await changed(app, key, done.shownBy)
      const text = `${other.name} and ${contact.name} were two contacts and are one now.`
      await Promise.all(
        done.moved.map(id =>
          perform(app, keyOf(caller, id), { type: 'AddNote', actor: caller.agent, text, mentions: [] }),
        ),
      )
      return contact
    },
    'GET /contacts/{id}/conversations': async ({ params, query, caller }) => {
      const key = contactOf(caller, params.id)
      const { cursor, limit } = query
      const found = await app.contacts.conversations(key, cursor ? parseCursor(cursor) : null, limit + 1)
      if (found.length === 0) await contactFor(app, key)
      const page = found.slice(0, limit)
      const ids = page.map(({ state }) => state.conversationId)
      const [workspace, events] = await Promise.all([
        app.directory.of(caller.workspaceId),
        app.contacts.episodeEvents(caller.workspaceId, ids),
      ])
      const last = page.at(-1)
      return {
        items: page.map(loaded => ({
          conversation: conversationRow(loaded, workspace),
          episodes: episodesOf(events.get(loaded.state.conversationId) ?? []).map(episode => ({
            ...episode,
            owners: [...episode.owners],
          })),
        })),
        next: found.length > limit && last ? cursorAfter(last) : null,
      }
    },
  }
}

export function contactsRoutes(app: App): Implementations<ContactsKey> {
  return {
    ...profile(app),
    ...past(app),
    'GET /statuses': async ({ caller }) => {
      const { statuses } = await app.directory.of(caller.workspaceId)
      return { items: [...statuses] }
    },
    'PUT /statuses': async ({ body, caller }) => {
      await app.contacts.setStatuses(caller.workspaceId, body.items)
      app.settingsChanged(caller.workspaceId)
      return body
    },
    'POST /conversations/{id}/status': async ({ params, body, caller }) => {
      const command = { type: 'ChangeStatus', actor: caller.agent, status: body.status } as const
      const { state } = await perform(app, keyOf(caller, params.id), command)
      return { status: state.status }
    },
    'POST /conversations/{id}/priority': async ({ params, body, caller }) => {
      const command = { type: 'ChangePriority', actor: caller.agent, priority: body.priority } as const
      const { state } = await perform(app, keyOf(caller, params.id), command)
      return { priority: state.priority }
    },
  }
}
