// The logs of the conversations that were opened. A log outlives the view of it: coming back shows it at once
// and reads on from where it stood.
import type { ConversationLog, Live } from '@baton/client'
import { emptyLog, extendLog } from '@baton/client'
import type { ConversationEvent } from '@baton/core'

export interface ReadLog extends ConversationLog<ConversationEvent> {
  /** False until the first frame: empty does not mean that nothing was said. */
  readonly ready: boolean
  /** When this page began to read it: what is older was there before. */
  readonly firstCursor: number
}

export const unreadLog: ReadLog = { ...emptyLog, ready: false, firstCursor: 0 }

type WireEvents = Parameters<Parameters<Live['follow']>[0]['onItems']>[0]['items']

/** The wire leaves `data` open for newer events; the readers of a log skip a type that they do not know. */
function asEvents(items: WireEvents): readonly ConversationEvent[] {
  return items as readonly object[] as readonly ConversationEvent[]
}

const kept = 60

export class Logs {
  private readonly logs = new Map<string, ReadLog>()
  private readonly listeners = new Set<() => void>()
  private readonly live: Live

  constructor(live: Live) {
    this.live = live
  }

  get(id: string): ReadLog {
    return this.logs.get(id) ?? unreadLog
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Reads the log for as long as somebody looks at it. */
  open(id: string): () => void {
    return this.live.follow({
      conversationId: id,
      after: this.get(id).cursor,
      onItems: frame => {
        const before = this.get(id)
        const { log } = extendLog(before, { ...frame, items: asEvents(frame.items) })
        this.set(id, { ...log, ready: true, firstCursor: before.ready ? before.firstCursor : log.cursor })
      },
      onReload: () => this.set(id, unreadLog),
    })
  }

  private set(id: string, log: ReadLog): void {
    this.logs.delete(id)
    this.logs.set(id, log)
    const oldest = this.logs.keys().next().value
    if (this.logs.size > kept && oldest !== undefined) this.logs.delete(oldest)
    for (const listener of this.listeners) listener()
  }
}
