// A stop does not wait for a bot that takes its time: the turn stays owed, and is answered after the next start.
import { expect, test } from 'vitest'
import { createTestDatabase } from '../testing/postgres.ts'
import { startTestServer } from '../testing/server.ts'
import { talkOn } from '../testing/talk.ts'
import { startTestBot, testBotSecret } from '../testing/test-bot.ts'
import { until } from '../testing/until.ts'

test('[BT3] [DL1] a server stops while a bot is silent, and the next one asks the bot again', async () => {
  const database = await createTestDatabase()
  const env = { BATON_ALLOW_PRIVATE: '127.0.0.1' }
  let silent = true
  const bot = await startTestBot((_turn, reply) => {
    if (!silent) reply.json({ messages: ['Here I am.'] })
  })
  const first = await startTestServer({ databaseUrl: database.url, env })
  const settings = { url: bot.url, secret: testBotSecret, timeoutMs: 60_000 }
  const { id: botId } = await first.api.call('POST /bots', { body: { name: 'Otto', kind: 'http', settings } })
  const { id } = await talkOn(first, await first.makeChannel({ botId }))
  await until('that the bot is asked', () => bot.turns.length === 1)
  // Far below the time that the bot has: a stop that waited for it would run into the limit of this test.
  await first.stop()
  silent = false
  const second = await startTestServer({ databaseUrl: database.url, env })
  const said = await until('its answer', async () =>
    (await second.events(id)).find(({ type, data }) => type === 'MessageSent' && data.from === 'bot'),
  )
  expect(said.data.text).toBe('Here I am.')
  expect((await second.events(id)).filter(({ type }) => type === 'TurnFailed')).toEqual([])
  await second.stop()
  await bot.close()
}, 40_000)
