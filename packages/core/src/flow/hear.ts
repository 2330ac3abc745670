// One message of the customer, against the flow: triggers first, then the block that is open, then the start.
import type { AskTeamBlock, CallBlock } from './call-block.ts'
import { optionNamed, optionOf } from './choose.ts'
import { clipped } from './clip.ts'
import type {
  Block,
  BlockId,
  ChoicesBlock,
  FeedbackBlock,
  QuestionBlock,
  Trigger,
  WaitBlock,
} from './definition.ts'
import { blockOf } from './definition.ts'
import type { Position } from './remember.ts'
import { valueMax, withVariable } from './remember.ts'
import type { Run } from './run.ts'
import { answered, ask, enter, isAsking, lookupOf, say, take } from './run.ts'
import { choicesSaid, feedbackSaid, ratingsOf, textSaid } from './say.ts'
import { triggerIn } from './trigger.ts'

/** The failed answers after which `otherwise` is taken, unless the question says. */
const attemptsUsual = 3

export function openBlock(run: Run): Block | null {
  return run.position === null ? null : blockOf(run.flow, run.position.block)
}

function pull(run: Run, trigger: Trigger, text: string): void {
  if (trigger.withdraw) {
    run.withdraw = { reason: clipped(text, valueMax) }
    run.handoff = null
  }
  if (trigger.go !== undefined) {
    enter(run, trigger.go, [{ text, telling: true }])
    return
  }
  // What is open stays open, and is not left hanging in the air.
  const block = openBlock(run)
  if (!run.asked && isAsking(block)) ask(run, block)
}

/**
 * Where a tap on a closing block's choices leads (HB1): that block was sent without the flow being there. While
 * something else is open only the label itself counts, or every "ok" would leave the open question.
 */
function closingAnswer(run: Run, text: string): { readonly next: BlockId | undefined } | null {
  const tapped = run.position !== null
  for (const block of Object.values(run.flow.blocks)) {
    if (block.kind !== 'choices' || !block.closing) continue
    const option = tapped ? block.options.find(({ label }) => label === text) : optionNamed(block, text)
    if (option) return { next: take(run, block, option) }
  }
  return null
}

function missed(run: Run, position: Position, block: ChoicesBlock | QuestionBlock): void {
  const misses = position.misses + 1
  const lookup = lookupOf(run)
  if (block.kind === 'choices') {
    const { otherwise = 'repeat' } = block
    if (otherwise !== 'repeat') {
      enter(run, otherwise)
      return
    }
    say(run, choicesSaid(block, block.retryText ?? block.text, lookup))
  } else {
    if (block.otherwise !== undefined && misses >= (block.attempts ?? attemptsUsual)) {
      enter(run, block.otherwise)
      return
    }
    say(run, textSaid(block.retryText, lookup) ?? textSaid(block.text, lookup))
  }
  run.position = { ...position, misses }
  run.asked = true
}

function pauseIsOver(run: Run): boolean {
  return run.wake === null || run.context.at >= run.wake.at
}

/** Leaves a block that stood still, with what was said meanwhile. */
export function leave(run: Run, to: BlockId | undefined): void {
  const early = run.position?.early ?? []
  enter(
    run,
    to,
    early.map(text => ({ text, telling: false })),
  )
  // What the customer wrote into the pause must not meet silence.
  const silent = run.position === null && run.handoff === null && run.messages.length === 0
  if (early.length > 0 && silent) enter(run, run.flow.start)
}

export function goOn(run: Run, block: WaitBlock): void {
  leave(run, block.next)
}

/** A call that nobody was told to make, as after a silent hand-back, is owed again. */
export function owe(run: Run, block: CallBlock | AskTeamBlock): void {
  if (run.wake !== null || run.position === null) return
  if (block.kind === 'ask_team') {
    enter(
      run,
      run.position.block,
      run.position.early.map(text => ({ text, telling: false })),
    )
  } else run.wake = { id: run.context.wakeId, at: run.context.at }
}

const ratingMissesMax = 2

function rated(run: Run, position: Position, block: FeedbackBlock, text: string): void {
  const lookup = lookupOf(run)
  if (position.rating !== undefined) {
    run.feedback = { rating: position.rating, comment: clipped(text, valueMax) }
    enter(run, block.next)
    return
  }
  const option = optionOf(ratingsOf(block), text)
  if (option) {
    const rating = Number(option.id)
    run.feedback = { rating, comment: null }
    if (block.variable) run.variables = withVariable(run.variables, block.variable, rating)
    if (block.commentText === undefined) enter(run, block.next)
    else {
      run.position = { ...position, misses: 0, rating }
      ask(run, block)
    }
    return
  }
  // Said before the question could be read.
  if (run.asked) return
  if (position.misses + 1 >= ratingMissesMax) {
    enter(run, block.otherwise ?? block.next, [{ text, telling: false }])
    if (run.position === null && run.handoff === null && run.messages.length === 0) enter(run, run.flow.start)
    return
  }
  say(run, feedbackSaid(block, block.retryText ?? block.text, lookup))
  run.position = { ...position, misses: position.misses + 1 }
  run.asked = true
}

export function goOnIfOver(run: Run, block: WaitBlock): void {
  if (pauseIsOver(run)) goOn(run, block)
}

function hearAt(run: Run, position: Position, block: Block, text: string): void {
  switch (block.kind) {
    case 'choices':
    case 'question': {
      const answer = answered(run, block, text) ?? closingAnswer(run, text)
      // "Order 48213" may choose orders and answer the question that comes next.
      const telling = block.kind === 'choices' ? [{ text, telling: true }] : []
      if (answer) enter(run, answer.next, telling)
      // Said before the question could be read: no answer, and no miss either.
      else if (!run.asked) missed(run, position, block)
      return
    }
    case 'feedback':
      rated(run, position, block, text)
      return
    case 'wait':
      run.position = { ...position, early: [...position.early, text] }
      goOnIfOver(run, block)
      return
    case 'request':
    case 'ai':
    case 'ask_team':
      run.position = { ...position, early: [...position.early, text] }
      owe(run, block)
      return
    default:
      // The flow was edited: this block waited for something once.
      enter(run, position.block, [{ text, telling: false }])
  }
}

export function hear(run: Run, text: string): void {
  run.said = text
  const trigger = triggerIn(run.flow, text)
  // Who asked for a person and went on typing is heard by that person; only "never mind" still counts.
  if (run.handoff !== null && !trigger?.withdraw) return
  if (trigger) {
    pull(run, trigger, text)
    return
  }
  const block = openBlock(run)
  if (run.position !== null && block !== null) {
    hearAt(run, run.position, block, text)
    return
  }
  const closing = closingAnswer(run, text)
  if (closing) enter(run, closing.next)
  // The flow ended in this very run: what came in the same breath was answered with it.
  else if (run.messages.length === 0) enter(run, run.flow.start)
}
