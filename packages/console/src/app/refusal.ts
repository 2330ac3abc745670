// Why something cannot be done, and why it was not done, in words. One table for what `legal` says before
// and what the server answers after.
import type { ApiError } from '@baton/client'
import { isApiError } from '@baton/client'
import type { AgentActor, LegalActions, Rejection } from '@baton/core'
import { legal } from '@baton/core'
import type { ConversationRow } from '@baton/protocol'
import type { Saying } from './words.ts'
import { refusalIn } from './words.ts'

type Say = Saying['t']

/** The guards' view of a row. */
export function legalOn(row: ConversationRow, actor: AgentActor): LegalActions {
  const owner = row.owner ? { id: row.owner.id as AgentActor['id'], name: row.owner.name } : null
  return legal({ state: row.state, owner }, actor, row.composerWhileBot)
}

/** Why not, for a tip; null when it can be done. */
export function sayDenied(rejection: Rejection | null, t: Say): string | null {
  if (rejection === null) return null
  switch (rejection.code) {
    case 'already_held':
      return t('denied.already_held', { name: rejection.owner.name })
    case 'not_owner':
      return rejection.owner
        ? t('denied.not_owner', { name: rejection.owner.name })
        : t('denied.not_intervened')
    case 'not_intervened':
    case 'not_requesting':
    case 'intervene_first':
      return t(`denied.${rejection.code}`)
    default:
      return t('denied.other')
  }
}

function ownerIn(problem: Readonly<Record<string, unknown>> | null): string | null {
  const owner = problem?.owner
  if (typeof owner !== 'object' || owner === null || !('name' in owner)) return null
  return typeof owner.name === 'string' ? owner.name : null
}

export interface Failure {
  readonly title: string
  readonly text?: string
}

/** Why the server refused, in the language that the page says it is in. */
export function sayRefused({ code, detail, problem }: ApiError): string {
  const vars: Record<string, string | number> = { detail }
  for (const [name, value] of Object.entries(problem ?? {})) {
    if (typeof value === 'string' || typeof value === 'number') vars[name] = value
    else if (Array.isArray(value) && value.every(item => typeof item === 'string'))
      vars[name] = value.join(', ')
  }
  return refusalIn(document.documentElement.lang, code, vars) ?? detail
}

/** What to tell an agent about a failed call. */
export function sayFailure(fault: unknown, t: Say): Failure {
  if (!isApiError(fault)) return { title: t('failed.title') }
  const name = ownerIn(fault.problem)
  switch (fault.code) {
    case 'already_held':
      return name
        ? { title: t('failed.already_held', { name }), text: t('failed.already_heldText', { name }) }
        : { title: t('failed.title') }
    case 'not_owner':
      return { title: name ? t('failed.not_owner', { name }) : t('failed.notOwnerNobody') }
    case 'intervene_first':
    case 'not_intervened':
    case 'not_requesting':
    case 'not_allowed':
    case 'window_closed':
    case 'client_id_reused':
      return { title: t(`failed.${fault.code}`) }
    case 'unknown_option': {
      const isText = (item: unknown): item is string => typeof item === 'string'
      if (!listIn(fault, 'fields', isText).includes('status'))
        return { title: t('failed.title'), text: sayRefused(fault) }
      const options = listIn(fault, 'options', isText).join(', ')
      return { title: t('failed.statusGone'), text: t('failed.statusGoneText', { options }) }
    }
    case 'unreachable':
    case 'unreadable':
      return { title: t('failed.title'), text: t('failed.network') }
    case 'signed_out':
      return { title: t('failed.signedOut') }
    default:
      if (fault.status === 429) return { title: t('failed.tooMany') }
      // A fault's own words are for operators.
      return { title: t('failed.title'), text: fault.status >= 500 ? t('failed.network') : sayRefused(fault) }
  }
}

/** The `missed` of a stale view (OW6), the `fields` of an incomplete completion: lists that a problem carries. */
export function listIn<Item extends string | number>(
  fault: unknown,
  name: string,
  is: (item: unknown) => item is Item,
): readonly Item[] {
  if (!isApiError(fault)) return []
  const list = fault.problem?.[name]
  return Array.isArray(list) ? list.filter(is) : []
}
