// What comes back from alerts: clicks in Slack, and links in mails. A link only opens a page; what acts is its button.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { LinkFound, TakeEnd } from '../app/alert-acts.ts'
import { alertLinkPrefix } from '../app/alert-links.ts'
import { ClickRefused } from '../app/alert-port.ts'
import type { App } from '../app/app.ts'
import { notFound, problemOf } from './problem.ts'

const bodyMost = 256 * 1_024
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

const escaped = (text: string) => text.replaceAll(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`)

const style = `body{font:16px/1.5 system-ui,sans-serif;margin:0;min-height:100vh;display:grid;place-items:center;
background:#f6f6f7;color:#1f2430}main{max-width:420px;margin:24px;padding:32px;background:#fff;border:1px solid #dfe1e6;
border-radius:10px}h1{font-size:20px;margin:0 0 8px}p{margin:0 0 20px}a{color:inherit}button,.open{font:inherit;
font-weight:600;padding:10px 16px;border-radius:6px;border:1px solid #1f2430;background:#1f2430;color:#fff;cursor:pointer;
text-decoration:none;display:inline-block}.row{display:flex;gap:16px;align-items:center;flex-wrap:wrap}
:focus-visible{outline:3px solid #7b61ff;outline-offset:2px}@media (prefers-color-scheme:dark){body{background:#15171c;
color:#e8eaee}main{background:#1d2027;border-color:#343945}button,.open{background:#e8eaee;color:#15171c;border-color:#e8eaee}}`

function page(title: string, text: string, actions: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport"
content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${escaped(title)} · Baton</title>
<style>${style}</style></head><body><main><h1>${escaped(title)}</h1><p>${escaped(text)}</p>
<div class="row">${actions}</div></main></body></html>`
}

const openLink = (found: LinkFound | null, label = 'Open Baton') =>
  `<a class="open" href="${found ? `/inbox/${found.conversationId}` : '/'}">${label}</a>`

const spentTexts: Readonly<Record<NonNullable<LinkFound['spent']>, string>> = {
  used: 'This link was used already. It is good once.',
  old: 'This link is older than a day. Open Baton to see who waits.',
  over: 'Nobody waits here any more: somebody took it, or it was dismissed.',
}

function askPage(found: LinkFound | null): string {
  if (!found)
    return page('This link does nothing', 'It was cut short, or is not for you any more.', openLink(null))
  const { agent, contactName, spent } = found
  if (spent !== null) return page('This link does nothing any more', spentTexts[spent], openLink(found))
  const form = `<form method="post"><button>Take over</button></form><a href="/inbox/${found.conversationId}">Only open it</a>`
  return page(
    `Take over from ${contactName}?`,
    `You become the owner as ${agent.name}, and the bot stops answering.`,
    form,
  )
}

function endPage(found: LinkFound, end: TakeEnd): string {
  if (end.end === 'held')
    return page(`${end.by} holds it`, `${end.by} was faster than you.`, openLink(found, 'Open'))
  return page('This is over', spentTexts.over, openLink(found, 'Open'))
}

function headersOf({ headers }: FastifyRequest): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  )
}

export async function registerAlertHooks(server: FastifyInstance, app: App): Promise<void> {
  await server.register(async scope => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: bodyMost }, (_request, body, done) =>
      done(null, body),
    )
    scope.route<{ Params: { channelId: string } }>({
      method: 'POST',
      url: '/hooks/alerts/:channelId',
      bodyLimit: bodyMost,
      config: { rateLimit: false },
      async handler(request, reply) {
        const { channelId } = request.params
        if (!uuid.test(channelId)) notFound('alert channel')
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
        try {
          const hook = { headers: headersOf(request), body, nowMs: Date.now() }
          if (!(await app.alerts.clicked(channelId.toLowerCase(), hook))) return notFound('alert channel')
          return reply.status(200).send()
        } catch (error) {
          if (!(error instanceof ClickRefused)) throw error
          return reply
            .status(401)
            .type('application/problem+json')
            .send(problemOf(401, 'hook_refused', error.message))
        }
      },
    })
    scope.addHook('onSend', async (request, reply) => {
      if (!request.url.startsWith(alertLinkPrefix)) return
      reply
        .header('cache-control', 'no-store')
        .header('referrer-policy', 'no-referrer')
        .header(
          'content-security-policy',
          "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
        )
    })
    // Mail scanners follow links: opening one changes nothing.
    scope.get<{ Params: { code: string } }>(`${alertLinkPrefix}:code`, async (request, reply) => {
      const found = await app.alerts.linked(request.params.code)
      return reply
        .status(found ? 200 : 404)
        .type('text/html; charset=utf-8')
        .send(askPage(found))
    })
    scope.post<{ Params: { code: string } }>(`${alertLinkPrefix}:code`, async (request, reply) => {
      const found = await app.alerts.linked(request.params.code)
      const end = found && found.spent === null ? await app.alerts.follow(found) : null
      if (found && (end?.end === 'taken' || end?.end === 'mine'))
        return reply.redirect(`/inbox/${found.conversationId}`, 303)
      const html =
        found && end ? endPage(found, end) : askPage(found && { ...found, spent: found.spent ?? 'used' })
      return reply
        .status(found ? 409 : 404)
        .type('text/html; charset=utf-8')
        .send(html)
    })
  })
}
