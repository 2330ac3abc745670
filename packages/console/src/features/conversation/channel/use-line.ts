// What the channel of a conversation allows now: for how long free text goes (DL5), who answers there (DL6), and
// how much it takes.
import type { ChannelRow, ConversationRow } from '@baton/client'
import { useMemo } from 'react'
import type { ReadLog } from '../../../app/logs.ts'
import { useChannel } from '../../../app/use-channels.ts'
import { useNow } from '../../../app/use-now.ts'
import type { LineWindow } from './window.ts'
import { loudMs, windowOf } from './window.ts'

export interface Line {
  readonly channel: ChannelRow | null
  readonly window: LineWindow | null
  /** Somebody else answers on the channel itself. */
  readonly holder: string | null
}

export function useLine(row: ConversationRow, log: ReadLog): Line {
  const channel = useChannel(row.channel)
  const { lastContactAt, holder } = useMemo(
    () => ({
      lastContactAt: log.items.findLast(event => event.type === 'MessageReceived')?.at ?? null,
      holder: log.items.findLast(event => event.type === 'LineHolderChanged')?.data.holder ?? null,
    }),
    [log.items],
  )
  const windowMs = channel?.limits?.replyWindowMs ?? null
  const left = lastContactAt === null || windowMs === null ? 0 : Date.parse(lastContactAt) + windowMs
  const soon = left - Date.now() < loudMs + 60_000
  const now = useNow(soon ? 1_000 : 30_000)
  return {
    channel,
    window: windowMs === null || !log.ready ? null : windowOf(lastContactAt, windowMs, now),
    holder,
  }
}
