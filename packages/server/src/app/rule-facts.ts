// What a rule is asked about: the conversation as it stands now, and what has just been said in it.
import type { ChannelId, HeardSignal, Instant, RuleFacts, SpokenBy, TeamId } from '@baton/core'
import { isOpen, priorityInForce } from '@baton/core'
import { languageOf } from '@baton/detection'
import type { Hearing } from './hearing.ts'
import type { Loaded } from './ports.ts'
import type { Workspace } from './workspace.ts'

export interface JustSaid {
  readonly seq: number
  readonly by: SpokenBy
  readonly text: string
}

type Hours = NonNullable<Workspace['routing']['hours']>

// Asking a clock of another time zone costs more than all the rest of a rule; it changes with the minute.
const asked = new WeakMap<Hours, { readonly minute: string; readonly open: boolean }>()
const minuteChars = 16

function openAt(hours: Hours | null, at: Instant): boolean {
  if (hours === null) return true
  const minute = at.slice(0, minuteChars)
  const known = asked.get(hours)
  if (known?.minute === minute) return known.open
  const open = isOpen(hours, at)
  asked.set(hours, { minute, open })
  return open
}

/** When nothing was said just now, what the customer said last, as far as lists show it. */
function lastSaid({ lastMessage }: Loaded): JustSaid | null {
  if (lastMessage === null || (lastMessage.from !== 'contact' && lastMessage.from !== 'bot')) return null
  return { seq: lastMessage.seq, by: lastMessage.from, text: lastMessage.text }
}

function isOpenAt({ teams, routing }: Workspace, at: Instant): RuleFacts['isOpen'] {
  return (teamId: TeamId | null) => {
    const team = teamId === null ? undefined : teams.get(teamId)
    return openAt(team?.routing.hours ?? routing.hours, at)
  }
}

export function requestedSince({ state: { control } }: Loaded): Instant | null {
  return control.state === 'requesting' ? control.request.since : null
}

/** Null: in none that is known here, or too little was said. */
function spoken(text: string): string | null {
  const { language } = languageOf(text)
  return language === 'und' ? null : language
}

export function factsOf(
  loaded: Loaded,
  hearing: Hearing,
  workspace: Workspace,
  at: Instant,
  said: JustSaid | null,
): RuleFacts {
  const { state, contact, known } = loaded
  const message = said ?? lastSaid(loaded)
  return {
    at,
    message,
    heard: hearing.last,
    state: state.control.state,
    teamId: state.teamId,
    channelId: loaded.channelId,
    botId: state.botId,
    tags: state.tags,
    status: state.status,
    priority: priorityInForce(state),
    contact: {
      email: contact.email,
      // Asked of the words only where a rule wants to know it.
      get language() {
        return known?.language ?? (message?.by === 'contact' ? spoken(message.text) : null)
      },
      attributes: known?.attributes ?? {},
    },
    requestedSince: requestedSince(loaded),
    unansweredSince: hearing.unansweredSince,
    botFailures: hearing.failures,
    botFallbacks: hearing.running.fallbacks.length,
    contactMessages: hearing.messages,
    isOpen: isOpenAt(workspace, at),
    judged: prompt => {
      const verdict = hearing.verdicts[prompt]
      return verdict && verdict.seq >= (state.lastContact?.seq ?? 0) ? verdict : null
    },
  }
}

/** The first message of a conversation about which nothing is known: what a rule's preview is asked about. */
export function sampleFacts(
  workspace: Workspace,
  at: Instant,
  said: JustSaid,
  signals: readonly HeardSignal[],
): RuleFacts {
  return {
    at,
    message: said,
    heard: { seq: said.seq, signals },
    state: 'active',
    teamId: null,
    channelId: '' as ChannelId,
    botId: null,
    tags: [],
    status: null,
    priority: 'low',
    contact: { email: null, language: null, attributes: {} },
    requestedSince: null,
    unansweredSince: null,
    botFailures: 0,
    botFallbacks: 0,
    contactMessages: 1,
    isOpen: isOpenAt(workspace, at),
    judged: () => null,
  }
}
