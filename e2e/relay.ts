// A line that can be cut: everything between a browser and the server goes through it, byte by byte.
import type { Socket } from 'node:net'
import { connect, createServer } from 'node:net'

export interface Relay {
  readonly url: string
  /** Breaks every connection and lets none through. */
  cut(): void
  /** What is asked still arrives; no answer comes back. */
  mute(): void
  /** Lets through again; what was muted is broken, as its answers are lost. */
  mend(): void
  /** Breaks every connection, and lets the next ones through. */
  snap(): void
  close(): Promise<void>
}

export async function startRelay(target: string): Promise<Relay> {
  const { hostname, port } = new URL(target)
  const open = new Set<Socket>()
  let through: 'both' | 'there' | 'none' = 'both'

  function breakAll(): void {
    for (const socket of open) socket.destroy()
    open.clear()
  }
  const server = createServer(near => {
    if (through === 'none') {
      near.destroy()
      return
    }
    const far = connect(Number(port), hostname)
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(socket)
      // Its partner hears of it below; a broken line is what this is for.
      socket.on('error', () => undefined)
      socket.on('close', () => {
        open.delete(socket)
        other.destroy()
      })
    }
    near.on('data', bytes => far.write(bytes))
    far.on('data', bytes => {
      if (through === 'both') near.write(bytes)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the relay has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    cut() {
      through = 'none'
      breakAll()
    },
    mute() {
      through = 'there'
    },
    mend() {
      if (through === 'there') breakAll()
      through = 'both'
    },
    snap() {
      breakAll()
    },
    async close() {
      breakAll()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
