// How often strangers may knock: signing in 5 times in 5 minutes per address, 6 new conversations in 12 hours
// per address, 60 files of visitors in 10 minutes per address; everything else generously, as a bound against runaway callers. The machine itself (and a proxy on
// it, behind which all customers look like one) is only limited in signing in.
import type { RateLimitPluginOptions } from '@fastify/rate-limit'
import type { FastifyRequest } from 'fastify'
import { ProblemError, problemOf } from './problem.ts'

const minuteMs = 60_000

interface Limit {
  readonly name: string
  readonly max: number
  readonly windowMs: number
}

function limitFor(request: FastifyRequest): Limit {
  const { method } = request
  const url = request.routeOptions.url ?? ''
  if (method === 'POST' && url.endsWith('/sign-in'))
    return { name: 'sign-in', max: 5, windowMs: 5 * minuteMs }
  if (method === 'POST' && url.endsWith('/visitors'))
    return { name: 'visitors', max: 6, windowMs: 720 * minuteMs }
  if (method === 'POST' && url.endsWith('/web/media'))
    return { name: 'media', max: 60, windowMs: 10 * minuteMs }
  return { name: 'all', max: 1_200, windowMs: minuteMs }
}

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

export function createLimits(): RateLimitPluginOptions {
  return {
    global: true,
    allowList: request => loopback.has(request.ip) && limitFor(request).name !== 'sign-in',
    max: request => limitFor(request).max,
    timeWindow: request => limitFor(request).windowMs,
    keyGenerator: request => `${limitFor(request).name} ${request.ip}`,
    errorResponseBuilder: (request, context) => {
      const seconds = Math.ceil(context.ttl / 1_000)
      const detail = `Too many tries. Wait ${seconds} seconds.`
      return new ProblemError(
        problemOf(429, 'too_many_requests', detail, { limit: limitFor(request).name }),
        seconds,
      )
    },
  }
}
