// A flow out of a file: only when the core's own checker finds nothing wrong, or with all that it found.
import { arranged } from './arranged.ts'
import type { Draft } from './edits.ts'
import type { Finding } from './faults.ts'
import { readFlow } from './shape.ts'
import { checkFlow } from './written-flow.ts'

export type Imported =
  | { readonly ok: true; readonly draft: Draft }
  /** No findings: it is no JSON at all. */
  | { readonly ok: false; readonly findings: readonly Finding[] }

/** A file may hold a flow, or a bot's whole settings around it. */
export function importFlow(text: string): Imported {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { ok: false, findings: [] }
  }
  const inner = typeof json === 'object' && json !== null && 'flow' in json ? json.flow : json
  const parsed = checkFlow(inner)
  if (!parsed.ok) return { ok: false, findings: parsed.faults.map(fault => ({ grade: 'fault', ...fault })) }
  const flow = readFlow(inner, parsed.flow.name)
  return { ok: true, draft: { flow, layout: arranged(flow) } }
}
