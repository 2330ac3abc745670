// The problems that a socket can tell. Given by main, as the table belongs to http/.
import type { Rejection } from '@baton/core'
import type { Problem } from '@baton/protocol'

export interface ProblemTable {
  rejection(rejection: Rejection): Problem
  notFound(conversationId: string | null): Problem
  onlyFor(kind: 'agent' | 'visitor'): Problem
  /** Files that are not the visitor's to send. */
  notTheirs(): Problem
  unavailable(): Problem
  alreadySignedIn(): Problem
  malformed(detail: string): Problem
}
