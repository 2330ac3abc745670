// Senders that are killed at any step, and a takeover over a full outbox: real processes, real sockets.
import type { Api } from '@baton/client'
import pg from 'pg'
import { expect, test } from 'vitest'
import { channelEnv, connectChannel, statusesOf } from '../testing/channel-contract.ts'
import type { ChannelStage } from '../testing/channel-stage.ts'
import { startMortalServer } from '../testing/mortal-server.ts'
import type { LoggedEvent } from '../testing/server.ts'
import { startTestServer, wholeLog } from '../testing/server.ts'
import { openApiStage } from '../testing/stages/api-stage.ts'
import { startTelegramStage } from '../testing/stages/telegram-stage.ts'
import { openWhatsAppStage } from '../testing/stages/whatsapp-stage.ts'
import { pause, until } from '../testing/until.ts'

const said = 50

/** Says fifty things in a row. */
const talker = {
  name: 'Talker',
  start: 'b1',
  blocks: Object.fromEntries(
    Array.from({ length: said }, (_, n) => [
      `b${n + 1}`,
      {
        kind: 'message',
        parts: [{ kind: 'text', text: `Part ${n + 1}` }],
        ...(n + 1 < said ? { next: `b${n + 2}` } : {}),
      },
    ]),
  ),
}

test('[TK3] of fifty messages of the bot that wait, a takeover withholds all that were not handed over', async () => {
  const stage = await openApiStage()
  const server = await startTestServer({ env: channelEnv })
  const botId = await server.makeBot(talker)
  const channel = await connectChannel(stage, server, { botId })
  const ana = await server.makeAgent('Ana')
  const carol = stage.customer(1)
  stage.mishap('slow', said)
  await channel.say(carol, 'Hello', 'in-1')
  const id = await channel.conversationOf(carol)
  await until('that the third is on its way', () => stage.taken().length === 3)
  const { inFlight } = await ana.api.call('POST /conversations/{id}/intervene', { params: { id } })
  expect(inFlight.map(({ text }) => text)).toEqual(['Part 3'])
  const statuses = await until('that every one is settled', async () => {
    const now = statusesOf(await channel.log(carol))
    return now.every(status => status === 'sent' || status === 'withheld') ? now : null
  })
  expect(statuses).toEqual([
    ...Array.from({ length: 3 }, () => 'sent'),
    ...Array.from({ length: said - 3 }, () => 'withheld'),
  ])
  expect(stage.taken().map(({ text }) => text)).toEqual(['Part 1', 'Part 2', 'Part 3'])
  await server.stop()
  await stage.close()
}, 60_000)

// The third word about it is that it went.
const hiccup = `
create sequence hiccups;
create function hiccup() returns trigger language plpgsql as $$
begin
  if nextval('hiccups') <= 2 then raise exception 'a hiccup' using errcode = '53000'; end if;
  return new;
end $$;
create trigger hiccup before insert on events for each row
  when (new.type = 'DeliveryChanged' and new.data->>'status' = 'sent') execute function hiccup();`

test('[DL3] what went is known to have gone, though the database did not take the word of it at first', async () => {
  const stage = await startTelegramStage()
  const server = await startTestServer({ env: channelEnv })
  const channel = await connectChannel(stage, server)
  const carol = stage.customer(1)
  await channel.say(carol, 'Hello', 'in-1')
  const params = { id: await channel.conversationOf(carol) }
  const pool = new pg.Pool({ connectionString: server.databaseUrl })
  await pool.query(hiccup)
  await server.api.call('POST /conversations/{id}/messages', { params, body: { text: 'It is on its way.' } })
  const settled = ['sent', 'unknown', 'failed', 'delivered']
  const status = await until('it is settled', async () => {
    const now = statusesOf(await channel.log(carol)).at(-1)
    return now && settled.includes(now) ? now : null
  })
  expect(status).toBe('sent')
  expect(stage.taken().map(({ text }) => text)).toEqual(['It is on its way.'])
  expect(Number((await pool.query('select last_value from hiccups')).rows[0]?.last_value)).toBe(3)
  await pool.end()
  await server.stop()
  await stage.close()
})

const kills = 4
const talks = 6
const messagesEach = 5

async function events(api: Api, id: string): Promise<readonly LoggedEvent[]> {
  return until('the log', () => wholeLog(api, id).catch(() => null), 30_000)
}

/** Asked again while the server is down; a `clientId` makes it one message. */
async function surely<T>(what: string, work: () => Promise<T>): Promise<T> {
  const done = await until(
    what,
    () =>
      work()
        .then(value => ({ value }))
        .catch(() => null),
    40_000,
  )
  return done.value
}

async function killedWhileSending(stage: ChannelStage) {
  const server = await startMortalServer()
  const { api } = server
  const channel = await connectChannel(stage, { api, events: id => events(api, id) })
  const customers = Array.from({ length: talks }, (_, n) => stage.customer(n + 1))
  for (const [n, customer] of customers.entries()) await channel.say(customer, 'Hello', `in-${n}`)
  const ids = await Promise.all(customers.map(customer => channel.conversationOf(customer)))
  // Long enough for a kill to fall within a call.
  stage.mishap('slow', talks * messagesEach * 2)
  const writing = Promise.all(
    ids.map(async (id, talk) => {
      for (let n = 1; n <= messagesEach; n++) {
        await surely(`message ${n} of talk ${talk}`, () =>
          api.call('POST /conversations/{id}/messages', {
            params: { id },
            body: { text: `Talk ${talk} line ${n}`, clientId: `line-${n}` },
          }),
        )
        await pause(200)
      }
    }),
  )
  for (let kill = 0; kill < kills; kill++) {
    await pause(150 + Math.random() * 700)
    await server.kill()
    await server.start()
  }
  await writing
  const logs = await until(
    'that every message is settled',
    async () => {
      for (const call of stage.owedCalls()) await channel.post(call).catch(() => null)
      const all = await Promise.all(ids.map(id => events(api, id)))
      const open = all.flatMap(statusesOf).filter(status => status === 'queued' || status === 'sending')
      return open.length === 0 ? all : null
    },
    90_000,
  )
  await server.close()
  await stage.close()
  return logs
}

function expectOnceInOrder(stage: ChannelStage, logs: readonly (readonly LoggedEvent[])[]): number {
  const taken = stage.taken().map(({ text }) => text)
  expect(taken.filter((text, n) => taken.indexOf(text) !== n)).toEqual([])
  let unknown = 0
  for (const log of logs) {
    const texts = log.filter(({ type }) => type === 'MessageSent').map(({ data }) => String(data.text))
    expect(texts).toHaveLength(messagesEach)
    const statuses = statusesOf(log)
    expect(statuses.filter(status => status === 'failed')).toEqual([])
    unknown += statuses.filter(status => status === 'unknown').length
    // What is said to have been sent is there; what nobody knows of may be.
    const arrived = texts.filter(text => taken.includes(text))
    expect(texts.filter((text, n) => statuses[n] !== 'unknown' && !arrived.includes(text))).toEqual([])
    expect(taken.filter(text => texts.includes(text))).toEqual(arrived)
  }
  return unknown
}

test('[DL3] kill -9 of the sender at any step: each message once, in order, none lost', async () => {
  const stage = await openApiStage()
  const logs = await killedWhileSending(stage)
  // For this channel the same twice is one: nothing stays unknown.
  expect(expectOnceInOrder(stage, logs)).toBe(0)
}, 180_000)

test('[DL3] the same where nobody can send twice unpunished: what was in a call at a kill is known by its status', async () => {
  const stage = await openWhatsAppStage()
  const logs = await killedWhileSending(stage)
  expectOnceInOrder(stage, logs)
}, 240_000)
