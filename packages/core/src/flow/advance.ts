// One step of a flow: what the customer said (or the clock) goes in, what to say and where it stands comes out.
// Total: any memory and any words give a step; what does not fit the flow starts it afresh.
import type { BotMemory, BotResume, TurnInput } from '../conversation/turn.ts'
import type { Flow } from './definition.ts'
import { blockOf } from './definition.ts'
import { goOn, goOnIfOver, hear, openBlock } from './hear.ts'
import { bounded, positionJson, positionOf } from './remember.ts'
import type { Run } from './run.ts'
import { ask, enter, stepsMax } from './run.ts'
import type { FlowContext, FlowInput, FlowStep } from './step.ts'

function runOf(flow: Flow, memory: BotMemory, context: FlowContext): Run {
  return {
    flow,
    context,
    messages: [],
    variables: bounded(memory.variables),
    position: positionOf(memory.position),
    wake: memory.wake,
    handoff: null,
    withdraw: null,
    said: '',
    asked: false,
    stepsLeft: stepsMax,
  }
}

function stepOf(run: Run): FlowStep {
  const { messages, handoff, withdraw } = run
  const memory: BotMemory = {
    position: positionJson(run.position),
    variables: bounded(run.variables),
    wake: openBlock(run)?.kind === 'wait' ? run.wake : null,
  }
  return { messages, handoff, withdraw, memory }
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
  if (block.kind === 'choices' || block.kind === 'question') {
    run.asked = true
    hearAll(run, inputs)
    if (run.position === position && run.messages.length === 0) ask(run, block)
    return
  }
  if (block.kind === 'wait') goOnIfOver(run, block)
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
  }
  return stepOf(run)
}
