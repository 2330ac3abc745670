// Tests as sentences: given what happened, when somebody wants something, then this happens. Every command
// comes a second after the one before it; ids count up, so that a failure reads the same every time.

import type { Appended } from '../conversation/append.ts'
import { append } from '../conversation/append.ts'
import type { Command, Context } from '../conversation/command.ts'
import type { Decision } from '../conversation/decide/outcome.ts'
import { decide } from '../conversation/decide.ts'
import type { BotNews, Delivery, Effect } from '../conversation/effects.ts'
import { effectsOf } from '../conversation/effects.ts'
import type { ConversationEvent, EventType } from '../conversation/event.ts'
import type { Policy } from '../conversation/policy.ts'
import { defaultPolicy } from '../conversation/policy.ts'
import type { Rejection } from '../conversation/rejection.ts'
import type { Conversation } from '../conversation/state.ts'
import { newConversation } from '../conversation/state.ts'
import type { Instant, MessageId, TurnId } from '../ids.ts'
import { plusMs } from '../ids.ts'
import { founding } from './people.ts'
import { difference } from './subset.ts'

export const startsAt: Instant = '2026-03-02T09:00:00.000Z'
export const stepMs = 1_000

/** A command, or one that depends on what was before it (a token, a timer's epoch). */
export type Step = Command | ((state: Conversation, log: readonly ConversationEvent[]) => Command) | Pause
export interface Pause {
  readonly pauseMs: number
}
/** An event's type, with as much of its data as matters. */
export type Expected =
  | EventType
  | readonly [EventType, { readonly [name: string]: unknown }]
  | readonly [EventType, { readonly [name: string]: unknown }, { readonly [name: string]: unknown }]

interface World {
  readonly state: Conversation
  readonly log: readonly ConversationEvent[]
  readonly at: Instant
  readonly count: number
  readonly policy: Policy
}

export function contextOf(at: Instant, count: number, policy: Policy): Context {
  return {
    at,
    policy,
    messageId: n => `message-${count}-${n}` as MessageId,
    turnId: `turn-${count}` as TurnId,
  }
}

/** Pauses the clock of a history by that much more than a step. */
export function pause(pauseMs: number): Pause {
  return { pauseMs }
}

function fail(what: string, actual: unknown): never {
  throw new Error(`${what}\n${JSON.stringify(actual, null, 2)}`)
}

interface Taken {
  readonly world: World
  readonly decision: Decision
  readonly appended: Appended
}

const told: ReadonlySet<Effect['type']> = new Set(['TellBot', 'Alert', 'WithdrawAlert'])
const isWork = ({ type }: Effect) => !told.has(type)

function take(world: World, step: Exclude<Step, Pause>): Taken {
  const command = typeof step === 'function' ? step(world.state, world.log) : step
  const at = plusMs(world.at, stepMs)
  const decision = decide(world.state, command, contextOf(at, world.count + 1, world.policy))
  const appended = append(world.state, decision.ok ? decision.events : [], at)
  const state = appended.states.at(-1) ?? world.state
  const log = [...world.log, ...appended.events]
  return { world: { ...world, state, log, at, count: world.count + 1 }, decision, appended }
}

export class Then {
  private readonly taken: Taken

  constructor(taken: Taken) {
    this.taken = taken
  }

  get state(): Conversation {
    return this.taken.world.state
  }

  get log(): readonly ConversationEvent[] {
    return this.taken.world.log
  }

  /** Exactly these events, in this order; a third part of one is matched against the whole event. */
  thenHappens(...expected: readonly Expected[]): this {
    const { decision, appended } = this.taken
    if (!decision.ok) fail('refused', decision.rejection)
    const types = expected.map(one => (typeof one === 'string' ? one : one[0]))
    const actual = appended.events.map(event => event.type)
    if (types.join() !== actual.join())
      fail(`expected [${types.join(', ')}], got [${actual.join(', ')}]`, appended.events)
    for (const [n, one] of expected.entries()) {
      if (typeof one === 'string') continue
      const event = appended.events[n]
      const wrong = difference(event?.data, one[1], one[0]) ?? difference(event, one[2] ?? {}, one[0])
      if (wrong) fail(wrong, event)
    }
    return this
  }

  /** Accepted, and nothing happens. */
  thenNothing(acceptedAt?: number): this {
    const { decision } = this.taken
    if (!decision.ok || decision.events.length > 0 || decision.acceptedAt !== acceptedAt) {
      fail('expected nothing to happen', decision)
    }
    return this
  }

  thenRejected(rejection: Rejection): this {
    const { decision } = this.taken
    if (decision.ok) fail(`expected ${rejection.code}`, decision.events)
    const wrong = difference(decision.rejection, rejection, 'rejection')
    if (wrong) fail(wrong, decision.rejection)
    return this
  }

  /** The conversation afterwards, as much of it as matters. */
  withState(expected: { readonly [name: string]: unknown }): this {
    const wrong = difference(this.state, expected, 'state')
    if (wrong) fail(wrong, { ...this.state, recall: null })
    return this
  }

  /** Just what the last command owes to the world, but for what the bot and the team are told. */
  owes(delivery: Delivery, ...expected: readonly Partial<Effect>[]): this {
    const effects = this.effects(delivery).filter(isWork)
    const wrong = effects.length === expected.length ? difference(effects, expected, 'effects') : 'effects'
    if (wrong) fail(wrong, effects)
    return this
  }

  /** Just what the team is told of the last command. */
  alerts(...expected: readonly Partial<Effect>[]): this {
    const alerts = this.effects('reads_log').filter(
      ({ type }) => type === 'Alert' || type === 'WithdrawAlert',
    )
    const wrong = alerts.length === expected.length ? difference(alerts, expected, 'alerts') : 'alerts'
    if (wrong) fail(wrong, alerts)
    return this
  }

  /** Just what the bot is told of the last command. */
  tellsBot(...expected: readonly BotNews[]): this {
    const news = this.effects('reads_log').flatMap(effect => (effect.type === 'TellBot' ? [effect.news] : []))
    const wrong = news.length === expected.length ? difference(news, expected, 'news') : 'news'
    if (wrong) fail(wrong, news)
    return this
  }

  private effects(delivery: Delivery): readonly Effect[] {
    const { appended, world } = this.taken
    return appended.events.flatMap((event, n) =>
      effectsOf(event, appended.states[n] ?? world.state, world.policy, delivery),
    )
  }

  /** The story goes on. */
  when(step: Exclude<Step, Pause>): Then {
    return new Then(take(this.taken.world, step))
  }

  /** The story goes on under other settings. */
  under(policy: Partial<Policy>): Given {
    const { world } = this.taken
    return new Given({ ...world, policy: { ...world.policy, ...policy } })
  }

  after(pauseMs: number): Given {
    const { world } = this.taken
    return new Given({ ...world, at: plusMs(world.at, pauseMs) })
  }
}

export class Given {
  private readonly world: World

  constructor(world: World) {
    this.world = world
  }

  get state(): Conversation {
    return this.world.state
  }

  /** Every step must be accepted: a history is what happened. */
  get log(): readonly ConversationEvent[] {
    return this.world.log
  }

  given(...steps: readonly Step[]): Given {
    let world = this.world
    for (const step of steps) {
      if ('pauseMs' in step) {
        world = { ...world, at: plusMs(world.at, step.pauseMs) }
        continue
      }
      const taken = take(world, step)
      if (!taken.decision.ok) fail('the history was refused', taken.decision.rejection)
      world = taken.world
    }
    return new Given(world)
  }

  when(step: Exclude<Step, Pause>): Then {
    return new Then(take(this.world, step))
  }
}

/** A new conversation under these settings. */
export function under(policy: Partial<Policy>, founded = founding): Given {
  const state = newConversation(founded)
  return new Given({ state, log: [], at: startsAt, count: 0, policy: { ...defaultPolicy, ...policy } })
}

export function given(...steps: readonly Step[]): Given {
  return under({}).given(...steps)
}
