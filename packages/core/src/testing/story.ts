// Plays a history and holds the rules against every step of it. What must be true is told here from the events
// alone, by other means than the decider's, so that the two can disagree.
import { append } from '../conversation/append.ts'
import type { Context } from '../conversation/command.ts'
import { decide } from '../conversation/decide.ts'
import type { ReminderKey } from '../conversation/effects.ts'
import { effectsOf } from '../conversation/effects.ts'
import type { ConversationEvent, EventType } from '../conversation/event.ts'
import { evolve } from '../conversation/evolve.ts'
import { legal } from '../conversation/legal.ts'
import { fromSnapshot, toSnapshot } from '../conversation/snapshot.ts'
import type { Conversation } from '../conversation/state.ts'
import { newConversation, openTurn } from '../conversation/state.ts'
import type { TurnToken } from '../conversation/turn.ts'
import type { Instant } from '../ids.ts'
import { plusMs } from '../ids.ts'
import {
  assigns,
  cancels,
  dismisses,
  resolves,
  returns,
  rings,
  sendsBot,
  takesOver,
  writes,
} from './commands.ts'
import { contextOf, startsAt } from './given.ts'
import type { Drawn, Owed, Scene } from './history.ts'
import { agents, draw, policyFor } from './history.ts'
import { founding, otherBotId } from './people.ts'

const grows: readonly EventType[] = [
  'TakenOver',
  'ReturnedToQueue',
  'TakeoverCancelled',
  'Resolved',
  'BotChanged',
]

function hold(rule: string, holds: boolean, seen: unknown): void {
  if (!holds) throw new Error(`[${rule}] does not hold: ${JSON.stringify(seen)}`)
}

export class Story {
  readonly policy
  readonly log: ConversationEvent[] = []
  state: Conversation
  private readonly first: Conversation
  private at: Instant = startsAt
  private count = 0
  private readonly tokens: TurnToken[] = []
  private readonly timers = new Map<ReminderKey, Owed>()
  private readonly runs = new Set<string>()
  private readonly deliveries: Scene['deliveries'][number][] = []
  /** By the events alone: whose token counts, whether a person holds it, until when the queue is watched. */
  private token: TurnToken | null = null
  private held = false
  private owner: string | null = null
  private cancelled = false
  private waitingSince: Instant | null = null
  private offeredTo: string | null = null
  private asked: readonly string[] = []
  private queue: string | null = null
  private toldNobody = false
  private watched: Instant | null = null

  constructor(seed: number) {
    this.policy = policyFor(seed)
    this.first = newConversation(seed % 7 === 0 ? { ...founding, botId: null } : founding)
    this.state = this.first
  }

  step(seed: number): Drawn {
    const { state, at, policy, tokens, timers, deliveries } = this
    const drawn = draw({ state, at, policy, tokens, timers, deliveries }, seed)
    this.at = plusMs(at, drawn.pauseMs)
    this.count += 1
    const context = contextOf(this.at, this.count, policy)
    const decision = decide(state, drawn.command, context)
    if (this.count % 4 === 0) this.decidesTheSame(drawn, context, decision)
    if (!decision.ok) {
      if (drawn.timer && decision.rejection.code !== 'not_due') this.spend(drawn.timer)
      return drawn
    }
    if (drawn.timer) this.spend(drawn.timer)
    const { command } = drawn
    const repeated = decision.events.length === 0
    if ('token' in command && !repeated) {
      const { turnId, epoch } = command.token
      hold('TK2', this.token?.turnId === turnId && this.token.epoch === epoch, command.token)
    }
    if (command.type === 'ClaimDelivery' && command.from === 'bot' && command.epoch !== state.epoch) {
      // What went already is not touched; nothing else of an old epoch goes.
      const [first] = decision.events
      hold('TK3', first === undefined || first.type === 'MessageWithheld', command)
      hold('TK3 withholds what waits', this.queued(command.messageSeq) === (first !== undefined), command)
    }
    if (command.type === 'SendMessage' && decision.events.length > 0 && command.via !== 'phone') {
      hold('OW1', this.owner === null || this.owner === command.actor.id, command)
    }
    const { events, states } = append(state, decision.events, this.at)
    for (const [n, event] of events.entries()) this.follow(event, states[n] ?? state)
    this.stands()
    return drawn
  }

  /** By the events alone. */
  private queued(messageSeq: number): boolean {
    const told = this.log.filter(
      ({ data }) => 'messageSeq' in data && data.messageSeq === messageSeq && !('emoji' in data),
    )
    const last = told.findLast(({ type }) =>
      ['DeliveryChanged', 'DeliveryDeferred', 'DeliveryRetried', 'MessageWithheld'].includes(type),
    )
    const through = this.log.some(
      ({ type, data }) =>
        type === 'DeliveryChanged' && 'through' in data && data.through && data.messageSeq >= messageSeq,
    )
    const waits = last === undefined || last.type === 'DeliveryDeferred' || last.type === 'DeliveryRetried'
    return waits && !through
  }

  private spend(key: ReminderKey): void {
    this.timers.delete(key)
    if (key === 'maximum_wait') this.watched = null
  }

  private decidesTheSame({ command }: Drawn, context: Context, decision: unknown): void {
    const again = decide(this.state, command, context)
    hold('DL2 deciding again', JSON.stringify(again) === JSON.stringify(decision), again)
  }

  private follow(event: ConversationEvent, after: Conversation): void {
    const before = this.state
    hold('DL2', event.seq === before.seq + 1 && after.seq === event.seq, event)
    const growth = grows.includes(event.type) ? 1 : 0
    hold('TK2 epoch', event.epoch === before.epoch + growth && after.epoch === event.epoch, event)
    this.log.push(event)
    this.state = after
    this.foresee(event)
    this.owe(event, after)
  }

  /** The story as the events tell it. */
  private foresee(event: ConversationEvent): void {
    const { type } = event
    if (type === 'MessageSent' && event.data.from === 'bot') {
      hold('TK2 no bot beside a person', !this.held && event.data.turnId === this.token?.turnId, event)
    }
    if (type === 'MessageSent' && event.data.from === 'agent') {
      const outreach = event.data.purpose === 'outreach' && event.actor.kind === 'agent'
      const free = outreach && (this.owner === null || this.owner === event.actor.id)
      hold('OW1', free || (!outreach && this.held), event)
    }
    if (type === 'TakenOver') hold('TK1', !this.held, event)
    this.foreseeOffers(event)
    this.foreseeControl(event)
    if (grows.includes(type)) this.token = null
    if (
      type === 'TurnEnded' ||
      ((type === 'HumanRequested' || type === 'RequestDismissed') && event.data.endsTurn)
    ) {
      this.token = null
    }
    if (
      type === 'MessageReceived' ||
      type === 'TurnOpened' ||
      type === 'BotResumed' ||
      type === 'BotChanged' ||
      type === 'QuestionAnswered' ||
      type === 'QuestionExpired'
    ) {
      const { turn } = event.data
      if (turn && !turn.joins) {
        this.token = { turnId: turn.turnId, epoch: event.epoch }
        this.tokens.push(this.token)
      }
    }
  }

  private foreseeOffers(event: ConversationEvent): void {
    switch (event.type) {
      case 'Offered': {
        const { agent, newRound } = event.data
        hold('RT1 one at a time, and nobody holds it', this.offeredTo === null && !this.held, event)
        if (newRound) this.asked = []
        hold('RT2 once in a round', !this.asked.includes(agent.id), event)
        this.offeredTo = agent.id
        break
      }
      case 'OfferEnded':
        hold('RT2', this.offeredTo === event.data.agent.id, event)
        if (event.data.how !== 'withdrawn') this.asked = [...this.asked, event.data.agent.id]
        this.offeredTo = null
        break
      case 'NobodyThere':
        hold('RT3 told once', !(event.data.told && this.toldNobody), event)
        this.toldNobody ||= event.data.told
        break
      case 'QueueChanged':
      case 'HumanRequested':
        if (event.type === 'HumanRequested' && event.data.teamId === null) break
        if (event.data.teamId === this.queue) break
        this.queue = event.data.teamId
        this.offeredTo = null
        this.asked = []
        break
      case 'ReturnedToQueue':
        this.queue = event.data.teamId
        this.asked = event.actor.kind === 'agent' && event.actor.id === this.owner ? [event.actor.id] : []
        break
      case 'TakenOver':
        this.offeredTo = null
        this.asked = []
        break
      case 'RequestDismissed':
      case 'TakeoverCancelled':
      case 'Resolved':
        this.offeredTo = null
        this.asked = []
        this.toldNobody = false
        break
      case 'BotChanged':
        if (event.data.previousOwner !== null) this.toldNobody = false
    }
  }

  private foreseeControl(event: ConversationEvent): void {
    if (growthEnds(event)) {
      if (this.held && event.type === 'BotChanged') this.waitingSince = null
      this.held = false
      this.owner = null
    }
    switch (event.type) {
      case 'TakenOver':
        hold('TK6 cannot be undone', event.data.cancelBot || !this.cancelled, event)
        this.held = true
        this.cancelled = event.data.cancelBot
        this.owner = event.data.owner.id
        break
      case 'OwnerChanged':
        hold('OW2', this.owner === event.data.previousOwner.id, event)
        this.owner = event.data.owner.id
        break
      case 'HumanRequested':
      case 'ReturnedToQueue':
        this.waitingSince ??= event.at
        hold('OW3 RQ4', event.data.waitingSince === this.waitingSince, event)
        break
      case 'RequestDismissed':
      case 'TakeoverCancelled':
      case 'Resolved':
        this.waitingSince = null
        this.cancelled = false
        break
      case 'BotChanged':
        if (event.data.botId !== null) this.cancelled = false
    }
  }

  private owe(event: ConversationEvent, after: Conversation): void {
    for (const effect of effectsOf(event, after, this.policy, 'by_outbox')) {
      switch (effect.type) {
        case 'RunTurn':
          hold('BT1 runs the open turn', openTurn(after.control)?.id === effect.turnId, effect)
          this.runs.add(effect.turnId)
          break
        case 'DropTurn':
          hold('BT2 drops a turn that is over', openTurn(after.control)?.id !== effect.turnId, effect)
          hold(
            'BT2 drops a turn that was',
            this.tokens.some(token => token.turnId === effect.turnId),
            effect,
          )
          this.runs.delete(effect.turnId)
          break
        case 'Deliver':
          hold(
            'TK3 delivers what was said',
            event.type === 'MessageSent'
              ? effect.epoch === event.epoch
              : event.type === 'DeliveryDeferred' || event.type === 'DeliveryRetried',
            effect,
          )
          this.deliveries.push(effect)
          break
        case 'Remind':
          this.timers.set(effect.key, effect)
          if (effect.key === 'maximum_wait') this.watched = event.at
      }
    }
  }

  /** What must be true between any two decisions. */
  private stands(): void {
    const { state, policy } = this
    const { control, memory } = state
    const turn = openTurn(control)
    hold('TK1 one owner', (control.state === 'intervened') === this.held, control)
    hold('TK2 one token', turn?.id === this.token?.turnId, { turn, token: this.token })
    hold('BT1 bound to its epoch', turn === null || turn.epoch === state.epoch, turn)
    hold('BT1 a turn has a bot', turn === null || state.botId !== null, turn)
    hold('BT1 will be run', turn === null || this.runs.has(turn.id), turn)
    const silent = control.state === 'requesting' && control.botMay !== 'answers'
    hold('RQ3', !silent || turn === null, control)
    const mayWake =
      memory.wake &&
      state.botId &&
      state.lineHolder === null &&
      control.state !== 'intervened' &&
      !silent &&
      turn === null
    const owed = this.timers.get('wake')?.command
    hold(
      'HB3 a pause ends',
      !mayWake || (owed?.type === 'WakeBot' && owed.wakeId === memory.wake?.id),
      memory,
    )
    const { question } = state
    hold('BT5 nobody is asked beside a person', question === null || control.state !== 'intervened', question)
    const limit = this.timers.get('question')?.command
    const watched = limit?.type === 'ExpireQuestion' && limit.questionId === question?.id
    hold('BT5 a question runs out', question === null || watched, question)
    hold('BT1 a later answer is waited for', !turn?.deferred || turn.deferred.heardThrough <= state.seq, turn)
    if (control.state === 'requesting') {
      hold('RT1', (control.offer?.agent.id ?? null) === this.offeredTo, control)
      const lapse = this.timers.get('offer')?.command
      const lapses = lapse?.type === 'ExpireOffer' && lapse.until === control.offer?.until
      hold('RT2 an offer runs out', control.offer === null || lapses, control)
      hold('TK6 silent', !this.cancelled || control.botMay === 'silent', control)
      hold('RQ2 a reason', control.request.reasons.length > 0, control)
      hold('RQ4', control.request.since <= this.at, control)
      hold('HB4', !policy.maximumWait || this.watched === null || this.timers.has('maximum_wait'), control)
    }
  }

  /** At the end: the log alone gives the same, through the wire and the snapshot as well. */
  replays(): void {
    const whole = JSON.stringify(toSnapshot(this.state))
    const log: readonly ConversationEvent[] = JSON.parse(JSON.stringify(this.log))
    const again = log.reduce(evolve, this.first)
    hold('DL2 replay', JSON.stringify(toSnapshot(again)) === whole, this.log)
    const recalled = [...again.recall.sends, ...again.recall.deliveries]
    hold(
      'DL3 replay',
      JSON.stringify(recalled) ===
        JSON.stringify([...this.state.recall.sends, ...this.state.recall.deliveries]),
      recalled,
    )
    const revived = fromSnapshot(JSON.parse(whole), this.state.recall)
    const context = contextOf(this.at, this.count + 1, this.policy)
    const command = writes(agents[0], 'Hi')
    const same =
      JSON.stringify(decide(revived, command, context)) ===
      JSON.stringify(decide(this.state, command, context))
    hold('DL2 snapshot', same && JSON.stringify(toSnapshot(revived)) === whole, revived)
  }

  /** A button is there if and only if the server would do it, and says the same where it would not. */
  buttonsTellTheTruth(): void {
    const { state, policy } = this
    const { control } = state
    const held = { state: control.state, owner: control.state === 'intervened' ? control.owner : null }
    // The window and the line are told beside the buttons (DL5, DL6).
    const context = contextOf(this.at, this.count + 1, { ...policy, replyWindowMs: null })
    for (const agent of agents) {
      const promised = legal(held, agent, policy.composerWhileBot)
      const commands = {
        takeOver: takesOver(agent),
        send: writes(agent, 'Hi'),
        assign: assigns(agent, agent),
        returnToQueue: returns(agent),
        cancelTakeover: cancels(agent),
        resolve: resolves(agent),
        request: rings(agent),
        dismiss: dismisses(agent),
        changeBot: sendsBot(agent, otherBotId),
      }
      for (const action of Object.keys(commands) as (keyof typeof commands)[]) {
        const decision = decide({ ...state, lineHolder: null }, commands[action], context)
        const refusal = decision.ok ? null : decision.rejection
        hold(`OW1 legal ${action}`, JSON.stringify(refusal) === JSON.stringify(promised[action]), {
          refusal,
          agent,
        })
      }
    }
  }
}

/** A person lost or gave up control. Taking a bot away gives it to nobody. */
function growthEnds(event: ConversationEvent): boolean {
  if (event.type === 'BotChanged') return event.data.botId !== null
  return grows.includes(event.type) && event.type !== 'TakenOver'
}
