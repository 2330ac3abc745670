// A flow goes on with what somebody else answered: another system, a model, or the team.
import type { Json } from '../ids.ts'
import { textParts } from '../message/content.ts'
import type { AiBlock, RequestBlock } from './call-block.ts'
import { clipped, clippedJson } from './clip.ts'
import { leave, openBlock } from './hear.ts'
import { partAt } from './json-path.ts'
import { valueMax, withoutVariable, withVariable } from './remember.ts'
import type { Run } from './run.ts'
import { say } from './run.ts'
import type { FlowCallResult } from './step.ts'
import { textMax } from './template.ts'

function saveParts(run: Run, block: RequestBlock, body: Json): void {
  for (const { variable, path } of block.save) {
    const part = partAt(body, path)
    const nothing = part === undefined || part === null
    run.variables = nothing
      ? withoutVariable(run.variables, variable)
      : withVariable(run.variables, variable, clippedJson(part, valueMax))
  }
}

function responded(run: Run, block: RequestBlock, result: FlowCallResult): void {
  const good = result.kind === 'response' && result.status >= 200 && result.status < 300
  if (good) saveParts(run, block, result.body)
  leave(run, good ? block.next : block.otherwise)
}

function modelSaid(run: Run, block: AiBlock, result: FlowCallResult): void {
  if (result.kind !== 'said' || (result.handoff && !block.handoff)) {
    leave(run, block.otherwise)
    return
  }
  const { handoff } = result
  const text = clipped(result.text, textMax)
  if (text.trim() === '' && !handoff) {
    leave(run, block.otherwise)
    return
  }
  if (text.trim() !== '') {
    if (block.variable) run.variables = withVariable(run.variables, block.variable, clipped(text, valueMax))
    else say(run, textParts(text))
  }
  if (!handoff) {
    leave(run, block.next)
    return
  }
  run.position = null
  run.wake = null
  run.withdraw = null
  const summary = handoff.summary === null ? null : clipped(handoff.summary, textMax)
  run.handoff = { reason: clipped(handoff.reason, valueMax), summary, priority: handoff.priority }
}

export function called(run: Run, result: FlowCallResult): void {
  const block = openBlock(run)
  if (block?.kind === 'request') responded(run, block, result)
  else if (block?.kind === 'ai') modelSaid(run, block, result)
}

/** BT5: null when nobody answered in time. An answer to a question that the flow has left is not its business. */
export function teamAnswered(run: Run, text: string | null): void {
  const block = openBlock(run)
  if (block?.kind !== 'ask_team') return
  if (text === null || text.trim() === '') {
    leave(run, block.otherwise)
    return
  }
  run.variables = withVariable(run.variables, block.variable, clipped(text, valueMax))
  leave(run, block.next)
}
