// One conversation of a seed, told by the core itself: what it would refuse is in no seed.
import type {
  AgentActor,
  BotActor,
  Command,
  Conversation,
  ConversationEvent,
  Founding,
  MessageId,
  Policy,
  TeamId,
  TurnId,
} from '@baton/core'
import { append, decide, newConversation, openTurn, plusMs, textParts } from '@baton/core'
import type { Dice } from './dice.ts'
import type { Scene } from './texts.ts'

/** Who there is besides the customer. */
export interface Cast {
  readonly agents: readonly AgentActor[]
  readonly teams: readonly TeamId[]
  readonly bot: BotActor
  readonly policy: Policy
  readonly newId: () => string
}

export type Ending = 'active' | 'requesting' | 'intervened'

export interface Told {
  readonly state: Conversation
  readonly events: readonly ConversationEvent[]
}

const statuses = ['open', 'waiting for courier', 'waiting for customer', 'done']

class Teller {
  state: Conversation
  readonly events: ConversationEvent[] = []
  private at: string
  private readonly cast: Cast

  constructor(founding: Founding, at: string, cast: Cast) {
    this.state = newConversation(founding)
    this.at = at
    this.cast = cast
  }

  /** Throws an Error when the core refuses: the story makes no sense. */
  tell(command: Command, pauseMs: number): void {
    this.at = plusMs(this.at, pauseMs)
    const { policy, newId } = this.cast
    const turnId = newId() as TurnId
    const ids: MessageId[] = []
    const messageId = (n: number) => {
      ids[n] ??= newId() as MessageId
      return ids[n]
    }
    const decision = decide(this.state, command, { at: this.at, policy, messageId, turnId })
    if (!decision.ok) throw new Error(`${command.type} was refused: ${decision.rejection.code}`)
    const { events, states } = append(this.state, decision.events, this.at)
    this.events.push(...events)
    this.state = states.at(-1) ?? this.state
  }
}

const minute = 60_000

interface Telling {
  readonly teller: Teller
  readonly scene: Scene
  readonly dice: Dice
  readonly cast: Cast
}

function customerSays({ teller, scene, dice }: Telling, texts: readonly string[]): void {
  const { contactId } = teller.state
  const parts = textParts(scene.fill(dice.of(texts)))
  const actor = { kind: 'contact', id: contactId } as const
  teller.tell({ type: 'ReceiveMessage', actor, clientId: null, parts }, (1 + dice.below(3)) * 20_000)
}

function botAnswers({ teller, scene, dice, cast }: Telling, marks: object | null): void {
  const turn = openTurn(teller.state.control)
  if (!turn) return
  teller.tell(
    {
      type: 'AnswerTurn',
      actor: cast.bot,
      token: { turnId: turn.id, epoch: turn.epoch },
      messages: [textParts(scene.fill(dice.of(scene.bot)))],
      handoff: null,
      withdraw: null,
      marks,
      memory: teller.state.memory,
      ends: true,
    },
    1_500,
  )
}

function request({ teller, scene, dice, cast }: Telling): void {
  const { contactId } = teller.state
  teller.tell(
    {
      type: 'RequestHuman',
      actor: { kind: 'contact', id: contactId },
      cause: 'customer_asked',
      text: scene.fill(dice.of(scene.more)),
      priority: dice.of(['low', 'normal', 'normal', 'high', 'urgent'] as const),
      summary: null,
      teamId: dice.in(0.7) ? dice.of(cast.teams) : null,
    },
    dice.below(3) * minute,
  )
}

function agentTalks(telling: Telling, actor: AgentActor): void {
  const { teller, scene, dice } = telling
  teller.tell({ type: 'TakeOver', actor, cancelBot: null, via: 'console' }, (1 + dice.below(8)) * minute)
  for (let n = 1 + dice.below(2); n > 0; n--) {
    const parts = textParts(scene.fill(dice.of(scene.human)))
    teller.tell(
      { type: 'SendMessage', actor, clientId: null, parts, seenSeq: null, via: 'console' },
      (1 + dice.below(3)) * minute,
    )
    customerSays(telling, n > 1 ? scene.more : scene.thanks)
  }
  if (dice.in(0.3))
    teller.tell({ type: 'AddNote', actor, text: scene.fill(scene.note), mentions: [] }, minute)
}

function resolve({ teller, scene, dice, cast }: Telling, actor: AgentActor): void {
  teller.tell(
    {
      type: 'Resolve',
      actor,
      topic: cast.policy.topics.includes(scene.topic) ? scene.topic : dice.of(cast.policy.topics),
      outcome: dice.of(cast.policy.outcomes),
      tags: dice.in(0.6) ? [scene.tag] : [],
      note: null,
      guidance: null,
      closing: null,
      askFeedback: false,
      botResume: 'silent',
    },
    dice.below(5) * minute,
  )
}

/** A conversation that began at `at` and ends as told. */
export function tell(
  founding: Founding,
  at: string,
  ending: Ending,
  scene: Scene,
  dice: Dice,
  cast: Cast,
): Told {
  const teller = new Teller(founding, at, cast)
  const telling = { teller, scene, dice, cast }
  const actor = dice.of(cast.agents)
  customerSays(telling, scene.opening)
  botAnswers(
    telling,
    dice.in(0.3)
      ? { status: dice.of(statuses), addTags: dice.in(0.3) ? [dice.of(['vip', 'new', 'business'])] : [] }
      : null,
  )
  for (let n = dice.below(3); n > 0; n--) {
    customerSays(telling, scene.more)
    botAnswers(telling, null)
  }
  if (ending === 'active' && dice.in(0.5)) return teller
  if (ending !== 'intervened' || dice.in(0.8)) request(telling)
  if (ending === 'requesting') {
    if (dice.in(0.5)) customerSays(telling, scene.more)
    botAnswers(telling, null)
    return teller
  }
  agentTalks(telling, actor)
  if (ending === 'active') resolve(telling, actor)
  return teller
}
