// What every kind of alert promises, told to a whole Baton over real sockets.
import { randomUUID } from 'node:crypto'
import type { AnswerOf, BodyOf } from '@baton/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestAgent, TestServer } from '../server.ts'
import { startTestServer } from '../server.ts'
import { until } from '../until.ts'
import type { AlertStage } from './alert-stage.ts'

type Alert = AnswerOf<'GET /alerts'>['items'][number]

export interface AlertWorld {
  readonly server: TestServer
  readonly ana: TestAgent
  readonly channelId: string
  /** A customer who asks for a person; answers the conversation. */
  ask(name: string): Promise<string>
  alertOf(conversationId: string): Promise<Alert | undefined>
}

function request({ api }: TestServer, id: string, reason: string) {
  return api.call('POST /conversations/{id}/request', { params: { id }, body: { reason } })
}

/** Adds the stage as the one alert channel of a fresh Baton. */
export async function openAlertWorld(
  stage: AlertStage,
  env: Readonly<Record<string, string>> = {},
): Promise<AlertWorld> {
  const server = await startTestServer({ env: { BATON_ALLOW_PRIVATE: '127.0.0.1', ...env } })
  const ana = await server.makeAgent('Ana')
  // The schema at the door holds the settings against their kind.
  const body = {
    kind: stage.kind,
    name: 'The team',
    settings: stage.settings,
  } as BodyOf<'POST /alert-channels'>
  const { id: channelId, secret } = await server.api.call('POST /alert-channels', { body })
  stage.made?.(secret)
  // As a browser does, which subscribes with the key.
  await ana.api.call('GET /push')
  await stage.enrol?.(subscription => ana.api.call('POST /push/subscriptions', { body: subscription }))
  const web = await server.makeChannel()
  return {
    server,
    ana,
    channelId,
    async ask(name) {
      const { token, conversationId: id } = await server.api.call('POST /web/{channelId}/visitors', {
        params: { channelId: web },
        body: { name },
      })
      const body = { clientId: randomUUID(), text: 'Hello' }
      await server.apiAs(token).call('POST /web/messages', { body })
      await request(server, id, 'is furious')
      return id
    },
    async alertOf(conversationId) {
      const { items } = await server.api.call('GET /alerts', { query: { conversationId } })
      return items[0]
    },
  }
}

/** One person, so that each alert is told once. */
export async function tellAnaOnly({ server, ana, channelId }: AlertWorld): Promise<void> {
  const to = { kind: 'agents' as const, agentIds: [ana.id] }
  const steps = [{ afterMs: 0, channelIds: [channelId], to }]
  await server.api.call('PUT /alert-ladders', {
    body: { items: [{ scope: { kind: 'workspace' as const }, steps }] },
  })
}

interface Suite {
  stage(): AlertStage
  world(): AlertWorld
  about(who: string): ReturnType<AlertStage['told']>
  /** Once nothing of its alert waits any more. */
  settled(conversationId: string): Promise<Alert>
}

function tells(on: Suite): void {
  test('[AL1] [AL2] a request is told at once, once, and says who, why and where', async () => {
    const id = await on.world().ask('Carla')
    const alert = await on.settled(id)
    await request(on.world().server, id, 'again')
    const [told] = on.about('Carla')
    expect(told?.text).toContain('is furious')
    expect(told?.url).toContain(`/inbox/${id}`)
    expect(alert).toMatchObject({ state: 'open', contactName: 'Carla', step: 1 })
    expect(alert.told).toMatchObject([{ state: 'sent', says: 'open', attempts: [{ problem: null }] }])
    expect(on.about('Carla')).toHaveLength(1)
    expect(on.stage().faults()).toEqual([])
  })

  test('[AL1] taken: the log says by whom, and so does what can be changed', async () => {
    const id = await on.world().ask('Dora')
    await on.settled(id)
    await on.world().ana.api.call('POST /conversations/{id}/intervene', { params: { id }, body: {} })
    await until('it is withdrawn', async () => (await on.world().alertOf(id))?.state === 'taken')
    expect(await on.settled(id)).toMatchObject({ by: 'Ana' })
    if (on.stage().updates)
      await until('it is told who', () =>
        on
          .stage()
          .closings()
          .some(text => text.includes('Ana')),
      )
    expect(on.about('Dora').length).toBe(1)
  })
}

function recovers(on: Suite): void {
  test('too many at once: waits as it is asked to, and tells it then', async () => {
    on.stage().mishap('throttles')
    const id = await on.world().ask('Elsa')
    const alert = await on.settled(id)
    expect(alert.told[0]).toMatchObject({ state: 'sent' })
    expect(alert.told[0]?.attempts).toHaveLength(2)
    expect(alert.told[0]?.attempts[0]?.problem).not.toBeNull()
    expect(on.about('Elsa')).toHaveLength(1)
  })

  test('out of order: the channel says so while it lasts, and no longer', async () => {
    on.stage().mishap('fails')
    const id = await on.world().ask('Fay')
    const channel = async () => (await on.world().server.api.call('GET /alert-channels')).items[0]
    await until('it shows', async () => (await channel())?.trouble)
    expect((await on.settled(id)).told[0]?.attempts.length).toBeGreaterThan(1)
    expect((await channel())?.trouble).toBeNull()
  })

  test('an answer that was lost: told once, or again under the same name', async () => {
    on.stage().mishap('drops_answer')
    const id = await on.world().ask('Gina')
    await on.settled(id)
    expect(new Set(on.about('Gina').map(told => told.id)).size).toBe(1)
    if (on.stage().afterLostAnswer === 'once') expect(on.about('Gina')).toHaveLength(1)
  })

  test('a test goes to whoever asks for it, and stands in the log', async () => {
    const before = on.stage().told().length
    const params = { id: on.world().channelId }
    // A browser listens for Ana, who is no admin.
    await on.stage().enrol?.(body => on.world().server.api.call('POST /push/subscriptions', { body }))
    const alert = await on.world().server.api.call('POST /alert-channels/{id}/test', { params })
    expect(alert).toMatchObject({ state: 'test', conversationId: null })
    expect(alert.told).toMatchObject([{ state: 'sent', says: 'test' }])
    expect(on.stage().told().length).toBe(before + 1)
    const again = { id: randomUUID() }
    await expect(
      on.world().server.api.call('POST /alert-channels/{id}/test', { params: again }),
    ).rejects.toMatchObject({ status: 404 })
  })
}

export function alertContract(name: string, open: () => Promise<AlertStage>): void {
  describe(`alerts by ${name}`, () => {
    let stage: AlertStage
    let world: AlertWorld

    beforeAll(async () => {
      stage = await open()
      world = await openAlertWorld(stage)
      await tellAnaOnly(world)
    })
    afterAll(async () => {
      await world?.server.stop()
      await stage?.close()
    })

    const suite: Suite = {
      stage: () => stage,
      world: () => world,
      about: who => stage.told().filter(({ text }) => text.includes(who)),
      settled: id =>
        until('the alert is told', async () => {
          const alert = await world.alertOf(id)
          return alert?.told.length && alert.told.every(({ state }) => state !== 'waiting') ? alert : null
        }),
    }
    tells(suite)
    recovers(suite)
  })
}
