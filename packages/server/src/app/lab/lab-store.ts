// Where runs of the rule lab are kept, so that any server can say how far one is.
import type { Instant, WorkspaceId } from '@baton/core'
import type { AnswerOf } from '@baton/protocol'

export type LabRun = AnswerOf<'GET /rules/lab/{id}'>
export type LabSide = LabRun['sides'][number]

export interface LabStore {
  /** Null: another one is under way. */
  begin(workspaceId: WorkspaceId, id: string): Promise<string | null>
  read(workspaceId: WorkspaceId, id: string): Promise<LabRun | null>
  /** False: it was cancelled. */
  report(workspaceId: WorkspaceId, id: string, done: number, total: number): Promise<boolean>
  finish(workspaceId: WorkspaceId, id: string, sides: readonly LabSide[]): Promise<void>
  fail(workspaceId: WorkspaceId, id: string, problem: string): Promise<void>
  /** False: it was over. */
  cancel(workspaceId: WorkspaceId, id: string): Promise<boolean>
  /** Forgets what began before. */
  tidy(before: Instant): Promise<void>
}
