// A local server that behaves like Meta's Graph API as far as Baton uses it: real HTTP, real multipart, real signatures.
// It can drop its answer after it took a message, be slow, refuse, or be down.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Mishap } from '../channel-stage.ts'
import { pause } from '../until.ts'
import type { GraphError } from './graph-rules.ts'
import { createPairRate, isTooLarge, refusalOf } from './graph-rules.ts'
import type { GraphChange } from './graph-webhooks.ts'
import { statusChange } from './graph-webhooks.ts'
import type { GraphMessage, GraphWorld } from './graph-world.ts'
import { createGraphWorld } from './graph-world.ts'

export interface GraphServer {
  readonly url: string
  readonly world: GraphWorld
  /** Everything that was asked, in order, without bodies. */
  readonly calls: readonly { readonly method: string; readonly path: string }[]
  /** Read and typing marks, by the message that they name. */
  readonly marks: readonly string[]
  /** For the next `times` sends. */
  mishap(mishap: Mishap, times: number): void
  /** For the next sends, one each: Meta's code, or a bare HTTP status. */
  answerWith(...errors: readonly (GraphError | { readonly status: number; readonly text: string })[]): void
  /** Statuses of what it took that were not told yet. */
  owed(): readonly GraphChange[]
  close(): Promise<void>
}

const urlLifeMs = 5 * 60 * 1_000
const fileLifeMs = 7 * 24 * 60 * 60 * 1_000
const slowMs = 1_500
const downMs = 400

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function refuse(response: ServerResponse, { status, code, message }: GraphError): void {
  const error = { message, type: 'OAuthException', code, error_data: { messaging_product: 'whatsapp' } }
  answer(response, status, { error: { ...error, fbtrace_id: 'trace' } })
}

const noSuchNumber: GraphError = { status: 400, code: 131009, message: 'Parameter value is not valid' }
const noSuchThing: GraphError = { status: 400, code: 100, message: 'Unsupported request: no such object' }

interface Trouble {
  readonly mishaps: Mishap[]
  readonly errors: (GraphError | { readonly status: number; readonly text: string })[]
}

function createSends(world: GraphWorld, trouble: Trouble, marks: string[]) {
  const mayNow = createPairRate(world)
  const owed: GraphChange[] = []
  let count = 0
  /** True: the answer is given, or cut. */
  async function meddled(response: ServerResponse): Promise<boolean> {
    const error = trouble.errors.shift()
    if (error && 'text' in error) response.writeHead(error.status).end(error.text)
    else if (error) refuse(response, error)
    if (error) return true
    const mishap = trouble.mishaps[0]
    if (mishap === undefined || mishap === 'drops_answer' || mishap === 'down') return false
    trouble.mishaps.shift()
    if (mishap === 'slow') await pause(slowMs)
    if (mishap === 'throttles') refuse(response, { status: 400, code: 130429, message: 'Rate limit hit' })
    if (mishap === 'fails') refuse(response, { status: 500, code: 131000, message: 'Something went wrong' })
    if (mishap === 'refuses')
      refuse(response, { status: 400, code: 131026, message: 'Message undeliverable' })
    return mishap !== 'slow'
  }

  function take(
    phoneNumberId: string,
    body: Readonly<Record<string, unknown>>,
    response: ServerResponse,
  ): void {
    const customer = world.find(String(body.recipient ?? body.to ?? ''))
    const error = customer ? refusalOf(world, phoneNumberId, customer, body, mayNow) : noSuchNumber
    if (error || !customer) {
      refuse(response, error ?? noSuchNumber)
      return
    }
    const wamid = `wamid.HBg${Buffer.from(`${phoneNumberId}/${++count}/${world.now()}`).toString('base64url')}`
    const message: GraphMessage = { wamid, phoneNumberId, customer, body, at: world.now() }
    world.messages.push(message)
    const code = world.unreachable.get(customer.waId)
    owed.push(statusChange(world, message, code === undefined ? 'sent' : 'failed', code))
    if (trouble.mishaps[0] === 'drops_answer') {
      trouble.mishaps.shift()
      response.socket?.destroy()
      return
    }
    const contacts = [{ input: body.to ?? body.recipient, wa_id: customer.waId }]
    answer(response, 200, { messaging_product: 'whatsapp', contacts, messages: [{ id: wamid }] })
  }

  return {
    owed: () => owed.splice(0),
    async post(phoneNumberId: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
      const body = JSON.parse((await bytesOf(request)).toString()) as Readonly<Record<string, unknown>>
      if (body.status === 'read') {
        marks.push(String(body.message_id))
        return answer(response, 200, { success: true })
      }
      if (!(await meddled(response))) take(phoneNumberId, body, response)
    },
  }
}

/** The one file of a form, with the type that was told. */
async function uploaded(request: IncomingMessage, url: string) {
  const form = await new Response(new Uint8Array(await bytesOf(request)), {
    headers: { 'content-type': request.headers['content-type'] ?? '' },
  }).formData()
  const file = form.get('file')
  const isMeant = form.get('messaging_product') === 'whatsapp' && file instanceof Blob
  return isMeant ? { bytes: Buffer.from(await file.arrayBuffer()), mimeType: file.type, url } : null
}

function createFiles(world: GraphWorld, root: () => string) {
  return {
    async post(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const file = await uploaded(request, root())
      if (!file) return refuse(response, { status: 400, code: 100, message: '(#100) file is required' })
      if (isTooLarge(file.mimeType, file.bytes.length))
        return refuse(response, { status: 400, code: 131053, message: 'Media upload error: too large' })
      answer(response, 200, { id: world.keepFile(file.bytes, file.mimeType).id })
    },
    look(id: string, response: ServerResponse): boolean {
      const file = world.files.get(id)
      if (!file || world.now() - file.storedAt > fileLifeMs) return false
      const url = file.url ?? `${root()}/lookaside/${id}?until=${world.now() + urlLifeMs}`
      const sha256 = Buffer.from(file.sha256, 'base64').toString('hex')
      const told = { id, mime_type: file.mimeType, sha256, file_size: file.bytes.length }
      answer(response, 200, { ...told, url, messaging_product: 'whatsapp' })
      return true
    },
    download(id: string, until: number, response: ServerResponse): void {
      const file = world.files.get(id)
      if (!file || world.now() > until) return void response.writeHead(404).end()
      response
        .writeHead(200, { 'content-type': file.mimeType, 'content-length': file.bytes.length })
        .end(file.bytes)
    },
  }
}

async function subscribe(
  world: GraphWorld,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const told = JSON.parse((await bytesOf(request)).toString() || '{}') as Record<string, string>
  const uri = told.override_callback_uri ?? ''
  const query = `hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${encodeURIComponent(told.verify_token ?? '')}`
  const back = await fetch(`${uri}?${query}`).catch(() => null)
  if (back?.status !== 200 || (await back.text()) !== '1158201444')
    return refuse(response, { status: 400, code: 2200, message: 'Callback verification failed' })
  world.subscriptions.splice(0, world.subscriptions.length, { override_callback_uri: uri })
  answer(response, 200, { success: true })
}

function page(all: readonly unknown[], query: URLSearchParams) {
  const from = Number(query.get('after') ?? 0)
  // Small pages, so that whoever reads the first only is found out.
  const to = Math.min(from + 2, all.length)
  const paging = {
    cursors: { after: String(to) },
    ...(to < all.length ? { next: 'https://next.invalid/' } : {}),
  }
  return { data: all.slice(from, to), paging }
}

function createAccount(world: GraphWorld) {
  const numberOf = (id: string) => ({
    id,
    display_phone_number: `+1 555 ${id.slice(-7)}`,
    quality_rating: 'GREEN',
  })
  return async (
    request: IncomingMessage,
    response: ServerResponse,
    of: string,
    what: string,
    query: URLSearchParams,
  ) => {
    if (what === '' && world.phoneNumberIds.includes(of)) return answer(response, 200, numberOf(of))
    if (of !== world.businessAccountId) return refuse(response, noSuchThing)
    if (what === 'phone_numbers')
      return answer(response, 200, page(world.phoneNumberIds.map(numberOf), query))
    if (what === 'message_templates') return answer(response, 200, page(world.templates, query))
    if (what !== 'subscribed_apps') return refuse(response, noSuchThing)
    if (request.method === 'POST') return subscribe(world, request, response)
    const apps = world.subscriptions.map(one => ({ whatsapp_business_api_data: { id: '1' }, ...one }))
    answer(response, 200, page(apps, query))
  }
}

export async function startGraphServer(world: GraphWorld = createGraphWorld()): Promise<GraphServer> {
  const calls: { method: string; path: string }[] = []
  const marks: string[] = []
  const trouble: Trouble = { mishaps: [], errors: [] }
  const sends = createSends(world, trouble, marks)
  const files = createFiles(world, () => url)
  const account = createAccount(world)

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://graph.test')
    const method = request.method ?? 'GET'
    calls.push({ method, path: pathname })
    if (request.headers.authorization !== `Bearer ${world.token}`)
      return refuse(response, { status: 401, code: 190, message: 'Invalid OAuth access token' })
    const [version = '', of = '', what = ''] = pathname.slice(1).split('/')
    if (version === 'lookaside') return files.download(of, Number(query.get('until')), response)
    if (world.phoneNumberIds.includes(of) && method === 'POST') {
      if (what === 'messages') return sends.post(of, request, response)
      if (what === 'media') return files.post(request, response)
    }
    if (method === 'GET' && what === '' && files.look(of, response)) return
    await account(request, response, of, what, query)
  }
  // A caller that hangs up in the middle has no answer to be given.
  const server = createServer(
    (request, response) => void serve(request, response).catch(() => response.destroy()),
  )
  const listen = (port: number) => new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  const stop = () =>
    new Promise<void>(resolve => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  await listen(0)
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  let reopening: Promise<void> = Promise.resolve()
  return {
    url,
    world,
    calls,
    marks,
    mishap(mishap, times) {
      if (mishap !== 'down') return void trouble.mishaps.push(...Array.from({ length: times }, () => mishap))
      // Nobody sees who knocks at a closed door: it opens again after a while.
      reopening = stop()
        .then(() => pause(downMs * times))
        .then(() => listen(port))
    },
    answerWith: (...errors) => void trouble.errors.push(...errors),
    owed: sends.owed,
    async close() {
      await reopening
      await stop()
    },
  }
}
