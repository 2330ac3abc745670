// Folds whom routing asked, and that nobody was there (RT1-RT3).
import type { ConversationEvent } from './event.ts'
import type { NobodyThere, Passed } from './request.ts'
import type { Conversation } from './state.ts'

type Of<T extends ConversationEvent['type']> = Extract<ConversationEvent, { type: T }>

export function offered(state: Conversation, event: Of<'Offered'>): Conversation {
  const { control } = state
  if (control.state !== 'requesting') return state
  const { agent, until, newRound } = event.data
  const passed = newRound ? null : control.passed
  return { ...state, control: { ...control, offer: { agent, until }, passed } }
}

export function offerEnded(state: Conversation, event: Of<'OfferEnded'>): Conversation {
  const { control } = state
  if (control.state !== 'requesting') return state
  const { agent, how } = event.data
  const by = [...(control.passed?.by ?? []), agent.id]
  // Whoever could not be asked has not let it pass.
  const passed: Passed | null = how === 'withdrawn' ? control.passed : { by, at: event.at }
  return { ...state, control: { ...control, offer: null, passed } }
}

export function nobodyThere(state: Conversation, event: Of<'NobodyThere'>): Conversation {
  const { control } = state
  if (control.state !== 'requesting') return state
  const { teamId, told } = event.data
  const { episodeSeq } = control
  const before = state.nobody?.episodeSeq === episodeSeq ? state.nobody : null
  const nobody: NobodyThere = {
    episodeSeq,
    told: told || (before?.told ?? false),
    teams: [...(before?.teams ?? []).filter(team => team !== teamId), teamId],
  }
  return { ...state, nobody }
}
