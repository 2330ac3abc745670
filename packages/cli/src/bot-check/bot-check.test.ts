import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { defineBot, type Turn, toNode } from '@baton/client/bot'
import { afterEach, describe, expect, test } from 'vitest'
import {
  answerJson,
  beginStream,
  goodParts,
  type Parts,
  secret,
  sendLater,
  startHandMadeBot,
} from '../testing/hand-made-bot.ts'
import { botCheck } from './bot-check.ts'
import { allCases } from './cases/all.ts'

const over: (() => unknown)[] = []
afterEach(() => {
  for (const end of over.splice(0)) end()
})

interface Report {
  readonly passed: boolean
  readonly cases: readonly {
    readonly name: string
    readonly result: 'ok' | 'failed' | 'not_offered'
    readonly problems: readonly string[]
    readonly note: string | null
  }[]
}

async function run(...args: string[]) {
  let text = ''
  let progress = ''
  const out = {
    text: (more: string) => {
      text += more
    },
    progress: {
      write: (more: string) => {
        progress += more
      },
    },
  }
  const code = await botCheck(args, { BATON_BOT_SECRET: secret }, out)
  return { code, text, progress }
}

async function check(url: string, ...args: string[]) {
  const { code, text } = await run(url, '--json', ...args)
  const report = JSON.parse(text) as Report
  const results = Object.fromEntries(report.cases.map(({ name, result }) => [name, result]))
  const problems = report.cases.flatMap(one => one.problems).join('\n')
  return { code, results, problems, report }
}

async function ourBot(onTurn: (turn: Turn) => unknown): Promise<string> {
  const server = createServer(toNode(defineBot({ secret, onTurn, onError: () => undefined })))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  over.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function handMade(changed: Partial<Parts> = {}): Promise<string> {
  const bot = await startHandMadeBot(changed)
  over.push(bot.close)
  return bot.url
}

async function* words(count: number) {
  for (let n = 0; n < count; n++) {
    yield `word ${n} `
    await new Promise(resolve => setTimeout(resolve, 5))
  }
}

const pause = (delayMs: number) => new Promise(resolve => setTimeout(resolve, delayMs))

describe('a bot that keeps the contract passes', () => {
  test('answering at once, made by hand', async () => {
    const { code, results, problems } = await check(await handMade())
    expect(problems).toBe('')
    expect(code).toBe(0)
    expect(results).toMatchObject({ signature: 'ok', twice: 'ok', garbage: 'ok', json: 'ok' })
    expect(results).toMatchObject({ stream: 'not_offered', later: 'not_offered', variables: 'not_offered' })
    expect(Object.keys(results)).toHaveLength(allCases.length)
  })

  test('streaming, with variables and permits', async () => {
    const url = await ourBot(async turn => {
      if (turn.latest.includes('refund')) await turn.permit('refund')
      turn.variables.turns = Number(turn.variables.turns ?? 0) + 1
      await turn.stream(words(turn.latest.includes('long') ? 400 : 3))
    })
    const { code, results, problems, report } = await check(url)
    expect(problems).toBe('')
    expect(code).toBe(0)
    expect(results).toMatchObject({ stream: 'ok', variables: 'ok', cancelled: 'ok', 'stale-permit': 'ok' })
    expect(report.cases.find(({ name }) => name === 'cancelled')?.note).toMatch(/^after \d+ ms$/)
  })

  test('answering later', async () => {
    const url = await ourBot(async turn => {
      turn.later()
      await turn.reply('One moment')
      await turn.reply(`It is ${turn.latest}`)
    })
    const { code, results, problems } = await check(url)
    expect(problems).toBe('')
    expect(code).toBe(0)
    expect(results).toMatchObject({ later: 'ok', 'stale-later': 'ok', json: 'not_offered' })
  })

  test('saying nothing, with 204', async () => {
    const { code, problems } = await check(
      await handMade({ turn: (_, response) => response.writeHead(204).end() }),
    )
    expect({ code, problems }).toEqual({ code: 0, problems: '' })
  })

  test('saying nothing at all', async () => {
    const { code, problems } = await check(await ourBot(() => undefined))
    expect({ code, problems }).toEqual({ code: 0, problems: '' })
  })
})

/** Each is caught by its case, with words that say what to fix. */
const bad: readonly (readonly [what: string, caseName: string, words: RegExp, changed: Partial<Parts>])[] = [
  [
    'takes everything unsigned',
    'signature',
    /without a signature got 200[\s\S]*another secret got 200[\s\S]*ten minutes ago got 200[\s\S]*another body got 200/,
    { unsigned: () => null },
  ],
  [
    'takes old requests',
    'signature',
    /^A request signed ten minutes ago got 200/,
    {
      unsigned: (request, body) => {
        const at = Number(request.headers['webhook-timestamp'])
        return Date.now() / 1_000 - at > 300 ? null : goodParts.unsigned(request, body)
      },
    },
  ],
  [
    'refuses with 403',
    'signature',
    /got 403.*answer 401/,
    { unsigned: (...asked) => goodParts.unsigned(...asked) && 403 },
  ],
  ['breaks on garbage', 'garbage', /no JSON: got 500.*Answer 400/, { unreadable: 500 }],
  [
    'answers with something else than JSON',
    'plain-turn',
    /not JSON.*\{\} or 204/,
    { turn: (_, response) => response.writeHead(200).end('<html>') },
  ],
  [
    'answers in another shape',
    'plain-turn',
    /not in shape: `messages\.0`/,
    { turn: (_, response) => answerJson(response, { messages: [{ say: 'Hi' }] }) },
  ],
  [
    'redirects',
    'plain-turn',
    /answered 302/,
    { turn: (_, response) => response.writeHead(302, { location: '/' }).end() },
  ],
  [
    'knows one new message at most',
    'burst',
    /answered 500/,
    { turn: (told, response) => response.writeHead(told.input.length > 1 ? 500 : 202).end() },
  ],
  [
    'expects a message in every turn',
    'no-input',
    /With cause `wake`: It answered 500/,
    { turn: (told, response) => response.writeHead(told.input.length === 0 ? 500 : 202).end() },
  ],
  [
    'says something else when asked again',
    'twice',
    /two different answers.*webhook-id/,
    { turn: (_, response) => answerJson(response, { messages: [String(Math.random())] }) },
  ],
  [
    'answers later twice, under keys of chance',
    'twice',
    /answered later twice.*Idempotency-Key/,
    {
      turn: async (told, response) => {
        response.writeHead(202).end()
        await sendLater(told, '/messages', { messages: ['Hi'] }, crypto.randomUUID())
      },
    },
  ],
  [
    'falls over a person in the history',
    'handed-back',
    /answered 500/,
    {
      turn: (told, response) => {
        const known = told.messages.every(({ role }) => role === 'contact' || role === 'bot')
        if (known) answerJson(response, {})
        else response.writeHead(500).end()
      },
    },
  ],
  [
    'reads guidance out to the customer',
    'guidance',
    /shown to the customer/,
    { turn: (told, response) => answerJson(response, { messages: told.guidance.map(({ text }) => text) }) },
  ],
  [
    'keeps too much in variables',
    'variables',
    /keep them below 16000/,
    { turn: (_, response) => answerJson(response, { variables: { all: 'x'.repeat(20_000) } }) },
  ],
  ['does not know the news', 'control', /control\.taken got 404/, { news: () => 404 }],
  [
    'closes a stream without its end',
    'plain-turn',
    /without the event `end`/,
    {
      turn: (_, response) => {
        beginStream(response)('delta', { text: 'Hi' })
        response.end()
      },
    },
  ],
  [
    'streams events that there are not',
    'plain-turn',
    /no event called `token`/,
    {
      turn: (_, response) => {
        const event = beginStream(response)
        event('token', { text: 'Hi' })
        event('end', {})
        response.end()
      },
    },
  ],
  [
    'goes on streaming after its turn was cancelled',
    'cancelled',
    /went on streaming for 2 s after turn\.cancelled/,
    {
      turn: (_, response) => {
        const event = beginStream(response)
        event('delta', { text: 'word ' })
        const timer = setInterval(() => event('delta', { text: 'word ' }), 20)
        response.once('close', () => clearInterval(timer))
      },
    },
  ],
  [
    'goes on sending after a 409',
    'stale-later',
    /After a 409 it sent \d+ more.*neither try again nor send the rest/,
    {
      turn: async (told, response) => {
        response.writeHead(202).end()
        for (let n = 0; n < 5; n++) {
          await sendLater(told, '/messages', { messages: ['Hi'], end: false }, `${told.turn.id}:${n}`)
          await pause(300)
        }
      },
    },
  ],
  [
    'asks again for a permit that was refused',
    'stale-permit',
    /After a refused permit it sent \d+ more/,
    {
      turn: async (told, response) => {
        for (let n = 0; n < 4; n++) {
          const { ok } = await sendLater(told, '/permit', { action: 'refund' }, null)
          if (!ok) await pause(400)
        }
        answerJson(response, {})
      },
    },
  ],
  [
    'sends later answers without a key',
    'plain-turn',
    /without the header `Idempotency-Key`/,
    {
      turn: async (told, response) => {
        response.writeHead(202).end()
        await sendLater(told, '/messages', { messages: ['Hi'] }, null)
      },
    },
  ],
  [
    'says later and never comes back',
    'deadline',
    /not whole after 0\.5 s.*Say "later"/,
    { turn: (_, response) => response.writeHead(202).end() },
  ],
  ['never answers', 'deadline', /not whole after 0\.5 s/, { turn: () => undefined }],
]

describe('a bot that', () => {
  test.each(bad)('%s is caught by %s', async (_, caseName, sentence, changed) => {
    const url = await handMade(changed)
    const limit = caseName === 'deadline' ? ['--deadline', '0.5'] : ['--deadline', '3']
    const { code, results, problems } = await check(url, '--case', caseName, ...limit)
    expect(problems).toMatch(sentence)
    expect(results).toEqual({ [caseName]: 'failed' })
    expect(code).toBe(allCases.find(({ name }) => name === caseName)?.required ? 1 : 0)
  })
})

describe('the command', () => {
  test('prints a table, and what it does while it does it', async () => {
    const { code, text, progress } = await run(await handMade({ unreadable: 500 }))
    expect(code).toBe(1)
    expect(progress).toContain(`1/${allCases.length} signature`)
    expect(text).toMatch(/garbage +required +FAILED\n {6}Signed, but no JSON: got 500/)
    expect(text).toMatch(/stream +optional +not offered/)
    expect(text).toContain('1 failed')
  })

  test.each([
    [[], /Give the bot’s address/],
    [['bot.example'], /takes an address/],
    [['http://127.0.0.1:1/', '--case', 'plain'], /no case called plain\. There are: signature/],
    [['http://127.0.0.1:1/', '--deadline', 'soon'], /0\.1 to 600/],
    [['http://127.0.0.1:1/'], /Nothing answers at http:\/\/127\.0\.0\.1:1/],
  ])('%j is told what to type', async (args, sentence) => {
    const { code, progress } = await run(...args)
    expect(code).toBe(2)
    expect(progress).toMatch(sentence)
  })

  test('wants the secret', async () => {
    const lines: string[] = []
    const progress = { write: (line: string) => lines.push(line) }
    expect(await botCheck(['http://127.0.0.1:1/'], {}, { text: () => undefined, progress })).toBe(2)
    expect(lines.join('')).toContain('--secret whsec_')
  })
})
