// The console, the widget and the demo page, as they were built.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

const yearSeconds = 365 * 24 * 60 * 60
/** Where the console's own addresses begin. */
const places = ['/inbox', '/bots', '/rules', '/settings']

export async function registerPages(
  server: FastifyInstance,
  pagesDir: string,
  demoChannel: () => Promise<string | null>,
): Promise<void> {
  const consoleDir = join(pagesDir, 'console', 'dist')
  const widgetDir = join(pagesDir, 'widget', 'dist')
  await server.register(fastifyStatic, { root: [consoleDir, widgetDir], serve: false, cacheControl: false })

  for (const file of ['widget.js', 'widget-app.js', 'widget-media.js', 'widget-es.js']) {
    server.get(`/${file}`, async (_request, reply) =>
      reply
        .header('cache-control', 'public, max-age=300')
        .header('access-control-allow-origin', '*')
        .sendFile(file, widgetDir),
    )
  }
  server.get('/demo', async (_request, reply) => {
    const channelId = await demoChannel()
    if (!channelId) return reply.callNotFound()
    const page = await readFile(join(pagesDir, 'widget', 'demo', 'index.html'), 'utf8')
    return reply.type('text/html; charset=utf-8').send(page.replaceAll('__CHANNEL_ID__', channelId))
  })
  server.get<{ Params: { '*': string } }>('/assets/*', async (request, reply) =>
    // Named by their content.
    reply
      .header('cache-control', `public, max-age=${yearSeconds}, immutable`)
      .sendFile(`assets/${request.params['*']}`, consoleDir),
  )
  // The console has its own addresses; all of them are one page.
  for (const url of places.flatMap(place => [place, `${place}/*`]).concat('/', '/sign-in')) {
    server.get(url, async (_request, reply) =>
      reply
        .header('cache-control', 'no-cache')
        .header(
          'content-security-policy',
          "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; connect-src 'self' ws: wss:; frame-ancestors 'none'",
        )
        .sendFile('index.html', consoleDir),
    )
  }
  server.get('/sw.js', async (_request, reply) =>
    reply.header('cache-control', 'no-cache').sendFile('sw.js', consoleDir),
  )
  server.get('/favicon.svg', async (_request, reply) => reply.sendFile('favicon.svg', consoleDir))
}
