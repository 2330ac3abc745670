// What comes back from alerts, and what happens to them over time, over a whole Baton.
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AlertWorld } from '../testing/alerts/alert-contract.ts'
import { openAlertWorld, tellAnaOnly } from '../testing/alerts/alert-contract.ts'
import type { EmailAlertStage } from '../testing/alerts/email-stage.ts'
import { openEmailStage } from '../testing/alerts/email-stage.ts'
import { openPushStage } from '../testing/alerts/push-stage.ts'
import type { SlackClick, SlackStage } from '../testing/alerts/slack-stage.ts'
import { openSlackStage } from '../testing/alerts/slack-stage.ts'
import { openWebhookStage } from '../testing/alerts/webhook-stage.ts'
import { until } from '../testing/until.ts'

const anaInSlack = 'U0ANA'
const benInSlack = 'U0BEN'

describe('a click in Slack', () => {
  let slack: SlackStage
  let world: AlertWorld
  let ben: { readonly id: string }

  beforeAll(async () => {
    slack = await openSlackStage()
    world = await openAlertWorld(slack)
    ben = await world.server.makeAgent('Ben')
    const members = [
      { slackId: anaInSlack, agentId: world.ana.id },
      { slackId: benInSlack, agentId: ben.id },
    ]
    const kept = { token: { set: true }, signingSecret: { set: true }, members }
    await world.server.api.call('PUT /alert-channels/{id}', {
      params: { id: world.channelId },
      body: { settings: { ...slack.settings, ...kept } },
    })
  })
  afterAll(async () => {
    await world?.server.stop()
    await slack?.close()
  })

  const post = ({ headers, body }: SlackClick) =>
    fetch(`${world.server.url}/hooks/alerts/${world.channelId}`, { method: 'POST', headers, body })
  const ownerOf = async (id: string) =>
    (await world.server.api.call('GET /conversations/{id}', { params: { id } })).owner?.name ?? null
  const said = (text: string) =>
    until(`the answer “${text}”`, () => slack.replies.some(one => one.includes(text)))

  async function alerted(name: string) {
    const id = await world.ask(name)
    const find = () => slack.messages.find(({ text }) => text.includes(name))
    const message = await until('the message is in Slack', find)
    return { id, message }
  }

  test('[TK4] takes over for the agent behind the member, and the message says so', async () => {
    const { id, message } = await alerted('Carla')
    expect((await post(slack.click(anaInSlack, message))).status).toBe(200)
    expect(await ownerOf(id)).toBe('Ana')
    const taken = (await world.server.events(id)).find(({ type }) => type === 'TakenOver')
    expect(taken?.data).toMatchObject({ via: 'slack', owner: { name: 'Ana' } })
    await said('You took over')
    await until('the message says who', () =>
      slack.closings().some(text => /Carla.*Ana.* took over/.test(text)),
    )
    expect(() => slack.click(benInSlack, message)).toThrow('no button')
  })

  test('[TK1] of two at once one wins, and the other is told who', async () => {
    const { id, message } = await alerted('Dora')
    const clicks = [slack.click(anaInSlack, message), slack.click(benInSlack, message)]
    const answers = await Promise.all(clicks.map(post))
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    const owner = await ownerOf(id)
    await said(`${owner} was faster`)
    expect((await world.server.events(id)).filter(({ type }) => type === 'TakenOver')).toHaveLength(1)
  })

  test('[TK1] twice is once, and the same request again is refused', async () => {
    const { id, message } = await alerted('Elsa')
    const first = slack.click(anaInSlack, message)
    const second = slack.click(anaInSlack, message)
    expect((await post(first)).status).toBe(200)
    expect((await post(second)).status).toBe(200)
    expect((await post(first)).status).toBe(401)
    await said('You hold it already')
    expect((await world.server.events(id)).filter(({ type }) => type === 'TakenOver')).toHaveLength(1)
  })

  test('of a stranger does nothing, and tells them whom to ask', async () => {
    const { id, message } = await alerted('Fay')
    slack.knows('U0EVE', 'eve@elsewhere.example')
    expect((await post(slack.click('U0EVE', message))).status).toBe(200)
    await said('does not know who you are')
    expect(await ownerOf(id)).toBeNull()
  })

  test('of a member known by a confirmed address takes over; an unconfirmed one is nobody', async () => {
    const { items } = await world.server.api.call('GET /agents')
    const admin = items.find(({ role }) => role === 'admin')
    const { id, message } = await alerted('Gina')
    slack.knows('U0FAKE', admin?.email ?? '', false)
    await post(slack.click('U0FAKE', message))
    expect(await ownerOf(id)).toBeNull()
    slack.knows('U0REAL', admin?.email ?? '')
    await post(slack.click('U0REAL', message))
    expect(await ownerOf(id)).toBe(admin?.name)
  })

  test('with a wrong signature, an old one, or for another workspace’s alert does nothing', async () => {
    const { id, message } = await alerted('Hana')
    expect((await post(slack.click(anaInSlack, message, { secret: 'another' }))).status).toBe(401)
    expect((await post(slack.click(anaInSlack, message, { ageSeconds: 301 }))).status).toBe(401)
    expect((await post(slack.click(anaInSlack, message, { ageSeconds: -301 }))).status).toBe(401)
    const unsigned = { ...slack.click(anaInSlack, message), headers: {} }
    expect((await post(unsigned)).status).toBe(401)
    const elsewhere = await fetch(`${world.server.url}/hooks/alerts/${randomUUID()}`, {
      method: 'POST',
      body: 'x',
    })
    expect(elsewhere.status).toBe(404)
    expect(await ownerOf(id)).toBeNull()
  })

  test('of one who works here no longer does nothing', async () => {
    const { id, message } = await alerted('Ines')
    const gone = await world.server.makeAgent('Gone')
    const members = [{ slackId: 'U0GONE', agentId: gone.id }]
    const kept = { token: { set: true }, signingSecret: { set: true }, members }
    const params = { id: world.channelId }
    await world.server.api.call('PUT /alert-channels/{id}', {
      params,
      body: { settings: { ...slack.settings, ...kept } },
    })
    await world.server.api.call('PUT /agents/{id}', { params: { id: gone.id }, body: { active: false } })
    await post(slack.click('U0GONE', message))
    expect(await ownerOf(id)).toBeNull()
  })

  test('the secrets never come out, and go nowhere else', async () => {
    const { items } = await world.server.api.call('GET /alert-channels')
    expect(items[0]?.settings).toMatchObject({ token: { set: true }, signingSecret: { set: true } })
    const moved = { ...slack.settings, token: { set: true }, apiUrl: 'https://elsewhere.example/api' }
    const params = { id: world.channelId }
    await expect(
      world.server.api.call('PUT /alert-channels/{id}', { params, body: { settings: moved } }),
    ).rejects.toMatchObject({ code: 'secret_elsewhere' })
  })
})

describe('a link in a mail', () => {
  let email: EmailAlertStage
  let world: AlertWorld

  beforeAll(async () => {
    email = await openEmailStage()
    world = await openAlertWorld(email)
    await tellAnaOnly(world)
  })
  afterAll(async () => {
    await world?.server.stop()
    await email?.close()
  })

  async function linkFor(name: string) {
    const id = await world.ask(name)
    await until('the mail', () => email.told().some(({ text }) => text.includes(name)))
    const { act } = email.links()
    return { id, url: `${world.server.url}${new URL(act ?? '').pathname}` }
  }
  const stateOf = async (id: string) =>
    (await world.server.api.call('GET /conversations/{id}', { params: { id } })).state

  test('asks when it is opened, acts when it is confirmed, and is good once', async () => {
    const { id, url } = await linkFor('Carla')
    const asked = await fetch(url)
    expect(asked.status).toBe(200)
    expect(await asked.text()).toContain('Take over from Carla?')
    expect(await stateOf(id)).toBe('requesting')
    const done = await fetch(url, { method: 'POST', redirect: 'manual' })
    expect([done.status, done.headers.get('location')]).toEqual([303, `/inbox/${id}`])
    expect(await stateOf(id)).toBe('intervened')
    const again = await fetch(url, { method: 'POST', redirect: 'manual' })
    expect(again.status).toBe(409)
    expect(await again.text()).toContain('It is good once')
  })

  test('that was changed is nobody’s, and one that came too late says who holds it', async () => {
    const { id, url } = await linkFor('Dora')
    const changed = url.replace(/.$/, last => (last === 'A' ? 'B' : 'A'))
    expect((await fetch(changed, { method: 'POST', redirect: 'manual' })).status).toBe(404)
    await world.server.api.call('POST /conversations/{id}/intervene', { params: { id } })
    const late = await fetch(url, { method: 'POST', redirect: 'manual' })
    expect(late.status).toBe(409)
    expect(await stateOf(id)).toBe('intervened')
  })
})

describe('an alert over time', () => {
  test('[AL1] climbs its ladder until somebody says that they saw it; [AL2] says nothing twice', async () => {
    const webhook = await openWebhookStage()
    const world = await openAlertWorld(webhook)
    const second = await openWebhookStage()
    const { api } = world.server
    const added = await api.call('POST /alert-channels', {
      body: { kind: 'webhook', name: 'Leads', settings: second.settings as { url: string } },
    })
    second.made?.(added.secret)
    const to = { kind: 'team' as const }
    const steps = [
      { afterMs: 0, channelIds: [world.channelId], to },
      { afterMs: 1_000, channelIds: [world.channelId, added.id], to },
      { afterMs: 3_600_000, channelIds: [added.id], to },
    ]
    await api.call('PUT /alert-ladders', {
      body: { items: [{ scope: { kind: 'workspace' as const }, steps }] },
    })
    const id = await world.ask('Carla')
    await until('it climbed', () => second.told().length === 1)
    expect(webhook.told()).toHaveLength(1)
    const alert = await world.alertOf(id)
    expect(alert).toMatchObject({ state: 'open', step: 2 })
    const params = { id: alert?.id ?? '' }
    const seen = await world.ana.api.call('POST /alerts/{id}/acknowledge', { params })
    expect(seen).toMatchObject({ state: 'acknowledged', by: 'Ana', nextAt: null })
    await until('both are told', () =>
      [webhook, second].every(one => one.closings().includes('acknowledged Ana')),
    )
    // Back in the queue it is owed anew.
    await world.ana.api.call('POST /conversations/{id}/intervene', { params: { id } })
    await until('taken', async () => (await world.alertOf(id))?.state === 'taken')
    await world.ana.api.call('POST /conversations/{id}/return', { params: { id } })
    await until('it is told again', () => webhook.told().length === 2)
    expect(await world.alertOf(id)).toMatchObject({ state: 'open' })
    await world.server.stop()
    await Promise.all([webhook.close(), second.close()])
  })

  test('an endpoint that is out of order for long shows it, and holds up no other', async () => {
    const broken = await openWebhookStage()
    const world = await openAlertWorld(broken)
    const sound = await openWebhookStage()
    const { api } = world.server
    const added = await api.call('POST /alert-channels', {
      body: { kind: 'webhook', name: 'Sound', settings: sound.settings as { url: string } },
    })
    sound.made?.(added.secret)
    broken.mishap('fails', 1_000)
    const names = ['Ada', 'Bea', 'Cleo', 'Dina', 'Emma', 'Fia', 'Gem', 'Hope']
    await Promise.all(names.map(name => world.ask(name)))
    await until('all are told by the other', () => sound.told().length === names.length)
    const channels = (await api.call('GET /alert-channels')).items
    expect(channels.find(({ id }) => id === world.channelId)?.trouble?.problem).toContain('500')
    expect(channels.find(({ id }) => id === added.id)?.trouble).toBeNull()
    await world.server.stop()
    await Promise.all([broken.close(), sound.close()])
  })

  test('[AL2] a rule tells nobody again before somebody acknowledged it', async () => {
    const webhook = await openWebhookStage()
    const world = await openAlertWorld(webhook)
    const visitor = await world.server.visitor(await world.server.makeChannel())
    const { seq } = await visitor.say('This is ridiculous')
    const key = [(await world.server.api.call('GET /me')).workspace.id, visitor.conversationId] as const
    const database = new pg.Client({ connectionString: world.server.databaseUrl })
    await database.connect()
    /** What a flight writes when a rule alerts. */
    async function raise(at: number) {
      const data = JSON.stringify({ ruleId: 'angry', name: 'Angry customers', why: 'said “ridiculous”' })
      await database.query(
        `insert into events (workspace_id, conversation_id, seq, epoch, type, at, actor, data)
         values ($1, $2, $3, 0, 'AlertRaised', clock_timestamp(), '{"kind":"system"}', $4)`,
        [...key, at, data],
      )
      await database.query(
        `insert into outbox (workspace_id, conversation_id, lane, key, due_at, payload)
         values ($1, $2, 'alert', 'rule angry', clock_timestamp(), $3)`,
        [...key, JSON.stringify({ raises: 'rule angry', seq: at })],
      )
    }
    const owed = async () =>
      (await database.query(`select from outbox where lane = 'alert' and conversation_id = $1`, [key[1]]))
        .rowCount
    await raise(seq + 100)
    await until('it is told', () => webhook.told().length === 1)
    expect(webhook.told()[0]?.text).toContain('Angry customers: said “ridiculous”')
    await raise(seq + 101)
    await until('it is taken up', async () => (await owed()) === 0)
    const alert = await world.alertOf(visitor.conversationId)
    await world.ana.api.call('POST /alerts/{id}/acknowledge', { params: { id: alert?.id ?? '' } })
    expect(webhook.told()).toHaveLength(1)
    await raise(seq + 102)
    await until('it is told again', () => webhook.told().length === 2)
    await database.end()
    await world.server.stop()
    await webhook.close()
  })

  test('a browser that is gone for good is forgotten, and says nothing about the channel', async () => {
    const push = await openPushStage()
    const world = await openAlertWorld(push)
    push.forget()
    const id = await world.ask('Carla')
    await until('it is given up', async () => (await world.alertOf(id))?.told[0]?.state === 'failed')
    expect(await world.ana.api.call('GET /push')).toMatchObject({ browsers: 0, enabled: true })
    expect((await world.server.api.call('GET /alert-channels')).items[0]?.trouble).toBeNull()
    await world.server.stop()
    await push.close()
  })
})
