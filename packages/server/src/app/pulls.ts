// Channels that do not call are asked what is new, by one server at a time. How far was read is noted after what was
// read is stored: a server that dies in between makes the next one read it again (DL1).
import type { WorkspaceId } from '@baton/core'
import type { ChannelStore } from './channel-store.ts'
import type { Directory } from './directory.ts'
import type { Inbound } from './inbound.ts'
import type { Lines, OpenLine } from './lines.ts'
import { lineKey } from './lines.ts'

export interface Pulls {
  /** One look into every channel that is due. */
  sweep(): Promise<void>
}

export interface PullsOptions {
  readonly channels: ChannelStore
  readonly directory: Directory
  readonly inbound: Inbound
  readonly lines: Lines
  /** All there are. */
  readonly workspaces: () => Promise<readonly WorkspaceId[]>
  readonly onTrouble: (line: OpenLine, reason: string | null) => Promise<void>
  readonly onFault: (fault: unknown) => void
}

const usualPauseMs = 15_000
const lookWithinMs = 60_000

export function createPulls(options: PullsOptions): Pulls {
  const { channels, directory, inbound, lines, workspaces, onTrouble, onFault } = options
  const lookedAt = new Map<string, number>()

  async function look(line: OpenLine): Promise<void> {
    const key = lineKey(line)
    const cursor = await channels.cursor(key)
    const found = await line.kind.pull?.(line.line, cursor, AbortSignal.timeout(lookWithinMs))
    if (!found) return
    await inbound.store(line, found.items)
    if (found.cursor !== cursor) await channels.setCursor(key, found.cursor)
  }

  async function lookAlone(line: OpenLine): Promise<void> {
    try {
      await channels.alone(lineKey(line), () => look(line))
      await onTrouble(line, null)
    } catch (error) {
      onFault(error)
      await onTrouble(line, error instanceof Error ? error.message : 'unknown')
    }
  }

  async function due(): Promise<readonly OpenLine[]> {
    const found: OpenLine[] = []
    for (const workspaceId of await workspaces()) {
      for (const channel of (await directory.of(workspaceId)).channels.values()) {
        const line = lines.of(workspaceId, channel)
        if (!line?.kind.pull) continue
        const pauseMs = line.kind.pullEveryMs ?? usualPauseMs
        if (Date.now() - (lookedAt.get(channel.id) ?? 0) < pauseMs) continue
        lookedAt.set(channel.id, Date.now())
        found.push(line)
      }
    }
    return found
  }

  return {
    async sweep() {
      await Promise.all((await due()).map(lookAlone))
    },
  }
}
