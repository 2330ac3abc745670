// Health for whoever watches: alive (the process answers) and ready (the database does, too).
import type { FastifyInstance } from 'fastify'
import { problemOf } from './problem.ts'

export function registerHealth(server: FastifyInstance, isReady: () => Promise<boolean>): void {
  server.get('/health/live', async () => ({ status: 'alive' }))
  server.get('/health/ready', async (_request, reply) => {
    if (await isReady()) return { status: 'ready' }
    const problem = problemOf(
      503,
      'unavailable',
      'The database does not answer. Baton goes on by itself when it does.',
    )
    return reply.status(503).header('retry-after', 1).type('application/problem+json').send(problem)
  })
}
