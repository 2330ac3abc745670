// Routing asks one agent after the other, and says what happens when nobody is there (RT1-RT3). An offer gives
// nobody control: whoever takes over has it, asked or not.
import { textParts } from '../../message/content.ts'
import { recordOf } from '../actor.ts'
import type {
  Context,
  DeclineOffer,
  ExpireOffer,
  OfferTo,
  TellNobodyThere,
  WithdrawOffer,
} from '../command.ts'
import type { Happening } from '../event.ts'
import type { Offer, OfferEnd } from '../request.ts'
import type { Conversation } from '../state.ts'
import type { Decision } from './outcome.ts'
import { happened, nothing, refOf, refused, system, systemMessage } from './outcome.ts'
import { dismissEvents } from './requests.ts'

function openOffer({ control }: Conversation): Offer | null {
  return control.state === 'requesting' ? control.offer : null
}

export function offerTo(state: Conversation, command: OfferTo): Decision {
  const { control } = state
  if (control.state !== 'requesting') return refused({ code: 'not_requesting' })
  if (control.offer) return refused({ code: 'already_offered', agent: control.offer.agent })
  const { agent, teamId, until, newRound } = command
  // Routing looked before it was moved, or before this agent let it pass.
  const hadIt = !newRound && control.passed?.by.includes(agent.id)
  if (state.teamId !== teamId || hadIt) return nothing
  return happened({ type: 'Offered', actor: system, data: { agent: refOf(agent), until, newRound } })
}

function ended(offer: Offer, how: OfferEnd, actor: Happening['actor']): Decision {
  return happened({ type: 'OfferEnded', actor, data: { agent: offer.agent, how } })
}

export function declineOffer(state: Conversation, command: DeclineOffer): Decision {
  const offer = openOffer(state)
  if (offer?.agent.id !== command.actor.id) return refused({ code: 'no_such_offer' })
  return ended(offer, 'declined', recordOf(command.actor))
}

export function withdrawOffer(state: Conversation, command: WithdrawOffer): Decision {
  const offer = openOffer(state)
  if (offer?.agent.id !== command.agentId) return refused({ code: 'no_such_offer' })
  return ended(offer, 'withdrawn', system)
}

export function expireOffer(state: Conversation, command: ExpireOffer, context: Context): Decision {
  const offer = openOffer(state)
  if (offer?.until !== command.until) return refused({ code: 'no_such_offer' })
  if (context.at < offer.until) return refused({ code: 'not_due' })
  return ended(offer, 'expired', system)
}

type Nobody = Pick<TellNobodyThere, 'teamId' | 'why' | 'text' | 'goes'>

/** What is to be done about it, as far as it was not done before. */
function nobodySteps(state: Conversation, { teamId, why, text, goes }: Nobody) {
  const { control, nobody } = state
  if (control.state !== 'requesting' || control.offer || state.teamId !== teamId) return null
  const before = nobody?.episodeSeq === control.episodeSeq ? nobody : null
  const teams = before?.teams ?? []
  const tells = text !== '' && !before?.told
  // Somebody who is only busy will be free; the bot gets it back when waiting is in vain.
  const toBot = goes === 'bot' && state.botId !== null && (why === 'closed' || why === 'absent')
  const toTeam =
    typeof goes === 'object' && goes.teamId !== teamId && !teams.includes(goes.teamId) ? goes.teamId : null
  return tells || toBot || toTeam !== null ? { tells, toBot, toTeam } : null
}

/** Whether `tellNobodyThere` would do anything now. */
export function nobodyOwes(state: Conversation, nobody: Nobody): boolean {
  return nobodySteps(state, nobody) !== null
}

export function tellNobodyThere(state: Conversation, command: TellNobodyThere, context: Context): Decision {
  const { teamId, why, text } = command
  if (state.control.state !== 'requesting') return refused({ code: 'not_requesting' })
  const steps = nobodySteps(state, command)
  if (steps === null) return nothing
  const told = steps.tells ? [systemMessage(context, 0, 'announcement', textParts(text))] : []
  const found: Happening = { type: 'NobodyThere', actor: system, data: { teamId, why, told: steps.tells } }
  const moved: readonly Happening[] =
    steps.toTeam === null ? [] : [{ type: 'QueueChanged', actor: system, data: { teamId: steps.toTeam } }]
  const back = steps.toBot ? dismissEvents(state, system, 'nobody_there', context) : []
  return happened(...told, found, ...moved, ...back)
}
