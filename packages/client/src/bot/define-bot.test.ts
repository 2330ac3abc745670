import { afterEach, describe, expect, test } from 'vitest'
import type { BotOptions } from './define-bot.ts'
import { defineBot } from './define-bot.ts'
import { ask, listening, newsOf, type Posted, secret, startBaton, turnOf, until } from './testing/baton.ts'
import { toNode } from './to-node.ts'
import type { Turn } from './turn.ts'
import { TurnOver } from './turn-over.ts'

const over: (() => unknown)[] = []
afterEach(() => {
  for (const end of over.splice(0)) end()
})

async function botOf(onTurn: (turn: Turn) => unknown, more: Partial<BotOptions> = {}): Promise<string> {
  const server = await listening(toNode(defineBot({ secret, onTurn, onError: () => undefined, ...more })))
  over.push(server.close)
  return server.url
}

async function batonOf(statusOf?: (posted: Posted) => number) {
  const baton = await startBaton(statusOf)
  over.push(baton.close)
  return baton
}

/** Goes on for ever, unless it is stopped. */
async function* endless(onWord: () => void = () => undefined) {
  for (;;) {
    onWord()
    yield 'word '
    await new Promise(resolve => setTimeout(resolve, 5))
  }
}

describe('who asks', () => {
  test('an unsigned, wrongly signed, old or changed request is 401 and never reaches the code', async () => {
    let runs = 0
    const bot = await botOf(() => {
      runs += 1
    })
    const wrong = `whsec_${Buffer.from('another secret').toString('base64')}`
    const answers = [
      await fetch(bot, { method: 'POST', body: JSON.stringify(turnOf('Hi')) }),
      await ask(bot, turnOf('Hi'), { secret: wrong }),
      await ask(bot, turnOf('Hi'), { at: new Date(Date.now() - 6 * 60_000) }),
      await ask(bot, turnOf('Hi'), { at: new Date(Date.now() + 6 * 60_000) }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401])
    expect(await answers[0]?.json()).toMatchObject({ code: 'not_signed' })
    expect(runs).toBe(0)
  })

  test('a bot without a secret does not start', () => {
    expect(() => defineBot({ secret: ' ', onTurn: () => undefined })).toThrow(/no secret.*whsec_/)
    expect(() => defineBot({ secret: 'whsec_%%%', onTurn: () => undefined })).toThrow(/cannot be read/)
  })

  test('garbage that is signed is 400 and says what is wrong', async () => {
    const bot = await botOf(() => undefined)
    const { turn, ...rest } = turnOf('Hi')
    const cases = [
      '',
      '{',
      '[]',
      '7',
      {},
      { ...rest, turn: { ...turn, url: 7 } },
      { ...rest, turn, input: 'x' },
    ]
    for (const told of cases) expect((await ask(bot, told)).status, JSON.stringify(told)).toBe(400)
    expect(await (await ask(bot, { ...rest, turn, messages: [null] })).json()).toMatchObject({
      detail: '`messages` of turn.requested is not as the contract says.',
    })
    expect((await ask(bot, { type: 'something.new' })).status).toBe(204)
    expect((await fetch(bot)).status).toBe(405)
    expect((await ask(bot, 'x'.repeat(5_000_000))).status).toBe(413)
  })
})

describe('an answer', () => {
  test('is whole when the code neither streams nor says later', async () => {
    const bot = await botOf(async turn => {
      await turn.reply(`You said ${turn.latest}`)
      await turn.reply([{ kind: 'choices', text: 'Which?', options: [{ id: 'a', label: 'A' }] }])
      turn.handOff({ reason: 'Asked', priority: 'high' })
      turn.mark({ addTags: ['vip'] })
      turn.ask('May I?', { withinMs: 5_000 })
      turn.variables.count = 2
      delete turn.variables.old
    })
    const answer = await ask(bot, turnOf('Help', { variables: { count: 1, old: true } }))
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({
      messages: [
        'You said Help',
        { parts: [{ kind: 'choices', text: 'Which?', options: [{ id: 'a', label: 'A' }] }] },
      ],
      handoff: { reason: 'Asked', priority: 'high' },
      marks: { addTags: ['vip'] },
      ask: { question: 'May I?', withinMs: 5_000 },
      variables: { count: 2, old: null },
    })
  })

  test('may hold nothing', async () => {
    const answer = await ask(await botOf(() => undefined), turnOf('Help'))
    expect(await answer.json()).toEqual({ messages: [] })
  })

  test('says long text in several messages, none cut within a character', async () => {
    const text = `${'x'.repeat(4_095)}😀${'y'.repeat(10)}`
    const answer = await ask(await botOf(turn => turn.reply(text)), turnOf('Help'))
    const { messages } = (await answer.json()) as { messages: string[] }
    expect(messages).toEqual(['x'.repeat(4_095), `😀${'y'.repeat(10)}`])
  })

  test('is streamed as it is written, with what was said before it first', async () => {
    async function* words() {
      yield 'Good '
      yield 'day'
    }
    let said = ''
    const bot = await botOf(async turn => {
      await turn.reply('One moment')
      said = await turn.stream(words())
      turn.handOff({ reason: 'Asked' })
    })
    const answer = await ask(bot, turnOf('Help'))
    expect(answer.headers.get('content-type')).toBe('text/event-stream')
    expect((await answer.text()).split('\n\n').slice(0, -1)).toEqual([
      'event: message\ndata: {"text":"One moment"}',
      'event: delta\ndata: {"text":"Good "}',
      'event: delta\ndata: {"text":"day"}',
      'event: message\ndata: {}',
      'event: end\ndata: {"handoff":{"reason":"Asked"}}',
    ])
    expect(said).toBe('Good day')
  })

  test('is sent later, each part under a key of its own', async () => {
    const baton = await batonOf()
    const told = turnOf('Help', { url: baton.url })
    const bot = await botOf(async turn => {
      await turn.reply('Let me look')
      turn.later()
      await turn.reply('Found it')
      turn.variables.found = true
    })
    expect((await ask(bot, told)).status).toBe(202)
    await until(() => baton.posted.length === 3, 'three parts')
    const { id, token } = told.turn
    expect(baton.posted.map(({ key, body }) => [key, body])).toEqual([
      [`${id}:1`, { messages: ['Let me look'], end: false }],
      [`${id}:2`, { messages: ['Found it'], end: false }],
      [`${id}:end`, { messages: [], end: true, variables: { found: true } }],
    ])
    expect(new Set(baton.posted.map(({ authorization }) => authorization))).toEqual(
      new Set([`Turn ${token}`]),
    )
  })

  test('that is sent later is tried again under the same key when Baton is not well', async () => {
    let tries = 0
    const baton = await batonOf(() => (++tries === 1 ? 503 : 200))
    const bot = await botOf(async turn => {
      turn.later()
      await turn.reply('Found it')
    })
    await ask(bot, turnOf('Help', { url: baton.url }))
    await until(() => baton.posted.length === 3, 'a second try, and the end')
    expect(baton.posted[1]).toEqual(baton.posted[0])
  })

  test('of code that throws is a failure that names no text, and is run again', async () => {
    const errors: unknown[] = []
    let runs = 0
    const onError = (error: unknown) => errors.push(error)
    const bot = await botOf(
      turn => {
        runs += 1
        if (runs === 1) throw new RangeError('secret words')
        return turn.reply('Now')
      },
      { onError },
    )
    const told = turnOf('Help')
    const failed = await ask(bot, told, { id: 'one' })
    expect(failed.status).toBe(500)
    expect(await failed.text()).not.toContain('secret')
    expect(errors).toHaveLength(1)
    expect(await (await ask(bot, told, { id: 'one' })).json()).toEqual({ messages: ['Now'] })
  })
})

describe('the same request again', () => {
  test('gets the same answer, and the code runs once', async () => {
    let runs = 0
    const bot = await botOf(turn => turn.reply(`run ${++runs}`))
    const told = turnOf('Help')
    const [one, two] = await Promise.all([ask(bot, told, { id: 'same' }), ask(bot, told, { id: 'same' })])
    const three = await ask(bot, told, { id: 'same' })
    for (const answer of [one, two, three]) expect(await answer.json()).toEqual({ messages: ['run 1'] })
  })

  test('gets the whole stream from its beginning', async () => {
    let runs = 0
    async function* words() {
      yield `run ${++runs}`
    }
    const bot = await botOf(turn => turn.stream(words()))
    const first = await (await ask(bot, turnOf('Help'), { id: 'same' })).text()
    expect(await (await ask(bot, turnOf('Help'), { id: 'same' })).text()).toBe(first)
    expect(first).toContain('run 1')
  })

  test('is told of news once', async () => {
    let heard = 0
    const onControl = () => {
      heard += 1
    }
    const bot = await botOf(() => undefined, { onControl })
    for (let n = 0; n < 2; n++) {
      expect((await ask(bot, newsOf('control.returned'), { id: 'n' })).status).toBe(204)
    }
    expect(heard).toBe(1)
  })
})

describe('a turn that is over', () => {
  test.each(['turn.cancelled', 'control.taken'] as const)(
    'is stopped by %s in the middle of a stream [BT2]',
    async type => {
      let words = 0
      const bot = await botOf(turn => turn.stream(endless(() => (words += 1))))
      const told = turnOf('Help')
      const answer = await ask(bot, told)
      const text = answer.text()
      await until(() => words > 3, 'the stream runs')
      await ask(bot, newsOf(type, told.turn.id))
      expect(await text).not.toContain('event: end')
      const atEnd = words
      await new Promise(resolve => setTimeout(resolve, 50))
      expect(words).toBeLessThanOrEqual(atEnd + 1)
    },
  )

  test('goes on when another turn was cancelled', async () => {
    let signal: AbortSignal | null = null
    let release = () => undefined as unknown
    const bot = await botOf(async turn => {
      signal = turn.signal
      await new Promise(resolve => {
        release = () => resolve(null)
      })
      await turn.reply('Here')
    })
    const answer = ask(bot, turnOf('Help'))
    await until(() => signal !== null, 'the turn runs')
    await ask(bot, newsOf('turn.cancelled', crypto.randomUUID()))
    await ask(bot, newsOf('control.returned'))
    release()
    expect(await (await answer).json()).toEqual({ messages: ['Here'] })
  })

  test('is stopped when the one who asked has left', async () => {
    let signal: AbortSignal | undefined
    const bot = await botOf(turn => {
      signal = turn.signal
      return turn.stream(endless())
    })
    const gone = new AbortController()
    const answer = await ask(bot, turnOf('Help'), { signal: gone.signal })
    gone.abort()
    await answer.text().catch(() => undefined)
    await until(() => signal?.aborted === true, 'the signal is aborted')
  })

  test('answers by its deadline, whatever the code does', async () => {
    const bot = await botOf(() => new Promise(() => undefined))
    const answer = await ask(bot, turnOf('Help', { forMs: 1_000 }))
    expect(answer.status).toBe(409)
    expect(await answer.json()).toMatchObject({ code: 'turn_over' })
  })

  test('does not wait for a source that does not listen', async () => {
    const deaf: AsyncIterable<string> = {
      [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }),
    }
    const told = turnOf('Help')
    const bot = await botOf(turn => turn.stream(deaf))
    const answer = await ask(bot, told)
    await ask(bot, newsOf('turn.cancelled', told.turn.id))
    expect(await answer.text()).toBe('')
  })

  test('sends nothing more once Baton said 409 to a later answer [TK3]', async () => {
    const baton = await batonOf(() => 409)
    const met: unknown[] = []
    const bot = await botOf(async turn => {
      turn.later()
      await turn.reply('One').catch(error => met.push(error))
      await turn.reply('Two').catch(error => met.push(error))
      met.push(turn.signal.aborted)
    })
    await ask(bot, turnOf('Help', { url: baton.url }))
    await until(() => met.length === 3, 'the code has ended')
    expect(met).toEqual([expect.any(TurnOver), expect.any(TurnOver), true])
    expect(baton.posted).toHaveLength(1)
  })

  test('gets no permit [TK3]', async () => {
    const baton = await batonOf(() => 409)
    let refunds = 0
    const bot = await botOf(async turn => {
      await turn.permit('refund 10 €')
      refunds += 1
    })
    expect((await ask(bot, turnOf('Refund!', { url: baton.url }))).status).toBe(409)
    expect(baton.posted).toMatchObject([{ body: { action: 'refund 10 €' } }])
    expect(refunds).toBe(0)
  })
})

test('what an earlier try at the turn said later stands, and the rest is said', async () => {
  const baton = await startBaton(({ key }) => (key?.endsWith(':1') ? 422 : 200), 'client_id_reused')
  over.push(baton.close)
  const bot = await botOf(async turn => {
    turn.later()
    await turn.reply('In other words')
    await turn.reply('And more')
  })
  await ask(bot, turnOf('Help', { url: baton.url }))
  await until(() => baton.posted.length === 3, 'both, and the end')
})

test('a permit is asked for and given, and a refusal of any other kind is a failure', async () => {
  const baton = await batonOf(({ body }) => (JSON.stringify(body).includes('ship') ? 422 : 200))
  const bot = await botOf(async turn => {
    await turn.permit(turn.latest)
    await turn.reply('Done')
  })
  const done = await ask(bot, turnOf('refund', { url: baton.url }))
  expect(await done.json()).toEqual({ messages: ['Done'] })
  expect((await ask(bot, turnOf('ship', { url: baton.url }))).status).toBe(500)
})
