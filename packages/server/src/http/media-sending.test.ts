// Files in messages: whose they are, where they can be sent, and who is told of them.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MediaStage } from '../testing/media-stage.ts'
import { openMediaStage } from '../testing/media-stage.ts'
import { pngOf } from '../testing/pictures.ts'
import { openRawSocket } from '../testing/raw-socket.ts'
import { startTestBot, testBotSecret } from '../testing/test-bot.ts'
import { until } from '../testing/until.ts'

let stage: MediaStage

beforeAll(async () => {
  stage = await openMediaStage()
})
afterAll(() => stage.close())

describe('sending files', () => {
  test('a message may be files alone, in the order in which they are named', async () => {
    const [one, two] = [
      await stage.given(stage.ana.key, stage.picture, 'one.png'),
      await stage.given(stage.ana.key, pngOf(5, 5), 'two.png'),
    ]
    const { seq } = await stage.send(stage.ana, [two.id, one.id])
    const sent = (await stage.server.events(stage.visitor.conversationId)).find(event => event.seq === seq)
    expect(sent?.data.parts).toEqual([
      {
        kind: 'media',
        mediaId: two.id,
        mimeType: 'image/png',
        name: 'two.png',
        sizeBytes: two.sizeBytes,
        width: 5,
        height: 5,
      },
      {
        kind: 'media',
        mediaId: one.id,
        mimeType: 'image/png',
        name: 'one.png',
        sizeBytes: one.sizeBytes,
        width: 40,
        height: 30,
      },
    ])
    expect(sent?.data.text).toBe('[two.png]\n[one.png]')
    const shown = (await stage.visitor.messages()).find(item => item.seq === seq)
    expect(shown?.data.parts).toEqual(sent?.data.parts)
  })

  test('a message of nothing is refused', async () => {
    await expect(stage.send(stage.ana, [], { text: ' ' })).rejects.toMatchObject({ status: 400 })
    await expect(
      stage.visitor.api.call('POST /web/messages', { body: { clientId: 'x' } }),
    ).rejects.toMatchObject({
      status: 400,
    })
  })

  test('[DL3] the same send is stored once; other files under its id are refused', async () => {
    const [one, two] = [await stage.given(stage.ana.key), await stage.given(stage.ana.key)]
    const clientId = randomUUID()
    const { seq } = await stage.send(stage.ana, [one.id], { text: 'Look', clientId })
    expect(await stage.send(stage.ana, [one.id], { text: 'Look', clientId })).toEqual({ seq })
    await expect(stage.send(stage.ana, [two.id], { text: 'Look', clientId })).rejects.toMatchObject({
      code: 'client_id_reused',
    })
    await expect(stage.send(stage.ana, [], { text: 'Look\n[photo.png]', clientId })).rejects.toMatchObject({
      code: 'client_id_reused',
    })
  })

  test('nobody sends another’s file, nor in two conversations', async () => {
    const theirs = await stage.byVisitor()
    const mine = await stage.given(stage.ana.key)
    await expect(stage.send(stage.ana, [theirs.id])).rejects.toMatchObject({
      status: 422,
      code: 'unknown_media',
    })
    await expect(stage.send(stage.ana, [mine.id, randomUUID()])).rejects.toMatchObject({
      code: 'unknown_media',
    })
    await expect(
      stage.visitor.api.call('POST /web/messages', { body: { clientId: randomUUID(), media: [mine.id] } }),
    ).rejects.toMatchObject({ code: 'unknown_media' })
    const other = await stage.server.visitor(await stage.server.makeChannel())
    await other.say('hi')
    await stage.send(stage.ana, [mine.id])
    await expect(stage.send(stage.ana, [mine.id], { id: other.conversationId })).rejects.toMatchObject({
      code: 'unknown_media',
    })
    await expect(stage.send(stage.ana, [mine.id], { id: randomUUID() })).rejects.toMatchObject({
      status: 404,
    })
  })
})

describe('where else files go', () => {
  test('by the socket a visitor sends them, too; another’s are refused', async () => {
    const mine = await stage.byVisitor(stage.picture, 'socket.png')
    const theirs = await stage.given(stage.ana.key)
    const socket = await openRawSocket(stage.server.url, stage.visitor.token)
    socket.send({ type: 'send', ref: '1', clientId: randomUUID(), text: '', media: [mine.id] })
    const { seq } = await socket.heard('accepted')
    socket.send({ type: 'send', ref: '2', clientId: randomUUID(), text: 'x', media: [theirs.id] })
    expect(await socket.heard('refused')).toMatchObject({ ref: '2', problem: { code: 'unknown_media' } })
    socket.close()
    const shown = (await stage.visitor.messages()).find(item => item.seq === seq)
    expect(shown?.data.text).toBe('[socket.png]')
  })

  test('a bot over HTTP is told where it can read them', async () => {
    const otto = await startTestBot((_turn, reply) => reply.json({ messages: ['Thank you'] }))
    const settings = { url: otto.url, secret: testBotSecret }
    const body = { name: 'Otto', kind: 'http', settings } as const
    const { id: botId } = await stage.server.api.call('POST /bots', { body })
    const talker = await stage.server.visitor(await stage.server.makeChannel({ botId }))
    const file = await stage.given(talker.token, stage.picture, 'lamp.png', '/web/media')
    await talker.api.call('POST /web/messages', { body: { clientId: 'a', media: [file.id] } })
    const turn = await until('the turn', () => otto.turns[0])
    const [part] = turn.messages.at(-1)?.parts ?? []
    expect(part).toMatchObject({ kind: 'media', mediaId: file.id, name: 'lamp.png', width: 40 })
    // The server's port is the system's choice, and its own address is what it was told.
    const { pathname, search } = new URL(String(part?.url))
    const answer = await fetch(`${stage.server.url}${pathname}${search}`)
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(stage.picture)
    await until('its answer', async () =>
      (await talker.messages()).some(({ data }) => data.text === 'Thank you'),
    )
    await otto.close()
  })
})
