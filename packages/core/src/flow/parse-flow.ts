// A flow comes from people: whatever is wrong with it is told all at once, with the block and what to do.
import type { Flow } from './definition.ts'

export interface FlowFault {
  readonly block: string | null
  readonly path: string
  readonly message: string
}

export type ParsedFlow =
  | { readonly ok: true; readonly flow: Flow }
  | { readonly ok: false; readonly faults: readonly FlowFault[] }

export function parseFlow(_json: unknown): ParsedFlow {
  return { ok: false, faults: [{ block: null, path: '', message: 'must be an object' }] }
}
