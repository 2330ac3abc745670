// What goes out on one socket. Everything that one tick gives is one frame, and a reader that cannot keep up is
// cut, so that it costs the others nothing.
import { closeCodes } from '@baton/protocol'
import type { WebSocket } from 'ws'

const bufferedLimitBytes = 8 * 1_024 * 1_024

export interface Outgoing {
  push(message: string): void
}

export function createOutgoing(socket: WebSocket): Outgoing {
  let pending: string[] = []
  let scheduled = false

  function flush(): void {
    scheduled = false
    const messages = pending
    pending = []
    if (socket.readyState !== socket.OPEN) return
    if (socket.bufferedAmount > bufferedLimitBytes) {
      socket.close(closeCodes.tooSlow, 'too slow')
      // A reader that does not read will not answer the close either.
      setTimeout(() => socket.terminate(), 1_000).unref()
      return
    }
    socket.send(messages.length === 1 ? `[${messages[0]}]` : `[${messages.join(',')}]`)
  }

  return {
    push(message) {
      pending.push(message)
      if (scheduled) return
      scheduled = true
      queueMicrotask(flush)
    },
  }
}
