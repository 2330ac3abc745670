// One step of a flow: what the customer said (or the clock) goes in, what to say and where it stands comes out.
// Total: any memory and any words give a step; what does not fit the flow starts it afresh.
import type { BotMemory, BotResume, TurnInput } from '../conversation/turn.ts'
import type { FlowCall } from './call.ts'
import { callOf } from './call.ts'
import { isCall } from './call-block.ts'
import { called, teamAnswered } from './called.ts'
import type { Flow } from './definition.ts'
import { blockOf } from './definition.ts'
import { goOn, goOnIfOver, hear, openBlock, owe } from './hear.ts'
import { bounded, positionJson, positionOf } from './remember.ts'
import type { Run } from './run.ts'
import { ask, enter, isAsking, lookupOf, stepsMax } from './run.ts'
import type { FlowContext, FlowInput, FlowStep } from './step.ts'

function runOf(flow: Flow, memory: BotMemory, context: FlowContext): Run {
  const position = positionOf(memory.position)
  return {
    flow,
    context,
    messages: [],
    variables: bounded(memory.variables),
    position,
    wake: memory.wake,
    handoff: null,
    withdraw: null,
    question: null,
    marks: null,
    feedback: null,
    said: position?.said ?? '',
    asked: false,
    stepsLeft: stepsMax,
  }
}

/** Whether the flow stands still there until the clock, another system or the team comes back to it. */
function pauses(run: Run): boolean {
  const block = openBlock(run)
  return block?.kind === 'wait' || block?.kind === 'ask_team' || isCall(block)
}

function stepOf(run: Run): FlowStep {
  const { messages, handoff, withdraw, marks, feedback, question } = run
  const memory: BotMemory = {
    position: positionJson(run.position, run.context.version),
    variables: bounded(run.variables),
    wake: pauses(run) ? run.wake : null,
  }
  const step = { messages, handoff, withdraw, memory }
  // Most steps have none of these, and every step is sent and stored.
  if (marks === null && !feedback && !question) return step
  return {
    ...step,
    ...(marks === null ? {} : { marks: marks.marks }),
    ...(marks === null || marks.team === null ? {} : { team: marks.team }),
    ...(feedback ? { feedback } : {}),
    ...(question && handoff === null ? { ask: question } : {}),
  }
}

function hearAll(run: Run, inputs: readonly TurnInput[]): void {
  for (const input of inputs) hear(run, input.text)
}

/** HB3: goes on where it stood. An unanswered question is asked again, unless its answer came meanwhile. */
function goOnWhereItStood(run: Run, inputs: readonly TurnInput[]): void {
  const block = openBlock(run)
  const { position } = run
  if (block === null) {
    run.position = null
    hearAll(run, inputs)
    return
  }
  if (isAsking(block)) {
    run.asked = true
    hearAll(run, inputs)
    if (run.position === position && run.messages.length === 0) ask(run, block)
    return
  }
  if (block.kind === 'wait') goOnIfOver(run, block)
  else if (isCall(block)) owe(run, block)
  // A person took over, and the question to the team was closed by it.
  else enter(run, position?.block)
  hearAll(run, inputs)
}

function resume(run: Run, how: BotResume, inputs: readonly TurnInput[]): void {
  const at = typeof how === 'object' ? how.at : how === 'restart' ? run.flow.start : null
  if (at !== null && blockOf(run.flow, at) !== null) enter(run, at)
  else if (how !== 'silent') {
    goOnWhereItStood(run, inputs)
    return
  }
  hearAll(run, inputs)
}

function wakeUp(run: Run): void {
  const block = openBlock(run)
  if (block?.kind === 'wait') goOn(run, block)
  else if (block?.kind === 'ask_team') teamAnswered(run, null)
  // Somebody waits for the end of a pause that the flow no longer has.
  else if (run.position !== null && block === null && run.wake !== null) enter(run, run.flow.start)
}

/**
 * Feeds a flow. Several inputs are fed in order; triggers are tried before the open block, always. Never throws,
 * and the same arguments give the same step.
 */
export function advance(flow: Flow, memory: BotMemory, input: FlowInput, context: FlowContext): FlowStep {
  const run = runOf(flow, memory, context)
  switch (input.kind) {
    case 'said':
      hearAll(run, input.inputs)
      break
    case 'woke':
      wakeUp(run)
      hearAll(run, input.inputs ?? [])
      break
    case 'resumed':
      resume(run, input.resume, input.inputs)
      break
    case 'called':
      hearAll(run, input.inputs ?? [])
      if (stillOwed(run, memory)) called(run, input.result)
      break
    case 'answered':
      hearAll(run, input.inputs ?? [])
      teamAnswered(run, input.text)
      break
  }
  return stepOf(run)
}

/** The call that stood open before is not overtaken by what the customer said. */
function stillOwed(run: Run, before: BotMemory): boolean {
  return before.wake !== null && run.wake?.id === before.wake.id && isCall(openBlock(run))
}

/**
 * The call that has to be made before the flow can go on with this input; null when it needs none. Its result goes
 * in as `called`, with the same inputs.
 */
export function pendingCall(flow: Flow, memory: BotMemory, input: FlowInput): FlowCall | null {
  if (memory.wake === null) return null
  const position = positionOf(memory.position)
  const block = position && blockOf(flow, position.block)
  if (position === null || !isCall(block)) return null
  if (input.kind === 'called' || input.kind === 'answered') return null
  const run = runOf(flow, memory, { at: memory.wake.at, wakeId: '' })
  const lookup = lookupOf({ ...run })
  if (input.kind === 'resumed') resume(run, input.resume, input.inputs)
  else hearAll(run, input.inputs ?? [])
  return stillOwed(run, memory) ? callOf(block, position.block, memory.wake.id, lookup) : null
}
