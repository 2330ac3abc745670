// Arbitrary histories: a list of numbers becomes a story in which agents, a customer, a bot with good and old
// tokens, and timers that are due or stale act on one conversation. Most steps are likely ones; some are wrong.
import type { AgentActor } from '../conversation/actor.ts'
import type { Command, Reminder } from '../conversation/command.ts'
import type { ReminderKey } from '../conversation/effects.ts'
import type { ConversationEvent } from '../conversation/event.ts'
import type { Policy } from '../conversation/policy.ts'
import { defaultPolicy } from '../conversation/policy.ts'
import type { NobodyGoes } from '../conversation/request.ts'
import type { Conversation } from '../conversation/state.ts'
import type { BotMemory, BotResume, TurnToken } from '../conversation/turn.ts'
import { freshMemory } from '../conversation/turn.ts'
import type { BotId, Instant } from '../ids.ts'
import { plusMs } from '../ids.ts'
import { textParts } from '../message/content.ts'
import type { DeliveryStatus } from '../message/delivery.ts'
import {
  asks,
  assigns,
  assignsTeam,
  byMachine,
  cancels,
  claims,
  declines,
  defersDelivery,
  dismisses,
  findsNobody,
  interrupts,
  isDeactivated,
  isGone,
  letsPass,
  offers,
  openToken,
  reachesOut,
  reacts,
  readiesBot,
  reports,
  resolves,
  retriesDelivery,
  returns,
  rings,
  says,
  sendsBot,
  takesOver,
  wakes,
  withdraws,
  withFiles,
  writes,
} from './commands.ts'
import { Dice } from './dice.ts'
import { byRules } from './history-rules.ts'
import { ana, ben, billing, bot, customer, lea, otherBotId, platform, sales } from './people.ts'

export interface Owed {
  readonly dueAt: Instant
  readonly command: Reminder
}

/** What a story's next step may be drawn from. */
export interface Scene {
  readonly state: Conversation
  readonly at: Instant
  readonly policy: Policy
  readonly tokens: readonly TurnToken[]
  readonly timers: ReadonlyMap<ReminderKey, Owed>
  readonly deliveries: readonly {
    readonly messageSeq: number
    readonly from: 'bot' | 'agent' | 'system'
    readonly epoch: number
  }[]
}

export interface Drawn {
  readonly command: Command
  /** How far the clock goes before it. */
  readonly pauseMs: number
  /** The timer that the command came from. */
  readonly timer: ReminderKey | null
}

export const agents = [ana, ben, lea] as const
const pausesMs = [0, 1, 400, 1_000, 61_000] as const

export function policyFor(seed: number): Policy {
  const dice = new Dice(seed)
  return {
    ...defaultPolicy,
    whileRequesting: dice.of('answers', 'holds', 'silent'),
    whileReturned: dice.of('holds', 'answers', 'silent'),
    composerWhileBot: dice.of('takes_over', 'takes_over', 'locked'),
    cancelBotByDefault: dice.roll(4) === 0,
    announceTakeover: dice.of(null, 'You are talking to {agent}.'),
    announceHandBack: dice.of(null, '{agent} left.'),
    withoutBot: dice.of('lists', 'requests'),
    settleMs: dice.of(0, 800),
    turnAttempts: dice.of(2, 3, 1),
    promisedTransfer: dice.of('flags', 'requests'),
    idleReturnMs: dice.of(null, 60_000),
    replyWindowMs: dice.of(null, null, 60_000),
    statuses: ['Open', 'Paid'],
    feedback: dice.of(
      null,
      { text: 'How was it?', comment: true, ask: 'always' },
      { text: 'How was it?', comment: false, ask: 'agent_decides' },
    ),
    maximumWait: dice.of(
      null,
      { afterMs: 60_000, fallback: { to: 'bot', text: 'Nobody is free.' } },
      { afterMs: 60_000, fallback: { to: 'team', teamId: sales } },
    ),
  }
}

/** Mostly the owner, where there is one. */
function someone(state: Conversation, dice: Dice): AgentActor {
  const { control } = state
  const owner =
    control.state === 'intervened' ? agents.find(agent => agent.id === control.owner.id) : undefined
  return owner && dice.roll(4) > 0 ? owner : dice.of(...agents)
}

function memoryAfter(scene: Scene, dice: Dice): BotMemory {
  const wake =
    dice.roll(2) === 0 ? { id: `wake-${scene.state.seq}`, at: plusMs(scene.at, dice.of(500, 60_000)) } : null
  return { ...freshMemory, position: scene.state.seq, wake }
}

function answer(scene: Scene, token: TurnToken, dice: Dice): Command {
  return {
    type: 'AnswerTurn',
    actor: bot,
    token,
    messages: ['one', 'I will transfer you to an agent.'].slice(0, dice.roll(3)).map(textParts),
    handoff:
      dice.roll(4) === 0 ? { reason: 'refund', summary: null, priority: dice.of('normal', 'high') } : null,
    withdraw: dice.roll(5) === 0 ? { reason: 'never mind' } : null,
    memory: memoryAfter(scene, dice),
    ends: dice.roll(4) > 0,
    ask: dice.roll(4) === 0 ? { question: 'May I refund?', withinMs: dice.of(1_000, 60_000) } : null,
    marks: dice.of(null, null, { addTags: ['vip'], priority: 'high', teamId: sales }, { status: 'open' }),
    feedback: dice.roll(6) === 0 ? { rating: 4, comment: null } : null,
    clientId: dice.of(null, null, 'a', 'b'),
    heardThrough: dice.of(null, scene.state.seq),
  }
}

function write(scene: Scene, dice: Dice): Command {
  const { state } = scene
  const written = writes(someone(state, dice), dice.of('Hi', 'Sure'), {
    clientId: dice.of(null, null, 'a', 'b'),
    seenSeq: dice.of(null, state.seq, state.seq, state.seq - 1, 0, state.seq + 1),
    via: dice.of('console', 'console', 'api', 'slack', 'phone'),
  })
  return dice.roll(4) === 0 ? withFiles(written, dice.of('m1', 'm2')) : written
}

function sendsOrReadies(actor: AgentActor, botId: BotId | null, block: string | null): Command {
  return botId === bot.id && block === null ? readiesBot(actor, botId) : sendsBot(actor, botId, block)
}

function byAgent(scene: Scene, dice: Dice): Command {
  const { state } = scene
  const actor = someone(state, dice)
  switch (dice.roll(13)) {
    case 12: {
      const questionId = dice.roll(4) === 0 ? 'none' : (state.question?.id ?? 'none')
      return { type: 'AnswerQuestion', actor, questionId, text: 'Yes' }
    }
    case 0:
      return assigns(actor, dice.of(...agents))
    case 1:
      return assignsTeam(actor, dice.of(billing, sales))
    case 2:
    case 3:
      return returns(actor)
    case 4:
      return cancels(actor)
    case 5:
    case 6:
      return resolves(actor, {
        topic: dice.of('Other', 'Other', 'Other', 'Nonsense', null),
        tags: dice.of([], ['vip']),
        closing: dice.of(null, { block: 'bye', parts: textParts('Bye!') }),
        askFeedback: dice.of(null, true, false),
        botResume: dice.of<BotResume>('continue', 'restart', 'silent', { at: 'menu' }),
      })
    case 7:
      return sendsOrReadies(actor, dice.of(bot.id, otherBotId, otherBotId, null), dice.of(null, 'menu'))
    case 8:
      return dismisses(actor)
    case 9:
      return dice.of<Command>(
        { type: 'ChangeTags', actor, add: dice.of([], ['vip'], ['refund']), remove: dice.of([], ['vip']) },
        { type: 'ChangeStatus', actor, status: dice.of('Open', 'Paid', 'Gone', null) },
        { type: 'ChangePriority', actor, priority: dice.of('low', 'high') },
      )
    case 10:
      return dice.of<Command>(
        {
          type: 'AddNote',
          actor,
          text: 'note',
          mentions: dice.of(
            [],
            agents.map(({ id }) => id),
          ),
        },
        { type: 'GiveGuidance', actor, text: 'note' },
      )
    default:
      return rings(actor, dice.of(null, billing))
  }
}

/** Fires an owed timer, early or due, or one that nobody owes any more. */
function timer(scene: Scene, dice: Dice, pauseMs: number): Drawn {
  const keys = [...scene.timers.keys()]
  const key = keys[dice.roll(Math.max(1, keys.length))] ?? 'wake'
  const owed = scene.timers.get(key)
  if (owed && dice.roll(4) > 0) {
    const wait = Math.max(pauseMs, Date.parse(owed.dueAt) - Date.parse(scene.at) - dice.roll(4))
    return { command: owed.command, pauseMs: wait, timer: key }
  }
  const stale: readonly Command[] = [
    wakes('wake-1'),
    { type: 'ReturnIdle', actor: platform, epoch: scene.state.epoch - dice.roll(2) },
    { type: 'ExpireWait', actor: platform, waitingSince: scene.at },
    { type: 'ExpireQuestion', actor: platform, questionId: 'message-1-900' },
    { type: 'ExpireOffer', actor: platform, until: scene.at },
  ]
  return { command: stale[dice.roll(5)] ?? wakes(''), pauseMs, timer: null }
}

function byBot(scene: Scene, dice: Dice): Command {
  const old = scene.tokens[dice.roll(Math.max(1, scene.tokens.length))]
  const token = old && dice.roll(3) === 0 ? old : openToken(scene.state)
  switch (dice.roll(9)) {
    case 8: {
      const until = plusMs(scene.at, dice.of(0, 61_000))
      return { type: 'DeferTurn', actor: bot, token, until, heardThrough: scene.state.seq }
    }
    case 0:
      return { type: 'FailTurn', actor: bot, token, problem: 'timeout' }
    case 1:
      return { type: 'GrantPermit', actor: bot, token, action: 'refund' }
    case 2:
      return interrupts(token.turnId, 'half a wo')
    default:
      return answer(scene, token, dice)
  }
}

/** What routing and the watch over absent owners do, rightly or on an old view. */
function byRouting(scene: Scene, dice: Dice): Command {
  const { state, at } = scene
  const agent = dice.of(...agents)
  const offered = state.control.state === 'requesting' ? state.control.offer?.agent : undefined
  const asked = agents.find(({ id }) => id === offered?.id) ?? agent
  const of = (later: (state: Conversation, log: readonly ConversationEvent[]) => Command) => later(state, [])
  switch (dice.roll(9)) {
    case 0:
      return declines(dice.of(asked, agent))
    case 1:
      return withdraws(dice.of(asked, agent))
    case 2:
      return of(letsPass(dice.of(null, at)))
    case 3: {
      const goes = dice.of<NobodyGoes>('wait', 'bot', { teamId: sales }, { teamId: billing })
      return of(findsNobody(dice.of('absent', 'closed', 'busy'), goes, dice.of('', 'Nobody is here.')))
    }
    case 4:
      return of(isGone(someone(state, dice), plusMs(at, -dice.of(0, 61_000, 120_000))))
    case 5:
      return of(isDeactivated(someone(state, dice)))
    default: {
      const teamId = dice.of(state.teamId, state.teamId, sales)
      return offers(agent, plusMs(at, dice.of(30_000, 500)), { teamId, newRound: dice.roll(3) === 0 })
    }
  }
}

/** What a customer, or an agent for many, does besides writing. */
function aboutMessage(scene: Scene, dice: Dice): Command {
  const messageSeq = dice.roll(scene.state.seq + 2)
  return dice.of<Command>(
    reacts(messageSeq, dice.of('👍', null)),
    { type: 'ChangeLineHolder', actor: platform, holder: dice.of(null, null, 'Meta AI') },
    { type: 'EditMessage', actor: customer, clientId: null, messageSeq, parts: textParts('meant this') },
    { type: 'RevokeMessage', actor: customer, clientId: dice.of(null, 'r'), messageSeq },
    reachesOut(dice.of(...agents), 'Hello again', dice.of('batch-1', 'batch-2')),
    {
      type: 'SettleMedia',
      actor: platform,
      messageSeq,
      mediaId: 'm1',
      media: null,
      problem: dice.of('expired', 'too_large'),
    },
  )
}

function byChannel(scene: Scene, dice: Dice): Command {
  const owed = scene.deliveries[dice.roll(Math.max(1, scene.deliveries.length))]
  if (owed && dice.roll(2) === 0) return claims(owed.messageSeq, owed.epoch, owed.from, dice.roll(3) === 0)
  if (owed && dice.roll(3) === 0)
    return dice.of(
      defersDelivery(owed.messageSeq, owed.epoch, plusMs(scene.at, 1_000), owed.from),
      retriesDelivery(dice.of(...agents), owed.messageSeq, owed.epoch, owed.from),
      reports(owed.messageSeq, dice.of('failed', 'unknown')),
    )
  if (dice.roll(6) === 0) return aboutMessage(scene, dice)
  const status = dice.of<DeliveryStatus>(
    'sent',
    'delivered',
    'read',
    'failed',
    'queued',
    'sending',
    'unknown',
  )
  return reports(dice.roll(scene.state.seq + 2), status, dice.roll(2) === 0)
}

function rates(episodeSeq: number, dice: Dice): Command {
  const comment = dice.of(null, 'Quick')
  return {
    type: 'GiveFeedback',
    actor: customer,
    episodeSeq: episodeSeq - dice.of(0, 0, 1),
    rating: 1 + dice.roll(5),
    comment,
  }
}

/** The step that `seed` means here. */
export function draw(scene: Scene, seed: number): Drawn {
  const dice = new Dice(seed)
  const pauseMs = pausesMs[dice.roll(pausesMs.length)] ?? 0
  const by = (command: Command): Drawn => ({ command, pauseMs, timer: null })
  const turnIsOpen = openToken(scene.state).epoch >= 0
  const { feedback } = scene.state
  if (feedback && dice.roll(8) === 0) return by(rates(feedback.episodeSeq, dice))
  switch (dice.roll(18)) {
    case 0:
    case 1:
    case 2: {
      const said = says(dice.of('hi', 'help', '4'), dice.of(null, null, 'a', 'b'))
      return by(dice.roll(4) === 0 ? byMachine(said) : said)
    }
    case 3:
      return by({
        ...asks(dice.of('human', 'agent'), dice.of('normal', 'urgent')),
        summary: dice.of(null, 'brief'),
      })
    case 4:
      return by(takesOver(dice.of(...agents), dice.of(null, null, true, false)))
    case 5:
      return by(write(scene, dice))
    case 6:
    case 7:
      return timer(scene, dice, pauseMs)
    case 8:
      return by(byChannel(scene, dice))
    case 14:
      return by(dice.roll(2) === 0 ? byRules(scene.state, dice) : byRouting(scene, dice))
    case 15:
      return by(byRouting(scene, dice))
    case 9:
    case 10:
    case 11:
    case 12:
    case 13:
      return by(turnIsOpen || dice.roll(4) === 0 ? byBot(scene, dice) : byAgent(scene, dice))
    default:
      return by(byAgent(scene, dice))
  }
}
