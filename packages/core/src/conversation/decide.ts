// The decider: what a command does to a conversation, or why it does nothing. No clock, no chance, no throw;
// the rules are numbered in SPEC.md.
import { recordOf } from './actor.ts'
import type { ChannelCommand, Command, Context } from './command.ts'
import {
  changeLineHolder,
  claimDelivery,
  deferDelivery,
  editMessage,
  react,
  reportDelivery,
  retryDelivery,
  revokeMessage,
  settleMedia,
} from './decide/delivery.ts'
import { giveFeedback } from './decide/feedback.ts'
import { changeBot, resolve, returnIdle } from './decide/hand-back.ts'
import { changePriority, changeStatus, noteAdded, tagEvents } from './decide/marks.ts'
import { interruptMessage, reachOut, receiveMessage, sendMessage } from './decide/messages.ts'
import { declineOffer, expireOffer, offerTo, tellNobodyThere, withdrawOffer } from './decide/offers.ts'
import type { Decision } from './decide/outcome.ts'
import { happened, nothing } from './decide/outcome.ts'
import { answerQuestion, expireQuestion } from './decide/questions.ts'
import { dismissRequest, expireWait, requestHuman } from './decide/requests.ts'
import { fireRule, hearSignals } from './decide/rules.ts'
import { assign, cancelTakeover, returnGone, returnToQueue, takeOver } from './decide/takeover.ts'
import { answerTurn, deferTurn, failTurn, grantPermit, wakeBot } from './decide/turns.ts'
import type { Conversation } from './state.ts'

/** What `command` does to `state`: the events, or the rejection. */
export function decide(state: Conversation, command: Command, context: Context): Decision {
  switch (command.type) {
    case 'ReceiveMessage':
      return receiveMessage(state, command, context)
    case 'ReachOut':
      return reachOut(state, command, context)
    case 'SendMessage':
      return sendMessage(state, command, context)
    case 'RequestHuman':
      return requestHuman(state, command, context)
    case 'DismissRequest':
      return dismissRequest(state, command, context)
    case 'TakeOver':
      return takeOver(state, command, context)
    case 'Assign':
      return assign(state, command, context)
    case 'ReturnToQueue':
      return returnToQueue(state, command, context)
    case 'CancelTakeover':
      return cancelTakeover(state, command, context)
    case 'Resolve':
      return resolve(state, command, context)
    case 'GiveFeedback':
      return giveFeedback(state, command)
    case 'ChangeBot':
      return changeBot(state, command, context)
    case 'AddNote':
      return happened(noteAdded(command))
    case 'GiveGuidance':
      return happened({ type: 'GuidanceGiven', actor: recordOf(command.actor), data: { text: command.text } })
    case 'ChangeTags':
      return happened(...tagEvents(state, recordOf(command.actor), command.add, command.remove))
    case 'ChangeStatus':
      return changeStatus(state, command, context)
    case 'ChangePriority':
      return changePriority(state, command)
    case 'AnswerQuestion':
      return answerQuestion(state, command, context)
    case 'AnswerTurn':
      return answerTurn(state, command, context)
    case 'DeferTurn':
      return deferTurn(state, command)
    case 'FailTurn':
      return failTurn(state, command, context)
    case 'GrantPermit':
      return grantPermit(state, command)
    case 'InterruptMessage':
      return interruptMessage(state, command)
    case 'WakeBot':
      return wakeBot(state, command, context)
    case 'ReturnIdle':
      return returnIdle(state, command, context)
    case 'ExpireWait':
      return expireWait(state, command, context)
    case 'ExpireQuestion':
      return expireQuestion(state, command, context)
    case 'ReturnGone':
      return returnGone(state, command, context)
    case 'OfferTo':
      return offerTo(state, command)
    case 'DeclineOffer':
      return declineOffer(state, command)
    case 'WithdrawOffer':
      return withdrawOffer(state, command)
    case 'ExpireOffer':
      return expireOffer(state, command, context)
    case 'TellNobodyThere':
      return tellNobodyThere(state, command, context)
    case 'HearSignals':
      return hearSignals(state, command)
    case 'FireRule':
      return fireRule(state, command, context)
    case 'CheckRules':
      return nothing
    default:
      return byChannel(state, command, context)
  }
}

/** What a channel says, and what is asked of it. */
function byChannel(state: Conversation, command: ChannelCommand, context: Context): Decision {
  switch (command.type) {
    case 'ClaimDelivery':
      return claimDelivery(state, command, context)
    case 'DeferDelivery':
      return deferDelivery(state, command)
    case 'RetryDelivery':
      return retryDelivery(state, command)
    case 'ReportDelivery':
      return reportDelivery(state, command)
    case 'EditMessage':
      return editMessage(state, command)
    case 'RevokeMessage':
      return revokeMessage(state, command)
    case 'React':
      return react(state, command)
    case 'SettleMedia':
      return settleMedia(state, command)
    case 'ChangeLineHolder':
      return changeLineHolder(state, command)
  }
}
