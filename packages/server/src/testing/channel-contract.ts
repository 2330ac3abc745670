// What every kind of channel must do, over a whole Baton and a server that behaves like the channel's.
import type { BodyOf } from '@baton/client'
import type { Part } from '@baton/core'
import { expect, test } from 'vitest'
import type { ChannelStage, HookCall, StagedCustomer } from './channel-stage.ts'
import { pngOf } from './pictures.ts'
import type { LoggedEvent, TestAgent, TestServer } from './server.ts'
import { startTestServer } from './server.ts'
import { until } from './until.ts'

type Reached = Pick<TestServer, 'api' | 'events'>

export interface ConnectedChannel<Server extends Reached = TestServer> {
  readonly server: Server
  readonly stage: ChannelStage
  readonly channelId: string
  /** As the channel would make it; answers the status. */
  post(call: HookCall): Promise<Response>
  say(from: StagedCustomer, text: string, externalId: string): Promise<void>
  conversationOf(customer: StagedCustomer): Promise<string>
  log(customer: StagedCustomer): Promise<readonly LoggedEvent[]>
  close(): Promise<void>
}

/** Local servers are private addresses. */
export const channelEnv = { BATON_ALLOW_PRIVATE: '127.0.0.1' }

export async function connectChannel<Server extends Reached>(
  stage: ChannelStage,
  server: Server,
  body: { readonly botId?: string } = {},
): Promise<ConnectedChannel<Server>> {
  const made = await server.api.call('POST /channels', {
    body: {
      name: 'The channel',
      kind: stage.kind,
      settings: stage.settings,
      ...body,
    } as BodyOf<'POST /channels'>,
  })
  const hookUrl = made.hookUrl ?? ''
  stage.connected({ hookUrl, secret: made.secret })
  const post = ({ method, path, headers, body: bytes }: HookCall) =>
    fetch(`${hookUrl}${path}`, {
      method,
      headers,
      ...(method === 'POST' ? { body: new Uint8Array(bytes) } : {}),
    })
  async function conversationOf({ name }: StagedCustomer): Promise<string> {
    const found = await until(`the conversation of ${name}`, async () => {
      const { items } = await server.api.call('GET /conversations', { query: { q: name } })
      return items.find(row => row.contact.name === name)
    })
    return found.id
  }
  return {
    server,
    stage,
    channelId: made.id,
    post,
    async say(from, text, externalId) {
      for (const call of stage.says([{ from, text, externalId }])) {
        const { status } = await post(call)
        if (status !== 200) throw new Error(`the hook answered ${status}`)
      }
    },
    conversationOf,
    log: async customer => server.events(await conversationOf(customer)),
    close: () => stage.close(),
  }
}

export const textsOf = (log: readonly LoggedEvent[], type: string) =>
  log.filter(event => event.type === type).map(event => String(event.data.text))

/** How far each message of ours got, in order. */
export function statusesOf(log: readonly LoggedEvent[]): readonly string[] {
  return log
    .filter(event => event.type === 'MessageSent')
    .map(({ seq }) => {
      const told = log.filter(({ data }) => data.messageSeq === seq)
      const last = told.at(-1)
      if (last?.type === 'MessageWithheld') return 'withheld'
      return last?.type === 'DeliveryChanged' ? String(last.data.status) : 'queued'
    })
}

type ShownMedia = Extract<Part, { kind: 'media' }>

/** The file of a message, once it is here: with the message itself, or told afterwards. */
function keptIn(log: readonly LoggedEvent[]): ShownMedia | null {
  const settled = log.find(({ type }) => type === 'MediaSettled')
  if (settled) return settled.data.media as ShownMedia | null
  const received = log.find(({ type }) => type === 'MessageReceived')
  const parts = (received?.data.parts ?? []) as readonly Part[]
  return parts.find((part): part is ShownMedia => part.kind === 'media' && !part.pending) ?? null
}

async function given(open: () => Promise<ChannelStage>, play: (on: Scene) => Promise<void>) {
  const stage = await open()
  const server = await startTestServer({ env: channelEnv })
  try {
    const channel = await connectChannel(stage, server)
    const ana = await server.makeAgent('Ana')
    await play({ ...channel, ana, carol: stage.customer(1) })
  } finally {
    await server.stop()
    await stage.close()
  }
}

interface Scene extends ConnectedChannel {
  readonly ana: TestAgent
  readonly carol: StagedCustomer
}

const write = ({ ana }: Scene, id: string, text: string, more: object = {}) =>
  ana.api.call('POST /conversations/{id}/messages', { params: { id }, body: { text, ...more } })

/** The statuses that the channel owes are delivered as they come due. */
async function untilStatus(on: Scene, expected: readonly string[]): Promise<void> {
  await until(`the statuses ${expected.join(', ')}`, async () => {
    for (const call of on.stage.owedCalls()) await on.post(call)
    return statusesOf(await on.log(on.carol)).join() === expected.join()
  })
}

async function untilAtLeastSent(scene: Scene): Promise<void> {
  await until('that it was sent', async () => {
    for (const call of scene.stage.owedCalls()) await scene.post(call)
    const statuses = statusesOf(await scene.log(scene.carol))
    return statuses.length > 0 && statuses.every(status => ['sent', 'delivered', 'read'].includes(status))
  })
}

type On = (play: (scene: Scene) => Promise<void>) => () => Promise<void>

/** What is tried again, what never is, and what only a person sends again. */
function mishapContract(name: string, on: On): void {
  test(
    `[DL3] ${name}: what certainly did not go is tried again, and goes once`,
    on(async scene => {
      await scene.say(scene.carol, 'Hello', 'in-1')
      const id = await scene.conversationOf(scene.carol)
      scene.stage.mishap('throttles', 1)
      await write(scene, id, 'First')
      await until('the first', () => scene.stage.taken().length === 1)
      await untilAtLeastSent(scene)
      expect((await scene.log(scene.carol)).map(({ type }) => type)).toContain('DeliveryDeferred')
      expect(scene.stage.taken().map(({ text }) => text)).toEqual(['First'])
    }),
    40_000,
  )

  test(
    `[DL3] ${name}: a channel that takes a message and drops its answer sends it to the customer once`,
    on(async scene => {
      await scene.say(scene.carol, 'Hello', 'in-1')
      const id = await scene.conversationOf(scene.carol)
      scene.stage.mishap('drops_answer', 1)
      await write(scene, id, 'Only once')
      await until('the message', () => scene.stage.taken().length === 1)
      if (scene.stage.settlesUnknown) await untilAtLeastSent(scene)
      else await untilStatus(scene, ['unknown'])
      expect(scene.stage.taken().map(({ text }) => text)).toEqual(['Only once'])
    }),
    60_000,
  )

  test(
    `[DL3] ${name}: what is refused for good is listed with its reason, and goes when a person says so`,
    on(async scene => {
      await scene.say(scene.carol, 'Hello', 'in-1')
      const id = await scene.conversationOf(scene.carol)
      scene.stage.mishap('refuses', 1)
      await write(scene, id, 'Once more')
      await untilStatus(scene, ['failed'])
      const { items } = await scene.ana.api.call('GET /deliveries')
      expect(items).toMatchObject([{ conversationId: id, status: 'failed', contactName: scene.carol.name }])
      const seq = items[0]?.messageSeq ?? 0
      await scene.ana.api.call('POST /conversations/{id}/messages/{seq}/retry', { params: { id, seq } })
      await untilAtLeastSent(scene)
      expect((await scene.ana.api.call('GET /deliveries')).items).toEqual([])
      expect(scene.stage.taken().map(({ text }) => text)).toEqual(['Once more'])
    }),
    40_000,
  )
}

/** What goes out, and what the channel tells of it. */
function outboundContract(name: string, on: On): void {
  test(
    `[TK4] ${name}: an agent’s reply takes over, reaches the customer, and its ticks tell`,
    on(async scene => {
      await scene.say(scene.carol, 'Is anybody there?', 'in-1')
      const id = await scene.conversationOf(scene.carol)
      await write(scene, id, 'Ana here.')
      await until('the message', () => scene.stage.taken().length === 1)
      expect(scene.stage.taken()[0]).toMatchObject({ to: scene.carol.address, text: 'Ana here.' })
      await untilAtLeastSent(scene)
      const [message] = scene.stage.taken()
      if (!scene.stage.status || !message) return
      await scene.post(scene.stage.status(message, 'delivered'))
      await scene.post(scene.stage.status(message, 'delivered'))
      await untilStatus(scene, ['delivered'])
    }),
    40_000,
  )

  test(
    `[DL2] ${name}: messages arrive in the order of the log, one after the other`,
    on(async scene => {
      await scene.say(scene.carol, 'Hello', 'in-1')
      const id = await scene.conversationOf(scene.carol)
      scene.stage.mishap('slow', 1)
      for (let n = 1; n <= 4; n++) await write(scene, id, `Line ${n}`)
      await until('all of them', () => scene.stage.taken().length === 4)
      expect(scene.stage.taken().map(({ text }) => text)).toEqual(['Line 1', 'Line 2', 'Line 3', 'Line 4'])
    }),
    40_000,
  )
}

export function channelContract(name: string, open: () => Promise<ChannelStage>): void {
  const on: On = play => () => given(open, play)
  outboundContract(name, on)
  mishapContract(name, on)

  test(
    `[DL1] ${name}: what a customer says is stored once, however often and in whatever batch it comes`,
    on(async scene => {
      const { stage, carol, post } = scene
      const dora = stage.customer(2)
      const said = (from: StagedCustomer, n: number) => ({ from, text: `Word ${n}`, externalId: `in-${n}` })
      const calls = [
        ...stage.says([said(carol, 1), said(dora, 2)]),
        ...stage.says([said(carol, 3)]),
        ...stage.says([said(carol, 1)]),
        ...stage.says([said(dora, 2), said(carol, 3)]),
      ]
      const answers = await Promise.all([...calls, ...calls].map(post))
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
      const log = await scene.log(carol)
      expect([...textsOf(log, 'MessageReceived')].sort()).toEqual(['Word 1', 'Word 3'])
      expect(textsOf(await scene.log(dora), 'MessageReceived')).toEqual(['Word 2'])
    }),
    40_000,
  )

  test(
    `[DL1] ${name}: what is not signed as agreed is refused, and nothing of it is stored`,
    on(async scene => {
      const { stage, carol, post, server } = scene
      const [call] = stage.says([{ from: carol, text: 'Hello', externalId: 'in-1' }])
      if (!call) throw new Error('the stage says nothing')
      expect((await post(stage.forged(call))).status).toBe(401)
      expect((await post({ ...call, headers: {} })).status).toBe(401)
      const { items } = await server.api.call('GET /conversations')
      expect(items).toEqual([])
    }),
    40_000,
  )

  test(
    `[DL1] ${name}: a file of the customer’s is fetched at once, kept, and judged by its bytes`,
    on(async scene => {
      const { stage, carol } = scene
      if (!stage.sendsFile) return
      const bytes = Buffer.from(pngOf(3, 2))
      const call = stage.sendsFile(carol, { name: 'photo.png', mimeType: 'image/png', bytes }, 'in-1')
      expect((await scene.post(call)).status).toBe(200)
      expect((await scene.post(call)).status).toBe(200)
      const media = await until('that it is kept', async () => keptIn(await scene.log(carol)))
      expect(media).toMatchObject({ mimeType: 'image/png', width: 3, height: 2 })
      const id = await scene.conversationOf(carol)
      const { mediaId } = media
      const link = await scene.ana.api.call('GET /conversations/{id}/media/{mediaId}', {
        params: { id, mediaId },
      })
      const kept = Buffer.from(await (await fetch(new URL(link.url, scene.server.url))).arrayBuffer())
      expect(kept.equals(bytes)).toBe(true)
      expect((await scene.log(carol)).filter(({ type }) => type === 'MessageReceived')).toHaveLength(1)
    }),
    40_000,
  )
}
