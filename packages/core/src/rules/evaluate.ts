// Whether a rule's condition holds, and because of what. Pure: the server asks it within the message's transaction,
// the rule lab over the past, the console over a sample.
import type { Priority } from '../conversation/request.ts'
import type { ControlState } from '../conversation/state.ts'
import { marksIn } from '../finding/search.ts'
import { wordsIn } from '../finding/words.ts'
import { foldedWords, holdsPhrase, isUnspaced } from '../flow/phrase.ts'
import type { BotId, ChannelId, Instant, TeamId } from '../ids.ts'
import { msBetween } from '../ids.ts'
import { type Expression, findExpression, parseExpression } from './expression.ts'
import type { Condition, SpokenBy } from './rule.ts'
import type { HeardSignal, Stretch } from './signal.ts'

/** What is known of a conversation when its rules are asked. */
export interface RuleFacts {
  readonly at: Instant
  /** The latest message that was said; words and patterns are looked for in it. */
  readonly message: { readonly seq: number; readonly by: SpokenBy; readonly text: string } | null
  /** Of the customer's last message. */
  readonly heard: { readonly seq: number; readonly signals: readonly HeardSignal[] } | null
  readonly state: ControlState
  readonly teamId: TeamId | null
  readonly channelId: ChannelId
  readonly botId: BotId | null
  readonly tags: readonly string[]
  readonly status: string | null
  readonly priority: Priority
  readonly contact: {
    readonly email: string | null
    /** BCP 47; null: not known. */
    readonly language: string | null
    readonly attributes: Readonly<Record<string, string>>
  }
  /** Since when a person is wanted and none has come. */
  readonly requestedSince: Instant | null
  /** Since when the customer's words have had no answer. */
  readonly unansweredSince: Instant | null
  readonly botFailures: number
  readonly botFallbacks: number
  readonly contactMessages: number
  /** Null: the workspace's own hours. */
  readonly isOpen: (teamId: TeamId | null) => boolean
  /** What the model said of a prompt; null: it was not asked, or has not answered. */
  readonly judged: (prompt: string) => { readonly holds: boolean; readonly seq: number } | null
}

/** One condition that made the rule hold. */
export type Because = {
  /** Its place in the rule, as in `when.of[1]`. */
  readonly path: string
  readonly kind: Condition['kind']
  /** The message in which it was found; null: it is not about one. */
  readonly messageSeq: number | null
  /** Places in that message. */
  readonly words: readonly Stretch[]
  /** `seq` of further messages that count. */
  readonly messages: readonly number[]
  /** A signal's code, a word as it was written, a number: what a console says with the condition. */
  readonly detail: string | null
}

/** `unknown`: the model has still to judge. */
export type Truth = 'holds' | 'fails' | 'unknown'

export interface Evaluation {
  readonly truth: Truth
  /** Of a rule that holds: why. Of one whose truth is unknown: what is true of it so far. */
  readonly because: readonly Because[]
}

const fails: Evaluation = { truth: 'fails', because: [] }
const holds: Evaluation = { truth: 'holds', because: [] }
const unknown: Evaluation = { truth: 'unknown', because: [] }

/** Null: whether it holds is all that is asked. Most rules fail, and need no reasons. */
type Path = string | null
const wordsShown = 10

/** Of one message, what several rules ask of it. */
export interface Listener {
  readonly facts: RuleFacts
  /** The message's words, folded, as one text and one by one; made when first asked for. */
  folded: string | null
  words: ReadonlySet<string> | null
}

export function listenerOf(facts: RuleFacts): Listener {
  return { facts, folded: null, words: null }
}

function held(path: Path, condition: Condition, more: Partial<Because> = {}): Evaluation {
  if (path === null) return holds
  const plain = { path, kind: condition.kind, messageSeq: null, words: [], messages: [], detail: null }
  return { truth: 'holds', because: [{ ...plain, ...more }] }
}

// A rule's lists never change; what matching needs of them is made once.
interface Phrase {
  readonly folded: string
  /** The word that it begins with; null: of a script without spaces. */
  readonly first: string | null
}
const folds = new WeakMap<readonly string[], readonly Phrase[]>()
const expressions = new Map<string, Expression | null>()
const expressionsKept = 1_000

function foldedOf(phrases: readonly string[]): readonly Phrase[] {
  let made = folds.get(phrases)
  if (!made) {
    made = phrases.map(phrase => {
      const folded = foldedWords(phrase)
      return { folded, first: isUnspaced(folded) ? null : (folded.split(' ')[1] ?? null) }
    })
    folds.set(phrases, made)
  }
  return made
}

function expressionOf(source: string): Expression | null {
  let made = expressions.get(source)
  if (made === undefined) {
    if (expressions.size >= expressionsKept) expressions.clear()
    const parsed = parseExpression(source)
    made = 'fault' in parsed ? null : parsed
    expressions.set(source, made)
  }
  return made
}

/** Characters of a message that patterns and words look at. */
const readMost = 4_096

function spoken(condition: Extract<Condition, { by: SpokenBy }>, { facts }: Listener) {
  return facts.message && facts.message.by === condition.by ? facts.message : null
}

function heardWords(
  path: Path,
  condition: Extract<Condition, { kind: 'words' }>,
  listener: Listener,
): Evaluation {
  const message = spoken(condition, listener)
  if (!message) return fails
  const text = message.text.slice(0, readMost)
  listener.folded ??= foldedWords(text)
  listener.words ??= new Set(listener.folded.split(' '))
  const { folded, words: there } = listener
  const at = foldedOf(condition.anyOf).findIndex(
    phrase => (phrase.first === null || there.has(phrase.first)) && holdsPhrase(folded, phrase.folded),
  )
  const phrase = condition.anyOf[at]
  if (phrase === undefined) return fails
  if (path === null) return holds
  const terms = [{ words: wordsIn(phrase).map(({ word }) => word), joined: null, prefix: false }]
  const words = marksIn(text, terms).slice(0, wordsShown)
  return held(path, condition, { messageSeq: message.seq, words, detail: phrase })
}

function heardPattern(
  path: Path,
  condition: Extract<Condition, { kind: 'pattern' }>,
  listener: Listener,
): Evaluation {
  const message = spoken(condition, listener)
  const expression = message && expressionOf(condition.pattern)
  if (!expression) return fails
  const text = message.text.slice(0, readMost)
  const found = findExpression(expression, text)
  if (!found) return fails
  const detail = text.slice(found.from, found.to).slice(0, 80)
  return held(path, condition, { messageSeq: message.seq, words: [found], detail })
}

function heardSignal(
  path: Path,
  condition: Extract<Condition, { kind: 'signal' }>,
  { facts }: Listener,
): Evaluation {
  const signal = facts.heard?.signals.find(
    one => one.kind === condition.signal && one.score >= condition.atLeast,
  )
  if (!facts.heard || !signal) return fails
  const { words, messages, code } = signal.why
  return held(path, condition, { messageSeq: facts.heard.seq, words, messages, detail: code })
}

function attributeHolds(
  condition: Extract<Condition, { kind: 'attribute' }>,
  { contact }: RuleFacts,
): boolean {
  const value = Object.hasOwn(contact.attributes, condition.name)
    ? contact.attributes[condition.name]
    : undefined
  if (value === undefined || value === '') return false
  const [here, wanted] = [value.toLowerCase(), (condition.value ?? '').toLowerCase()]
  if (condition.how === 'is') return here === wanted
  return condition.how === 'given' || here.includes(wanted)
}

function domainOf(email: string | null): string {
  return email?.slice(email.lastIndexOf('@') + 1).toLowerCase() ?? ''
}

/** Those that are true or not, and say no more. */
function plainly(condition: Condition, facts: RuleFacts): string | null {
  const among = <T>(list: readonly T[], one: T, word: string) => (list.includes(one) ? word : null)
  switch (condition.kind) {
    case 'attribute':
      return attributeHolds(condition, facts) ? condition.name : null
    case 'tag':
      return condition.anyOf.find(tag => facts.tags.includes(tag)) ?? null
    case 'status':
      return facts.status === null ? null : among(condition.anyOf, facts.status, facts.status)
    case 'language': {
      const spoken = facts.contact.language?.toLowerCase()
      return condition.anyOf.find(one => spoken === one || spoken?.startsWith(`${one}-`)) ?? null
    }
    case 'emailDomain': {
      const domain = domainOf(facts.contact.email)
      return condition.anyOf.find(one => domain === one || domain.endsWith(`.${one}`)) ?? null
    }
    case 'channel':
      return among(condition.anyOf, facts.channelId, facts.channelId)
    case 'bot':
      return facts.botId === null ? null : among(condition.anyOf, facts.botId, facts.botId)
    case 'team':
      return among(condition.anyOf, facts.teamId, facts.teamId ?? '')
    case 'state':
      return among(condition.anyOf, facts.state, facts.state)
    case 'hours':
      return facts.isOpen(condition.teamId) === (condition.is === 'inside') ? condition.is : null
    case 'waiting': {
      const since = condition.for === 'person' ? facts.requestedSince : facts.unansweredSince
      const ms = since === null ? -1 : msBetween(since, facts.at)
      return ms >= condition.longerThanMs ? String(ms) : null
    }
    case 'botFailures':
      return facts.botFailures >= condition.atLeast ? String(facts.botFailures) : null
    case 'botFallbacks':
      return facts.botFallbacks >= condition.atLeast ? String(facts.botFallbacks) : null
    case 'messages':
      return facts.contactMessages >= condition.atLeast ? String(facts.contactMessages) : null
    default:
      return null
  }
}

const within = (path: Path, at: number): Path => (path === null ? null : `${path}.of[${at}]`)

function every(path: Path, of: readonly Condition[], listener: Listener): Evaluation {
  // Asked of each message by each rule, and nearly always in vain: it leaves nothing behind then.
  let because: Because[] | null = null
  let truth: Truth = 'holds'
  for (let at = 0; at < of.length; at += 1) {
    const one = of[at]
    if (!one) continue
    const result = walk(one, listener, within(path, at))
    if (result.truth === 'fails') return fails
    if (result.truth === 'unknown') truth = 'unknown'
    if (path !== null) {
      because ??= []
      because.push(...result.because)
    }
  }
  if (because !== null) return { truth, because }
  return truth === 'holds' ? holds : unknown
}

function some(path: Path, of: readonly Condition[], listener: Listener): Evaluation {
  let open = false
  for (let at = 0; at < of.length; at += 1) {
    const one = of[at]
    if (!one) continue
    const result = walk(one, listener, within(path, at))
    if (result.truth === 'holds') return result
    if (result.truth === 'unknown') open = true
  }
  return open ? unknown : fails
}

export function evaluateCondition(condition: Condition, listener: Listener): Evaluation {
  const quick = walk(condition, listener, null)
  return quick.truth === 'fails' ? quick : walk(condition, listener, 'when')
}

function walk(condition: Condition, listener: Listener, path: Path): Evaluation {
  switch (condition.kind) {
    case 'all':
      return every(path, condition.of, listener)
    case 'any':
      return some(path, condition.of, listener)
    case 'not': {
      const { truth } = walk(condition.of, listener, path === null ? null : `${path}.of`)
      if (truth === 'unknown') return unknown
      return truth === 'fails' ? held(path, condition) : fails
    }
    case 'signal':
      return heardSignal(path, condition, listener)
    case 'words':
      return heardWords(path, condition, listener)
    case 'pattern':
      return heardPattern(path, condition, listener)
    case 'prompt': {
      const verdict = listener.facts.judged(condition.text)
      if (verdict === null) return unknown
      return verdict.holds
        ? held(path, condition, { messageSeq: verdict.seq, detail: condition.text })
        : fails
    }
    default: {
      const detail = plainly(condition, listener.facts)
      return detail === null ? fails : held(path, condition, { detail })
    }
  }
}
