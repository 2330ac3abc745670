import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ChannelKind, Letter, Line } from '../../app/channel-port.ts'
import { createEgress } from '../../egress/egress.ts'
import { faultOf, letterWith, lineWith, requestOf } from '../../testing/channel-line.ts'
import type { HookCall } from '../../testing/channel-stage.ts'
import { slackApp } from '../../testing/stages/slack-server.ts'
import type { SlackStage } from '../../testing/stages/slack-stage.ts'
import { startSlackStage } from '../../testing/stages/slack-stage.ts'
import samples from './samples/events.json' with { type: 'json' }
import { createSlackChannel } from './slack-channel.ts'
import { mrkdwnOf, textOfMrkdwn } from './slack-text.ts'

const egress = createEgress({ allowPrivate: ['127.0.0.1'] })
const kind: ChannelKind = createSlackChannel({ egress, mediaMaxBytes: 1_000_000 })
const never = new AbortController().signal
let stage: SlackStage
let line: Line

beforeAll(async () => {
  stage = await startSlackStage()
})
afterAll(() => stage?.close())
beforeEach(() => {
  line = lineWith(stage.settings, slackApp)
})

const receive = (call: HookCall, on = line) => kind.receive(on, requestOf(on, call))

describe('in', () => {
  test.each(samples)('$what', async ({ event, items }) => {
    stage.event({ type: 'message', channel: 'C1', ts: '2.2', thread_ts: '2.1' })
    const read = await receive(stage.event(event, 'Ev1'))
    expect(read.answer.status).toBe(200)
    expect(read.items).toHaveLength(items.length)
    expect(read.items).toMatchObject(items)
  })

  test('Slack’s question whether somebody is here is answered', async () => {
    const asked = stage.signed(
      JSON.stringify({ type: 'url_verification', challenge: 'c4' }),
      'application/json',
    )
    expect(await receive(asked)).toEqual({ items: [], answer: { status: 200, body: 'c4' } })
  })

  test('a tapped button is what the customer would have written; others’ buttons are nothing', async () => {
    const tap = (action_id: string) =>
      stage.tap({
        type: 'block_actions',
        user: { id: 'U7' },
        channel: { id: 'C1' },
        message: { ts: '9.1', thread_ts: '2.1' },
        actions: [
          { action_id, action_ts: '9.5', value: 'orders', text: { type: 'plain_text', text: 'My orders' } },
        ],
      })
    expect((await receive(tap('baton_choice_0'))).items).toMatchObject([
      {
        type: 'message',
        externalId: 'C1:9.1:9.5',
        sender: { address: 'C1:2.1', name: 'Customer 7' },
        parts: [{ kind: 'text', text: 'My orders', choiceId: 'orders' }],
        replyTo: 'C1:9.1',
      },
    ])
    expect((await receive(tap('intervene'))).items).toEqual([])
  })

  test('a wrong signature, an old one, none, or no secret: refused', async () => {
    const call = stage.event({ type: 'message', channel: 'D1', user: 'U7', text: 'Hi', ts: '1.1' })
    expect(await faultOf(receive(stage.forged(call)))).toMatchObject({ status: 401 })
    const old = stage.signed(call.body.toString(), 'application/json', Date.now() - 6 * 60_000)
    expect(await faultOf(receive(old))).toMatchObject({ status: 401 })
    expect(await faultOf(receive({ ...call, headers: {} }))).toMatchObject({ status: 401 })
    expect(await faultOf(receive({ ...call, body: Buffer.from('{}') }))).toMatchObject({ status: 401 })
    const unset = lineWith(stage.settings, { token: slackApp.token })
    expect(await faultOf(receive(call, unset))).toMatchObject({ status: 401 })
  })

  test('whoever Slack does not name is heard all the same', async () => {
    const call = stage.event({ type: 'message', channel: 'D5', user: 'UX', text: 'Hi', ts: '1.1' })
    expect((await receive(call)).items).toEqual([
      {
        type: 'message',
        externalId: 'D5:1.1',
        sender: { address: 'D5' },
        parts: [{ kind: 'text', text: 'Hi' }],
      },
    ])
  })

  test('the token goes to Slack’s own hosts only; a file that is gone is said to be', async () => {
    expect(await faultOf(kind.fetchMedia?.(line, 'F404', never) ?? Promise.resolve())).toMatchObject({
      problem: 'expired',
      retryable: false,
    })
  })
})

describe('out', () => {
  const send = (letter: Letter) => kind.send(line, letter, never)
  const direct = { address: 'D1', aliases: [] }
  const thread = { address: 'C1:2.1', aliases: [] }
  const hi = (to = direct) => letterWith([{ kind: 'text', text: 'Hi' }], { to })

  test('marks become Slack’s, and nothing becomes a mention', () => {
    expect(mrkdwnOf('**a** _b_ `c<d` [e](https://e.example) <!channel>\n- f\n> g')).toBe(
      '*a* _b_ `c&lt;d` <https://e.example|e> &lt;!channel&gt;\n• f\n> g',
    )
    expect(textOfMrkdwn('<!here> <#C1|general> <mailto:a@b.example|a@b.example> &lt;b&gt;')).toBe(
      '@here #general a@b.example <b>',
    )
  })

  test('a reply stands in its thread and carries our id', async () => {
    const letter = hi(thread)
    const { externalId } = await send(letter)
    const body = stage.bodies().at(-1)
    expect(body?.get('channel')).toBe('C1')
    expect(body?.get('thread_ts')).toBe('2.1')
    expect(JSON.parse(body?.get('metadata') ?? '')).toMatchObject({
      event_payload: { id: letter.messageId, step: 0 },
    })
    expect(stage.taken().at(-1)).toMatchObject({ to: 'C1:2.1', text: 'Hi', externalId })
  })

  test('choices are buttons; too many, or too long ones, a list', async () => {
    const options = [{ id: 'orders', label: 'My orders' }]
    await send(letterWith([{ kind: 'choices', text: 'Which?', options }], { to: direct }))
    const blocks = JSON.parse(stage.bodies().at(-1)?.get('blocks') ?? '') as object[]
    expect(blocks).toMatchObject([
      { type: 'section', text: { text: 'Which?' } },
      { type: 'actions', elements: [{ action_id: 'baton_choice_0', value: 'orders' }] },
    ])
    const long = [{ id: 'a', label: 'x'.repeat(80) }]
    expect(kind.steps(line, [{ kind: 'choices', text: 'Which?', options: long }])).toMatchObject([
      [{ kind: 'text' }],
    ])
  })

  test('a file is uploaded into its thread, with what is said of it', async () => {
    const part = {
      kind: 'media',
      mediaId: 'm',
      mimeType: 'a/b',
      name: 'n.bin',
      sizeBytes: 3,
      caption: 'See',
    } as const
    const letter = letterWith(
      [part],
      { to: thread },
      { m: { name: 'n.bin', mimeType: 'a/b', bytes: Buffer.from('abc') } },
    )
    await send(letter)
    expect(stage.taken().at(-1)).toMatchObject({ to: 'C1:2.1', text: 'See', files: ['n.bin'] })
  })

  test.each([
    ['throttles', { outcome: 'not_sent', problem: 'throttled', retryAfterMs: 0 }],
    ['fails', { outcome: 'not_sent', problem: 'channel_down' }],
    ['refuses', { outcome: 'refused', problem: 'not_reachable' }],
    ['drops_answer', { outcome: 'unknown', problem: 'no_answer' }],
  ] as const)('[DL3] when Slack %s, the outcome is told as it is', async (mishap, fault) => {
    const before = stage.taken().length
    stage.mishap(mishap, 1)
    expect(await faultOf(send(hi()))).toMatchObject(fault)
    expect(stage.taken().length - before).toBe(mishap === 'drops_answer' ? 1 : 0)
  })

  test('nobody listening is certainly not sent; a wrong token stops the line', async () => {
    stage.mishap('down', 1)
    expect(await faultOf(send(hi()))).toMatchObject({ outcome: 'not_sent', problem: 'channel_down' })
    stage.mishap('slow', 0)
    const wrong = lineWith(stage.settings, { ...slackApp, token: 'wrong' })
    expect(await faultOf(kind.send(wrong, hi(), never))).toMatchObject({
      outcome: 'not_sent',
      stopsLine: true,
    })
    expect(await kind.check?.(wrong, never)).toMatchObject([{ code: 'token', ok: false }, { ok: true }])
    expect(await kind.check?.(line, never)).toMatchObject([{ ok: true }, { ok: true }])
  })

  test.each([direct, thread])(
    '[DL3] what got lost is found in the history of $address, by our id',
    async to => {
      const letter = hi(to)
      const claimedAt = new Date().toISOString()
      await send(hi(to))
      stage.mishap('drops_answer', 1)
      await faultOf(send(letter))
      const externalId = stage.taken().at(-1)?.externalId
      expect(await kind.seek?.(line, letter, claimedAt, never)).toEqual({ found: true, externalId })
      const other = hi(to)
      expect(await kind.seek?.(line, other, claimedAt, never)).toEqual({ found: 'unknown' })
      const longAgo = new Date(Date.now() - 10_000).toISOString()
      expect(await kind.seek?.(line, other, longAgo, never)).toEqual({ found: false })
    },
  )
})
