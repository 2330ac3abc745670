// A secret without which a channel cannot be called.
import type { Line } from '../app/channel-port.ts'
import { SendFault } from '../app/channel-port.ts'

/** @throws SendFault: it is not set; the channel stands still until somebody sets it. */
export function neededSecret(line: Line, path: string, name: string): string {
  const secret = line.secret(path)
  if (secret === null)
    throw new SendFault('not_sent', 'channel_account', { reason: `no ${name} is set`, stopsLine: true })
  return secret
}
