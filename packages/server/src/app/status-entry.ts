// One of the workspace's statuses. Its name is what conversations keep (decision 0015).
import type { StatusTone } from '@baton/protocol'

export interface StatusEntry {
  readonly name: string
  readonly tone: StatusTone
}
