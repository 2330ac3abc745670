// From a channel's settings to what its kind works with: secrets are opened only when they are asked for.
import type { ChannelId, WorkspaceId } from '@baton/core'
import { openedSecret } from './bot-secrets.ts'
import type { ChannelKind, Line } from './channel-port.ts'
import type { LineKey } from './channel-store.ts'
import type { Directory } from './directory.ts'
import type { Seals } from './seals.ts'
import type { ChannelEntry } from './workspace.ts'

export interface OpenLine {
  readonly line: Line
  readonly kind: ChannelKind
  readonly channel: ChannelEntry
}

export const lineKey = ({ line }: OpenLine): LineKey => ({
  workspaceId: line.workspaceId,
  channelId: line.id,
})

export interface Lines {
  kind(name: string): ChannelKind | null
  of(workspaceId: WorkspaceId, channel: ChannelEntry): OpenLine | null
  /** Null: no such channel, or of a kind that nobody calls. */
  open(workspaceId: WorkspaceId, channelId: ChannelId): Promise<OpenLine | null>
  /** The line of the same kind that a call names, which may be another one than the hook's own. */
  sibling(line: OpenLine, name: string): Promise<OpenLine | null>
  hookUrl(channelId: string): string
}

export interface LinesOptions {
  readonly directory: Directory
  readonly seals: Seals
  readonly kinds: readonly ChannelKind[]
  readonly publicUrl: () => string
}

export function createLines({ directory, seals, kinds, publicUrl }: LinesOptions): Lines {
  const byName = new Map(kinds.map(kind => [kind.kind, kind]))
  const hookUrl = (channelId: string) => `${publicUrl()}/hooks/${channelId}`

  function of(workspaceId: WorkspaceId, channel: ChannelEntry): OpenLine | null {
    const kind = byName.get(channel.kind)
    if (!kind) return null
    const { id, name, settings } = channel
    const secret = (field: string) => openedSecret(seals, id, settings, field)
    return { kind, channel, line: { workspaceId, id, name, settings, secret, hookUrl: hookUrl(id) } }
  }

  return {
    kind: name => byName.get(name) ?? null,
    of,
    hookUrl,
    async open(workspaceId, channelId) {
      const channel = (await directory.of(workspaceId)).channels.get(channelId)
      return channel ? of(workspaceId, channel) : null
    },
    async sibling({ line, kind }, name) {
      const { channels } = await directory.of(line.workspaceId)
      for (const channel of channels.values()) {
        const other = channel.kind === kind.kind ? of(line.workspaceId, channel) : null
        if (other && kind.lineOf?.(other.line) === name) return other
      }
      return null
    },
  }
}
