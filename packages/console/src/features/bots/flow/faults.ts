// What is wrong with a draft, sorted to where it is.
import type { BlockId } from '@baton/core'

export type Grade = 'fault' | 'warning'

export interface Finding {
  readonly grade: Grade
  /** Null: the flow as a whole, or a trigger. */
  readonly block: BlockId | null
  /** As in `options[2].label`; empty for the whole block or flow. */
  readonly path: string
  readonly message: string
}

/** The worst of each block. */
export function gradesOf(findings: readonly Finding[]): ReadonlyMap<BlockId, Grade> {
  const grades = new Map<BlockId, Grade>()
  for (const { block, grade } of findings)
    if (block !== null && grades.get(block) !== 'fault') grades.set(block, grade)
  return grades
}

/** What is wrong with one field of a block, `text` or `options[0].label`, or with anything in it. */
export function messageAt(findings: readonly Finding[], path: string): string | null {
  return findings.find(finding => finding.path === path)?.message ?? null
}

/** The trigger that a finding of the flow is about. */
export function triggerOf(finding: Finding): number | null {
  const at = /^triggers\[(\d+)\]/.exec(finding.path)?.[1]
  return finding.block === null && at !== undefined ? Number(at) : null
}
