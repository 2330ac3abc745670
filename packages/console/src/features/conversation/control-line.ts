// What a change of control says: who, what, why. One sentence a kind of event, in the agent's language.
import type { RequestReason } from '@baton/core'
import { duration } from '../../app/time.ts'
import type { Saying } from '../../app/words.ts'
import type { ControlEvent } from './transcript.ts'

export type LineIcon =
  | 'question'
  | 'mark'
  | 'stars'
  | 'request'
  | 'person'
  | 'queue'
  | 'bot'
  | 'done'
  | 'failure'
  | 'tag'
  | 'dismiss'
  | 'alert'

export interface Said {
  readonly icon: LineIcon
  readonly what: string
  /** Why, and how long: parted by dots after `what`. */
  readonly why: readonly string[]
}

export interface Telling {
  readonly t: Saying['t']
  readonly meId: string
  readonly contactName: string
  readonly botName: string
  readonly teamName: (id: string) => string | null
}

type Named = { readonly kind: string; readonly id?: string; readonly name?: string }

function agentName(
  { id, name }: { readonly id?: string; readonly name?: string },
  telling: Pick<Telling, 't' | 'meId'>,
  key: 'line.me' | 'line.toMe' = 'line.me',
): string {
  const said = name ?? ''
  return id === telling.meId ? telling.t(key, { name: said }) : said
}

function whoOf(actor: Named, { t, meId, contactName, botName }: Telling): string {
  if (actor.kind === 'agent') return agentName(actor, { t, meId })
  if (actor.kind === 'contact') return contactName
  if (actor.kind === 'bot') return actor.name ?? botName
  // Of the platform, only its rules have names.
  return actor.name ? t('line.rule', { rule: actor.name }) : t('list.system')
}

export function sayReason(reason: RequestReason, telling: Telling): string {
  if (reason.cause === 'rule' && 'name' in reason.by && reason.by.name)
    return telling.t('line.ruleAsked', { rule: reason.by.name })
  return telling.t(`line.requestedBy.${reason.cause}`, { who: whoOf(reason.by, telling) })
}

function present(...parts: readonly (string | null | undefined | false)[]): readonly string[] {
  const said = parts.filter(part => typeof part === 'string' && part.trim() !== '') as readonly string[]
  // What stands between dots ends without one of its own.
  return said.map(part => part.trim().replace(/(?<!\.)\.$/, ''))
}

const platformReasons = ['owner_gone', 'agent_deactivated', 'nobody_there', 'maximum_wait'] as const

/** An agent's own words; of the platform's, what they mean. */
function sayWhy(reason: string, by: Named, t: Telling['t']): string {
  const known = by.kind === 'system' ? platformReasons.find(one => one === reason) : undefined
  return known ? t(`line.why.${known}`) : reason
}

/** A rule's reason begins with its name, which the line says already. */
const withoutName = (why: string, name: string): string =>
  why === name ? '' : why.startsWith(`${name}: `) ? why.slice(name.length + 2) : why

const withoutRule = ({ text, by }: RequestReason): string =>
  'name' in by && by.name ? withoutName(text, by.name) : text

function team(id: string, { t, teamName }: Telling): string {
  return teamName(id) ?? t('line.team')
}

function takenOver(event: Extract<ControlEvent, { type: 'TakenOver' }>, telling: Telling): Said {
  const { t } = telling
  const { owner, via, cancelBot, waitedMs } = event.data
  const who = whoOf(event.actor, telling)
  const given = event.actor.kind === 'agent' && event.actor.id !== owner.id
  const ownerName = agentName(owner, telling, 'line.toMe')
  return {
    icon: 'person',
    what: given ? t('line.takenFor', { who, owner: ownerName }) : t('line.takenOver', { who }),
    why: present(
      via !== 'console' && t(`line.via.${via}`),
      cancelBot && t('line.cancelledBot'),
      waitedMs !== null && t('line.waited', { time: duration(waitedMs, t) }),
    ),
  }
}

function resumed(event: Extract<ControlEvent, { type: 'BotResumed' }>, { t }: Telling): Said {
  const { resume } = event.data
  const what =
    typeof resume === 'string' ? t(`line.resumed.${resume}`) : t('line.resumed.at', { block: resume.at })
  return { icon: 'bot', what, why: [] }
}

function resolved(event: Extract<ControlEvent, { type: 'Resolved' }>, telling: Telling): Said {
  const { t } = telling
  const { how, topic, outcome, tags, heldMs } = event.data
  const who = whoOf(event.actor, telling)
  return {
    icon: 'done',
    what: how === 'agent' ? t('line.resolved', { who }) : t('line.resolvedIdle'),
    why: present(topic, outcome, tags.join(', '), t('line.heldFor', { time: duration(heldMs, t) })),
  }
}

function tagsChanged(event: Extract<ControlEvent, { type: 'TagsChanged' }>, telling: Telling): Said {
  const { t } = telling
  const who = whoOf(event.actor, telling)
  const added = event.data.added.join(', ')
  const removed = event.data.removed.join(', ')
  if (added && removed) return { icon: 'tag', what: t('line.tagsBoth', { who, added, removed }), why: [] }
  const what = added
    ? t('line.tagsAdded', { who, tags: added })
    : t('line.tagsRemoved', { who, tags: removed })
  return { icon: 'tag', what, why: [] }
}

type BotNews = Extract<
  ControlEvent,
  {
    type:
      | 'QuestionAsked'
      | 'QuestionAnswered'
      | 'QuestionExpired'
      | 'TransferPromised'
      | 'PriorityChanged'
      | 'StatusChanged'
      | 'FeedbackGiven'
  }
>

/** What bots ask and promise, and what is noted. */
function sayBotNews(event: BotNews, telling: Telling): Said {
  const { t } = telling
  const who = whoOf(event.actor, telling)
  switch (event.type) {
    case 'QuestionAsked':
      return { icon: 'question', what: t('line.asked', { who }), why: present(event.data.question) }
    case 'QuestionAnswered':
      return { icon: 'question', what: t('line.answered', { who }), why: present(event.data.answer) }
    case 'QuestionExpired':
      return { icon: 'question', what: t('line.expired'), why: present(event.data.question) }
    case 'TransferPromised':
      return { icon: 'failure', what: t('line.promised', { who }), why: [t('line.promisedWhy')] }
    case 'PriorityChanged':
      return {
        icon: 'mark',
        what: t('line.priority', { who, priority: t(`priority.${event.data.priority}`) }),
        why: [],
      }
    case 'StatusChanged':
      return {
        icon: 'mark',
        what:
          event.data.status === null
            ? t('line.noStatus', { who })
            : t('line.status', { who, status: event.data.status }),
        why: [],
      }
    case 'FeedbackGiven':
      return {
        icon: 'stars',
        what: t('line.feedback', { rating: event.data.rating }),
        why: present(event.data.comment),
      }
  }
}

/** An offer that nobody took; one that was withdrawn gives no line. */
function offerEnded(event: Extract<ControlEvent, { type: 'OfferEnded' }>, telling: Telling): Said {
  const who = agentName(event.data.agent, telling)
  const key = event.data.how === 'declined' ? 'line.offerDeclined' : 'line.offerExpired'
  return { icon: 'dismiss', what: telling.t(key, { who }), why: [] }
}

/** The sentence of one control event. */
export function sayControl(event: ControlEvent, telling: Telling): Said {
  const { t } = telling
  const who = whoOf(event.actor, telling)
  switch (event.type) {
    case 'HumanRequested': {
      const { reason, summary, priority, teamId } = event.data
      const urgency = priority === 'high' || priority === 'urgent' ? t(`priority.${priority}`) : null
      // The summary is the brief's, which stands beside; here only where nothing else says why.
      const why = present(withoutRule(reason) || summary, urgency, teamId && team(teamId, telling))
      return { icon: 'request', what: sayReason(reason, telling), why }
    }
    case 'AlertRaised': {
      const { name, why } = event.data
      return {
        icon: 'alert',
        what: t('line.ruleAlerted', { rule: name }),
        why: present(withoutName(why, name)),
      }
    }
    case 'RequestDismissed':
      return {
        icon: 'dismiss',
        what: t('line.dismissed', { who }),
        why: present(sayWhy(event.data.reason, event.actor, t)),
      }
    case 'QueueChanged': {
      const { teamId } = event.data
      const what = teamId
        ? t('line.queued', { who, team: team(teamId, telling) })
        : t('line.unqueued', { who })
      return { icon: 'queue', what, why: [] }
    }
    case 'TakenOver':
      return takenOver(event, telling)
    case 'OwnerChanged': {
      const { owner, previousOwner } = event.data
      const took = event.actor.kind === 'agent' && event.actor.id === owner.id
      const what = took
        ? t('line.ownerTaken', {
            who,
            owner: agentName(previousOwner, telling, 'line.toMe'),
          })
        : t('line.ownerChanged', { who, owner: agentName(owner, telling, 'line.toMe') })
      return { icon: 'person', what, why: [] }
    }
    case 'ReturnedToQueue': {
      const { reason, teamId } = event.data
      const said = reason === 'assigned' ? null : sayWhy(reason, event.actor, t)
      const why = present(said, teamId && team(teamId, telling))
      return { icon: 'queue', what: t('line.returned', { who }), why }
    }
    case 'TakeoverCancelled':
      return { icon: 'bot', what: t('line.cancelled', { who }), why: [t('line.backToBot')] }
    case 'Resolved':
      return resolved(event, telling)
    case 'BotResumed':
      return resumed(event, telling)
    case 'BotChanged':
      return {
        icon: 'bot',
        what: event.data.botId ? t('line.botChanged', { who }) : t('line.botRemoved', { who }),
        why: present(event.data.block),
      }
    case 'TurnFailed':
      return {
        icon: 'failure',
        what: t('line.turnFailed', { count: event.data.failures }),
        why: present(event.data.problem),
      }
    case 'TurnEnded':
      return { icon: 'failure', what: t('line.turnGaveUp'), why: [] }
    case 'TagsChanged':
      return tagsChanged(event, telling)
    case 'OfferEnded':
      return offerEnded(event, telling)
    case 'NobodyThere': {
      const { teamId, why, told } = event.data
      const also = present(teamId && team(teamId, telling), told && t('line.nobodyTold'))
      return { icon: 'queue', what: t(`line.nobody.${why}`), why: also }
    }
    case 'LineHolderChanged': {
      const { holder } = event.data
      const what = holder === null ? t('line.heldHere') : t('line.heldElsewhere', { name: holder })
      return { icon: 'queue', what, why: [] }
    }
    case 'PermitGranted':
      return { icon: 'bot', what: t('line.permit', { action: event.data.action }), why: [] }
    default:
      return sayBotNews(event, telling)
  }
}
