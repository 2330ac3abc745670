// Short forms of the commands, so that a test's sentence reads as one.
import type { AgentActor, AgentRef } from '../conversation/actor.ts'
import type { AnswerTurn, Command, RequestHuman, Resolve, SendMessage } from '../conversation/command.ts'
import type { ConversationEvent } from '../conversation/event.ts'
import type { NobodyGoes, NobodyWhy, Priority } from '../conversation/request.ts'
import type { Conversation } from '../conversation/state.ts'
import { openTurn } from '../conversation/state.ts'
import type { BotMemory, TurnToken } from '../conversation/turn.ts'
import type { BotId, Instant, TeamId, TurnId } from '../ids.ts'
import type { MediaPart } from '../message/content.ts'
import { textParts } from '../message/content.ts'
import type { DeliveryStatus } from '../message/delivery.ts'
import type { RuleAction } from '../rules/rule.ts'
import type { HeardSignal } from '../rules/signal.ts'
import { bot, customer, platform } from './people.ts'

type Later = (state: Conversation, log: readonly ConversationEvent[]) => Command

/** The tokens of all turns that ever opened, oldest first. */
export function tokensOf(log: readonly ConversationEvent[]): readonly TurnToken[] {
  return log.flatMap(event => {
    const opening =
      event.type === 'MessageReceived' ||
      event.type === 'TurnOpened' ||
      event.type === 'BotResumed' ||
      event.type === 'BotChanged' ||
      event.type === 'QuestionAnswered' ||
      event.type === 'QuestionExpired'
        ? event.data.turn
        : null
    return opening && !opening.joins ? [{ turnId: opening.turnId, epoch: event.epoch }] : []
  })
}

const noToken: TurnToken = { turnId: 'none' as TurnId, epoch: -1 }

/** The open turn's token; without a turn, one that was never given out. */
export function openToken(state: Conversation): TurnToken {
  const turn = openTurn(state.control)
  return turn ? { turnId: turn.id, epoch: turn.epoch } : noToken
}

export const says = (text: string, clientId: string | null = null): Command => ({
  type: 'ReceiveMessage',
  actor: customer,
  clientId,
  parts: textParts(text),
})

export const writes = (
  actor: AgentActor,
  text: string,
  {
    clientId = null,
    seenSeq = null,
    via = 'console',
  }: Partial<Pick<SendMessage, 'clientId' | 'seenSeq' | 'via'>> = {},
): Command => ({ type: 'SendMessage', actor, clientId, parts: textParts(text), seenSeq, via })

/** A file whose name says nothing of which it is. */
export const file = (mediaId: string): MediaPart => ({
  kind: 'media',
  mediaId,
  mimeType: 'image/png',
  name: 'photo.png',
  sizeBytes: 1_024,
})

/** The same words, but nobody wrote them. */
export const byMachine = (command: Command): Command =>
  command.type === 'ReceiveMessage' ? { ...command, automatic: true } : command

/** The same command with files beside its text; a command without parts stays as it is. */
export const withFiles = (command: Command, ...mediaIds: readonly string[]): Command =>
  command.type === 'SendMessage' || command.type === 'ReceiveMessage'
    ? { ...command, parts: [...command.parts, ...mediaIds.map(file)] }
    : command

export const asks = (text = 'a person, please', priority: Priority = 'normal'): RequestHuman => ({
  type: 'RequestHuman',
  actor: customer,
  cause: 'customer_asked',
  text,
  priority,
  summary: null,
  teamId: null,
})

export const rings = (actor: AgentActor, teamId: TeamId | null = null): Command => ({
  type: 'RequestHuman',
  actor,
  cause: 'agent_asked',
  text: 'looks stuck',
  priority: 'normal',
  summary: null,
  teamId,
})

type Answer = Partial<Omit<AnswerTurn, 'type' | 'actor' | 'token' | 'messages'>>

function answerTo(token: TurnToken, texts: readonly string[], memory: BotMemory, answer: Answer): AnswerTurn {
  const messages = texts.map(textParts)
  return {
    type: 'AnswerTurn',
    actor: bot,
    token,
    messages,
    handoff: null,
    withdraw: null,
    memory,
    ends: true,
    ...answer,
  }
}

/** The bot answers the turn that is open. */
export const answers =
  (texts: readonly string[], answer: Answer = {}): Later =>
  state =>
    answerTo(openToken(state), texts, state.memory, answer)

/** The bot answers the `nth` turn of the log (0 is the first), whatever became of it. */
export const answersTurn =
  (nth: number, texts: readonly string[], answer: Answer = {}): Later =>
  (state, log) =>
    answerTo(tokensOf(log)[nth] ?? noToken, texts, state.memory, answer)

export const handsOff = (reason: string, texts: readonly string[] = [], priority: Priority = 'normal') =>
  answers(texts, { handoff: { reason, summary: 'wants a refund', priority } })

export const fails =
  (problem = 'timeout'): Later =>
  state => ({ type: 'FailTurn', actor: bot, token: openToken(state), problem })

export const defers =
  (until: Instant): Later =>
  state => ({ type: 'DeferTurn', actor: bot, token: openToken(state), until, heardThrough: state.seq })

/** An agent answers the question that is open, or another one. */
export const tellsTeamsAnswer =
  (actor: AgentActor, text: string, questionId: string | null = null): Later =>
  state => ({ type: 'AnswerQuestion', actor, questionId: questionId ?? state.question?.id ?? 'none', text })

/** The time of the open question is over, or of another one. */
export const asksInVain =
  (questionId: string | null = null): Later =>
  state => ({
    type: 'ExpireQuestion',
    actor: platform,
    questionId: questionId ?? state.question?.id ?? 'none',
  })

export const guides = (actor: AgentActor, text: string): Command => ({ type: 'GiveGuidance', actor, text })

export const permits =
  (action: string): Later =>
  state => ({ type: 'GrantPermit', actor: bot, token: openToken(state), action })

export const takesOver = (actor: AgentActor, cancelBot: boolean | null = null): Command => ({
  type: 'TakeOver',
  actor,
  cancelBot,
  via: 'console',
})
export const assigns = (actor: AgentActor, agent: AgentRef): Command => ({
  type: 'Assign',
  actor,
  to: { agent },
})
export const assignsTeam = (actor: AgentActor, teamId: TeamId): Command => ({
  type: 'Assign',
  actor,
  to: { teamId },
})
export const returns = (actor: AgentActor, reason = ''): Command => ({ type: 'ReturnToQueue', actor, reason })
export const cancels = (actor: AgentActor): Command => ({ type: 'CancelTakeover', actor })
export const dismisses = (actor: AgentActor, reason = 'solved'): Command => ({
  type: 'DismissRequest',
  actor,
  reason,
})

export const resolves = (
  actor: AgentActor,
  completion: Partial<Omit<Resolve, 'type' | 'actor'>> = {},
): Command => ({
  type: 'Resolve',
  actor,
  topic: 'Other',
  outcome: 'Resolved',
  tags: [],
  note: null,
  guidance: null,
  closing: null,
  botResume: 'continue',
  askFeedback: null,
  ...completion,
})

/** The customer rates the episode that was asked about last, or another one. */
export const rates =
  (rating: number, comment: string | null = null, episodeSeq: number | null = null): Later =>
  state => ({
    type: 'GiveFeedback',
    actor: customer,
    episodeSeq: episodeSeq ?? state.feedback?.episodeSeq ?? -1,
    rating,
    comment,
  })

export const sendsBot = (actor: AgentActor, botId: BotId | null, block: string | null = null): Command => ({
  type: 'ChangeBot',
  actor,
  botId,
  block,
})
/** For what the customer says next. */
export const readiesBot = (actor: AgentActor, botId: BotId): Command => ({
  type: 'ChangeBot',
  actor,
  botId,
  block: null,
  waits: true,
})
export const wakes = (wakeId: string): Command => ({ type: 'WakeBot', actor: platform, wakeId })

/** The idle timer of the epoch that is in force, or of another. */
export const idles =
  (epoch: number | null = null): Later =>
  state => ({ type: 'ReturnIdle', actor: platform, epoch: epoch ?? state.epoch })

/** The maximum wait of the request that is open. */
export const waitsOut: Later = ({ control }) => ({
  type: 'ExpireWait',
  actor: platform,
  waitingSince: control.state === 'requesting' ? control.request.since : 'never',
})

interface OfferOf {
  readonly teamId?: TeamId | null
  readonly newRound?: boolean
}

/** Routing asks the agent, for the queue in which it waits or another. */
export const offers = (
  agent: AgentRef,
  until: Instant,
  { teamId = null, newRound = false }: OfferOf = {},
): Command => ({
  type: 'OfferTo',
  actor: platform,
  agent: { id: agent.id, name: agent.name },
  teamId,
  until,
  newRound,
})
export const declines = (actor: AgentActor): Command => ({ type: 'DeclineOffer', actor })
export const withdraws = (agent: AgentRef): Command => ({
  type: 'WithdrawOffer',
  actor: platform,
  agentId: agent.id,
})
/** The time of the open offer is over, or of another one. */
export const letsPass =
  (until: Instant | null = null): Later =>
  ({ control }) => ({
    type: 'ExpireOffer',
    actor: platform,
    until: until ?? (control.state === 'requesting' ? control.offer?.until : null) ?? 'never',
  })
export const findsNobody =
  (why: NobodyWhy, goes: NobodyGoes = 'wait', text = 'Nobody is here now.'): Later =>
  ({ teamId }) => ({ type: 'TellNobodyThere', actor: platform, teamId, why, text, goes })
/** The owner has not been seen since; by default for a minute of the story, the limit. */
export const isGone =
  (owner: AgentRef, goneSince: Instant, limitMs = 60_000): Later =>
  ({ epoch }) => ({
    type: 'ReturnGone',
    actor: platform,
    ownerId: owner.id,
    epoch,
    why: { reason: 'owner_gone', goneSince, limitMs },
  })
export const isDeactivated =
  (owner: AgentRef): Later =>
  ({ epoch }) => ({
    type: 'ReturnGone',
    actor: platform,
    ownerId: owner.id,
    epoch,
    why: { reason: 'agent_deactivated' },
  })

export const claims = (
  messageSeq: number,
  epoch: number,
  from: 'bot' | 'agent' | 'system' = 'bot',
  template = false,
): Command => ({ type: 'ClaimDelivery', actor: platform, messageSeq, from, epoch, template })
/** The channel did not take it, certainly. */
export const defersDelivery = (
  messageSeq: number,
  epoch: number,
  until: Instant,
  from: 'bot' | 'agent' | 'system' = 'bot',
): Command => ({
  type: 'DeferDelivery',
  actor: platform,
  messageSeq,
  from,
  epoch,
  until,
  problem: 'throttled',
  reason: null,
})
export const retriesDelivery = (
  actor: AgentActor,
  messageSeq: number,
  epoch: number,
  from: 'bot' | 'agent' | 'system' = 'agent',
): Command => ({ type: 'RetryDelivery', actor, messageSeq, from, epoch })
export const reachesOut = (actor: AgentActor, text: string, clientId = 'batch-1'): Command => ({
  type: 'ReachOut',
  actor,
  clientId,
  parts: [{ kind: 'template', name: 'hello', locale: 'en', variables: [], text }],
})
export const reacts = (
  messageSeq: number,
  emoji: string | null,
  clientId: string | null = null,
): Command => ({
  type: 'React',
  actor: customer,
  clientId,
  messageSeq,
  emoji,
})
export const reports = (messageSeq: number, status: DeliveryStatus, through = false): Command => ({
  type: 'ReportDelivery',
  actor: platform,
  messageSeq,
  through,
  status,
  reason: null,
})
export const hears = (messageSeq: number, ...signals: readonly HeardSignal[]): Command => ({
  type: 'HearSignals',
  actor: platform,
  messageSeq,
  signals,
})
export const fires = (...actions: readonly RuleAction[]): Command => ({
  type: 'FireRule',
  actor: { kind: 'system', name: 'Angry customer' },
  ruleId: 'angry',
  name: 'Angry customer',
  because: [],
  why: 'Angry customer: “told you twice”',
  actions,
})
export const interrupts = (turnId: string, text: string): Command => ({
  type: 'InterruptMessage',
  actor: bot,
  turnId: turnId as TurnId,
  parts: textParts(text),
})
