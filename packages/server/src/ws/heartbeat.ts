// Notices dead lines and dead rights: a socket that gives no sign between two beats is cut, and so is one whose
// key or session was taken away.
import type { WebSocket } from 'ws'

export const heartbeatMs = 20_000
/** How long a right that was taken away may still be used on an open socket. */
const recheckMs = 1_000

export interface Heartbeat {
  /** The socket gave a sign of life. */
  sign(socket: WebSocket): void
  /** Asks from now on, every second, whether the socket still may; `signOut` when not. */
  recheck(socket: WebSocket, stillMay: () => Promise<boolean>): void
  forget(socket: WebSocket): void
  stop(): void
}

export function startHeartbeat(
  clients: ReadonlySet<WebSocket>,
  signOut: (socket: WebSocket) => void,
  onFault: (fault: unknown) => void,
): Heartbeat {
  const alive = new WeakSet<WebSocket>()
  const rechecks = new Map<WebSocket, () => Promise<boolean>>()
  const beat = setInterval(() => {
    for (const socket of clients) {
      // Not a sign since the last beat: the line is dead, whatever TCP thinks.
      if (!alive.delete(socket)) socket.terminate()
      else if (socket.readyState === socket.OPEN) {
        socket.ping()
        // Browsers do not show pings to the page; this is the one it can see.
        socket.send('[{"type":"heartbeat"}]')
      }
    }
  }, heartbeatMs)
  const check = setInterval(() => {
    for (const [socket, stillMay] of rechecks) stillMay().then(may => may || signOut(socket), onFault)
  }, recheckMs)
  return {
    sign: socket => void alive.add(socket),
    recheck: (socket, stillMay) => void rechecks.set(socket, stillMay),
    forget: socket => void rechecks.delete(socket),
    stop() {
      clearInterval(beat)
      clearInterval(check)
    },
  }
}
