// An agent's console as far as presence knows it: a socket that follows the list.
import type { ServerMessage } from '@baton/protocol'
import type { RawSocket } from './raw-socket.ts'
import { openRawSocket } from './raw-socket.ts'

export type PresenceRow = Extract<ServerMessage, { type: 'presence' }>['agents'][number]

export interface Desk {
  readonly raw: RawSocket
  /** As last told; undefined: offline. */
  presenceOf(agentId: string): PresenceRow | undefined
  idle(idle: boolean): void
  close(): void
}

/** Resolves once the list is there: whoever asks from then on finds them online. */
export async function openDesk(url: string, key: string): Promise<Desk> {
  const raw = await openRawSocket(url, key)
  await raw.heard('ready')
  raw.send({ type: 'follow_list' })
  await raw.heard('presence')
  return {
    raw,
    presenceOf(agentId) {
      const told = raw.messages.findLast(message => message.type === 'presence')
      return told?.type === 'presence' ? told.agents.find(({ id }) => id === agentId) : undefined
    },
    idle: idle => raw.send({ type: 'idle', idle }),
    close: () => raw.close(),
  }
}
