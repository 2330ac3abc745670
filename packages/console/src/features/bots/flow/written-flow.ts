// A draft as it is stored and checked: fields that hold nothing are left out, since the checker takes a missing
// field and an empty one for two things.
import type { Flow, FlowFault, ParsedFlow } from '@baton/core'
import { parseFlow, warningsOf } from '@baton/core'
import type { Finding, Grade } from './faults.ts'

type Loose = { readonly [key: string]: unknown }

/** What builders fill themselves: nothing in there is left out. */
const kept = new Set(['assign', 'variables', 'body'])

const isNothing = (value: unknown) =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

function written(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(written)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, held]) => kept.has(key) || !isNothing(held))
      .map(([key, held]) => [key, kept.has(key) ? held : written(held)]),
  )
}

/** The flow as JSON; blocks without fields stay. */
export function writtenFlow(flow: Flow): Loose {
  const { name, start, triggers, variables } = flow
  const blocks = Object.entries(flow.blocks).map(([id, block]) => [id, written(block)])
  return { name, start, triggers: triggers.map(written), variables, blocks: Object.fromEntries(blocks) }
}

/** A secret that the server keeps reads as one that is there. */
function withSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSecrets)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  if (entries.length === 1 && 'set' in value && value.set === true) return { sealed: 'kept' }
  return Object.fromEntries(entries.map(([key, held]) => [key, withSecrets(held)]))
}

export function checkFlow(json: unknown): ParsedFlow {
  return parseFlow(withSecrets(json))
}

export interface Checked {
  /** Null while the draft has faults. */
  readonly flow: Flow | null
  readonly faults: readonly FlowFault[]
}

export function checkedDraft(draft: Flow): Checked {
  const parsed = checkFlow(writtenFlow(draft))
  return parsed.ok ? { flow: parsed.flow, faults: [] } : { flow: null, faults: parsed.faults }
}

/** What keeps a draft from being published, and what its builder should look at. */
export function findingsOf({ faults }: Checked, draft: Flow): readonly Finding[] {
  const graded = (grade: Grade) => (fault: FlowFault) => ({ grade, ...fault })
  return [...faults.map(graded('fault')), ...warningsOf(draft).map(graded('warning'))]
}
