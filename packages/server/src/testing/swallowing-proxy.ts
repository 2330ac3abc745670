// A line to Postgres that breaks where it hurts most: after a COMMIT went out, before its answer comes back.
import type { Socket } from 'node:net'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import type pg from 'pg'

/**
 * `answer`: Postgres gets the COMMIT, nobody gets the answer. `commit`: not even Postgres gets it. The line breaks
 * then; with `until`, only once that resolves.
 */
export type Swallow = 'answer' | 'commit'

export interface SwallowingProxy {
  readonly connection: pg.ClientConfig
  /** The next COMMIT is swallowed so. */
  swallow(what: Swallow, until?: () => Promise<void>): void
  close(): Promise<void>
}

function dial({ host = '127.0.0.1', port = 5432 }: pg.ClientConfig): Socket {
  return host.startsWith('/') ? connect(join(host, `.s.PGSQL.${port}`)) : connect(port, host)
}

export async function startSwallowingProxy(to: pg.ClientConfig): Promise<SwallowingProxy> {
  let next: { readonly what: Swallow; readonly until: () => Promise<void> } | null = null
  const sockets = new Set<Socket>()
  const server = createServer(near => {
    const far = dial(to)
    let deaf = false
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
    }
    near.on('data', data => {
      const swallow = data.toString('latin1').toLowerCase().includes('commit') ? next : null
      if (swallow === null) return far.write(data)
      next = null
      deaf = true
      if (swallow.what === 'answer') far.write(data)
      void swallow.until().then(() => {
        near.destroy()
        far.destroy()
      })
    })
    far.on('data', data => deaf || near.write(data))
    near.on('close', () => far.destroy())
    far.on('close', () => deaf || near.destroy())
  })
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    connection: { ...to, host: '127.0.0.1', port },
    // By default long enough for Postgres to have carried it out.
    swallow(what, until = () => new Promise(resolve => setTimeout(resolve, 50))) {
      next = { what, until }
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise(closed => server.close(closed))
    },
  }
}
