// Bodies that are a file: handed on as a stream, whatever they call themselves. A refusal does not wait for the
// rest; for a moment it is still read and thrown away, so that the sender gets to read why.
import type { FastifyInstance, FastifyRequest } from 'fastify'

const lingerMs = 3_000
/** A sender from whom nothing comes for this long is hung up on: who trickles holds a socket for ever. */
const stalledMs = 60_000

/** Within this scope no body is parsed. */
export function takeBytes(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
  scope.addHook('onResponse', async ({ raw }) => {
    if (raw.complete || raw.destroyed) return
    raw.resume()
    setTimeout(() => {
      if (!raw.complete) raw.destroy()
    }, lingerMs).unref()
  })
}

/** The bytes of the body. Leaving off half way does not hang up on the sender. */
export async function* bytesOf({ raw }: FastifyRequest): AsyncGenerator<Uint8Array> {
  const hangUp = () => raw.destroy(new Error('nothing came for too long'))
  let stalled = setTimeout(hangUp, stalledMs)
  try {
    for await (const chunk of raw.iterator({ destroyOnReturn: false })) {
      clearTimeout(stalled)
      yield chunk
      stalled = setTimeout(hangUp, stalledMs)
    }
  } finally {
    clearTimeout(stalled)
  }
}

/** What the sender says the body has; null: they did not say. */
export function declaredBytes({ headers }: FastifyRequest): number | null {
  const given = headers['content-length']
  if (given !== undefined) return Number(given)
  // Neither a length nor chunks: there is no body.
  return headers['transfer-encoding'] === undefined ? 0 : null
}
