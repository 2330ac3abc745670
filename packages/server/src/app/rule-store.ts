// Where rules are kept, and what is counted of them.
import type { RuleDraft, WorkspaceId } from '@baton/core'
import type { RuleRecord } from './ready-rules.ts'

/** Of the last seven days. */
export interface RuleFigures {
  readonly ruleId: string
  readonly fired: number
  readonly asked: number
  readonly failed: number
  readonly skipped: number
  readonly lastProblem: string | null
}

export interface RuleCount {
  readonly workspaceId: WorkspaceId
  readonly ruleId: string
  readonly what: 'fired' | 'asked' | 'failed' | 'skipped'
  readonly problem: string | null
}

/** Each call throws a PortFault when the database does not answer. */
export interface RuleStore {
  /** After the others; null: there are too many. */
  add(workspaceId: WorkspaceId, id: string, rule: RuleDraft): Promise<RuleRecord | null>
  /** `changed`: somebody changed it meanwhile. Null: it is gone. */
  change(
    workspaceId: WorkspaceId,
    id: string,
    version: number,
    rule: RuleDraft,
  ): Promise<RuleRecord | 'changed' | null>
  /** False: there was none. */
  remove(workspaceId: WorkspaceId, id: string): Promise<boolean>
  /** Those that are not named keep their order, behind. */
  order(workspaceId: WorkspaceId, ids: readonly string[]): Promise<void>
  figures(workspaceId: WorkspaceId): Promise<readonly RuleFigures[]>
  count(counts: readonly RuleCount[]): Promise<void>
  promptsToday(workspaceId: WorkspaceId): Promise<{ readonly used: number; readonly perDay: number }>
  /** Takes one of the day's; false: none is left. */
  takePrompt(workspaceId: WorkspaceId): Promise<boolean>
  setPromptsPerDay(workspaceId: WorkspaceId, perDay: number): Promise<void>
}
