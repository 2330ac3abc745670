// A run of a flow from block to block until it waits, hands off or ends. The run's fields change as it goes;
// nothing of it is seen outside one `advance`.
import type { Instant } from '../ids.ts'
import { plusMs } from '../ids.ts'
import type { Parts } from '../message/content.ts'
import type { AskTeamBlock } from './call-block.ts'
import { answerIn, isTelling } from './check.ts'
import { optionIn } from './choose.ts'
import { holds } from './compare.ts'
import type {
  Block,
  BlockId,
  ChoiceOption,
  ChoicesBlock,
  FeedbackBlock,
  Flow,
  HandoffBlock,
  QuestionBlock,
} from './definition.ts'
import { blockOf, saidVariable } from './definition.ts'
import type { Marked } from './mark.ts'
import { marked } from './mark.ts'
import type { Position, Variables } from './remember.ts'
import { valueMax, withVariable } from './remember.ts'
import { choicesSaid, feedbackSaid, messageSaid, textSaid } from './say.ts'
import type { FlowContext, FlowStep } from './step.ts'
import type { Lookup } from './template.ts'
import { filled } from './template.ts'

export interface Run {
  readonly flow: Flow
  readonly context: FlowContext
  readonly messages: Parts[]
  variables: Variables
  position: Position | null
  wake: { readonly id: string; readonly at: Instant } | null
  handoff: FlowStep['handoff']
  withdraw: FlowStep['withdraw']
  question: FlowStep['ask']
  marks: Marked | null
  feedback: FlowStep['feedback']
  /** The customer's last words. */
  said: string
  /** The open block spoke in this very run: the customer has not read it yet. */
  asked: boolean
  stepsLeft: number
}

/** Blocks in one run. A parsed flow has no endless loop; this bounds a burst that answers block after block. */
export const stepsMax = 500

/** Words that no open block has read. `telling`: they led here by a trigger, so only a telling check takes them. */
export interface Early {
  readonly text: string
  readonly telling: boolean
}

export function lookupOf(run: Run): Lookup {
  return name => {
    if (name === saidVariable) return run.said
    if (Object.hasOwn(run.variables, name)) return run.variables[name]
    return Object.hasOwn(run.flow.variables, name) ? run.flow.variables[name] : undefined
  }
}

export function say(run: Run, parts: Parts | null): void {
  if (parts !== null) run.messages.push(parts)
}

/** Blocks that wait for the customer’s words. */
export type AskingBlock = ChoicesBlock | QuestionBlock | FeedbackBlock

export function isAsking(block: Block | null): block is AskingBlock {
  return block?.kind === 'choices' || block?.kind === 'question' || block?.kind === 'feedback'
}

export function ask(run: Run, block: AskingBlock): void {
  const lookup = lookupOf(run)
  if (block.kind === 'choices') say(run, choicesSaid(block, block.text, lookup))
  else if (block.kind === 'question') say(run, textSaid(block.text, lookup))
  else if (run.position?.rating === undefined) say(run, feedbackSaid(block, block.text, lookup))
  else say(run, textSaid(block.commentText, lookup))
  run.asked = true
}

/** Keeps a choice; the block to which it leads. */
export function take(run: Run, block: ChoicesBlock, option: ChoiceOption): BlockId | undefined {
  if (block.variable) run.variables = withVariable(run.variables, block.variable, option.label)
  return option.next ?? block.next
}

/** The block after a choices or question block if these words answer it, and the answer kept; null if they do not. */
export function answered(
  run: Run,
  block: ChoicesBlock | QuestionBlock,
  text: string,
): { readonly next: BlockId | undefined } | null {
  if (block.kind === 'choices') {
    const option = optionIn(block, text)
    return option ? { next: take(run, block, option) } : null
  }
  const answer = answerIn(block.check, text)
  if (answer === null) return null
  run.variables = withVariable(run.variables, block.variable, answer)
  return { next: block.next }
}

/** A question that finds its answer in what was said before need not be asked; words before that one are spent. */
function answeredEarly(run: Run, block: ChoicesBlock | QuestionBlock, early: Early[]) {
  const telling = block.kind === 'question' && isTelling(block.check)
  while (early.length > 0) {
    const words = early.shift()
    if (words === undefined || (words.telling && !telling)) continue
    const answer = answered(run, block, words.text)
    if (answer) return answer
  }
  return null
}

function handOff(run: Run, block: HandoffBlock): void {
  const lookup = lookupOf(run)
  say(run, textSaid(block.text, lookup))
  const summary = filled(block.summary ?? '', lookup).trim()
  run.handoff = {
    reason: filled(block.reason, lookup, valueMax),
    summary: summary === '' ? null : summary,
    priority: block.priority ?? 'normal',
  }
  run.withdraw = null
}

function stopAt(run: Run, id: BlockId, early: readonly string[] = []): undefined {
  run.position = { block: id, misses: 0, early }
}

/** Stands still until the clock, another system or the team comes back to it; what was said stays for later. */
function pauseAt(run: Run, id: BlockId, forMs: number, early: readonly Early[]): undefined {
  const { at, wakeId } = run.context
  run.wake = { id: wakeId, at: forMs === 0 ? at : plusMs(at, forMs) }
  return stopAt(
    run,
    id,
    early.filter(words => !words.telling).map(words => words.text),
  )
}

/** The question of the core expires first; this is for one that was closed while the bot had no say. */
const askSafetyMs = 30_000

function askTeam(run: Run, id: BlockId, block: AskTeamBlock, early: readonly Early[]): undefined {
  const { withinMs } = block
  run.question = { question: filled(block.question, lookupOf(run), valueMax), withinMs }
  return pauseAt(run, id, withinMs + askSafetyMs, early)
}

/** Does what the block does; the block after it, or undefined when the run stops here. */
function perform(run: Run, id: BlockId, block: Block, early: Early[]): BlockId | undefined {
  const lookup = lookupOf(run)
  switch (block.kind) {
    case 'message':
      say(run, messageSaid(block, lookup))
      return block.next
    case 'choices':
    case 'question': {
      const answer = answeredEarly(run, block, early)
      if (answer) return answer.next
      ask(run, block)
      return stopAt(run, id)
    }
    case 'condition':
      return block.rules.find(rule => holds(rule, lookup))?.go ?? block.otherwise
    case 'set':
      for (const [name, value] of Object.entries(block.assign)) {
        const kept = typeof value === 'string' ? filled(value, lookup, valueMax) : value
        run.variables = withVariable(run.variables, name, kept)
      }
      return block.next
    case 'wait':
      return pauseAt(run, id, block.forMs, early)
    case 'request':
    case 'ai':
      pauseAt(run, id, 0, early)
      if (run.position && run.said !== '') run.position = { ...run.position, said: run.said }
      return undefined
    case 'ask_team':
      return askTeam(run, id, block, early)
    case 'feedback':
      run.position = null
      ask(run, block)
      return stopAt(run, id)
    case 'tag':
    case 'priority':
    case 'status':
    case 'queue':
      run.marks = marked(run.marks, block)
      return block.next
    case 'handoff':
      handOff(run, block)
      return undefined
    case 'end':
      say(run, textSaid(block.text, lookup))
      return undefined
  }
}

/** Runs from a block on. Undefined, or a block that the flow does not have, ends the flow. */
export function enter(run: Run, from: BlockId | undefined, early: readonly Early[] = []): void {
  run.position = null
  run.wake = null
  run.question = null
  run.asked = false
  const unread = [...early]
  for (let id = from; id !== undefined && run.stepsLeft > 0; run.stepsLeft -= 1) {
    const block = blockOf(run.flow, id)
    if (block === null) return
    id = perform(run, id, block, unread)
  }
}
