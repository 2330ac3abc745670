// Each example is started as its README says, and has to pass the check that we give to builders.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcp } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const tsx = join(root, 'node_modules/.bin/tsx')
const baton = join(root, 'packages/cli/bin/baton.mjs')
const secret = `whsec_${Buffer.from('a secret of the examples').toString('base64')}`

const over: (() => unknown)[] = []
afterEach(async () => {
  for (const end of over.splice(0)) await end()
})

async function freePort(): Promise<number> {
  const server = createTcp()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}

async function answers(url: string, bot: ChildProcess, said: () => string): Promise<void> {
  for (const began = Date.now(); Date.now() - began < 20_000; ) {
    if (bot.exitCode !== null) break
    const there = await fetch(url, { method: 'POST', signal: AbortSignal.timeout(5_000) }).catch(() => null)
    if (there) return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error(`The example does not answer at ${url}. It said: ${said()}`)
}

async function start(command: string, args: readonly string[], env: Record<string, string> = {}) {
  const port = await freePort()
  const bot = spawn(command, args, {
    cwd: root,
    env: { ...process.env, PORT: String(port), BATON_BOT_SECRET: secret, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: tsx runs the bot in a child, which a kill of tsx alone would leave behind.
    detached: true,
  })
  let said = ''
  for (const stream of [bot.stdout, bot.stderr]) stream.on('data', (more: Buffer) => (said += more))
  const ended = new Promise(resolve => bot.once('exit', resolve))
  over.push(() => {
    if (bot.pid !== undefined && bot.exitCode === null) process.kill(-bot.pid, 'SIGKILL')
    return ended
  })
  const url = `http://127.0.0.1:${port}`
  await answers(url, bot, () => said)
  return url
}

interface Report {
  readonly cases: readonly {
    readonly name: string
    readonly result: string
    readonly problems: readonly string[]
  }[]
}

/** As a builder runs it, in a process of its own. */
async function check(url: string, ...args: string[]) {
  const run = spawn(process.execPath, [baton, 'bot-check', url, '--json', '--secret', secret, ...args], {
    cwd: root,
    timeout: 90_000,
  })
  let text = ''
  run.stdout.on('data', (more: Buffer) => (text += more))
  const code = await new Promise(resolve => run.once('close', resolve))
  const { cases } = JSON.parse(text) as Report
  const results = Object.fromEntries(cases.map(({ name, result }) => [name, result]))
  return { code, results, problems: cases.flatMap(({ problems }) => problems) }
}

function chunk(delta: object, finish: string | null = null): string {
  const choices = [{ index: 0, delta, finish_reason: finish }]
  return `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices })}\n\n`
}

/** A model behind an OpenAI-compatible address, that writes a word every few milliseconds. */
async function startModel(words: number) {
  const calls = { begun: 0, cut: 0 }
  async function write(response: ServerResponse): Promise<void> {
    calls.begun += 1
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (let n = 0; n < words && !response.destroyed; n++) {
      response.write(chunk({ role: 'assistant', content: `word ${n} ` }))
      await new Promise(resolve => setTimeout(resolve, 10))
    }
    if (response.destroyed) calls.cut += 1
    else response.end(`${chunk({}, 'stop')}data: [DONE]\n\n`)
  }
  const server = createServer((request, response) => {
    request.resume().once('end', () => write(response))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  over.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, calls }
}

describe('the example bots keep the contract', () => {
  test('on plain Node, with variables and a permit', { timeout: 120_000 }, async () => {
    const { code, results, problems } = await check(await start(tsx, ['examples/bots/node/bot.ts']))
    expect(problems).toEqual([])
    expect(code).toBe(0)
    expect(results).toMatchObject({ json: 'ok', variables: 'ok', 'stale-permit': 'ok' })
  })

  test('with a model, whose call ends with its turn [BT2]', { timeout: 120_000 }, async () => {
    const model = await startModel(60)
    const url = await start(tsx, ['examples/bots/ai-sdk/bot.ts'], { MODEL_URL: model.url, MODEL: 'm' })
    const { code, results, problems } = await check(url)
    expect(problems).toEqual([])
    expect(code).toBe(0)
    expect(results).toMatchObject({ stream: 'ok', cancelled: 'ok' })
    expect(model.calls.cut).toBe(1)
  })

  test('in Python, without any code of ours', { timeout: 120_000 }, async () => {
    const version = spawnSync('python3', ['--version'], { encoding: 'utf8' })
    expect(version.status, 'python3 is missing: install it, e.g. apt-get install python3').toBe(0)
    const { code, results, problems } = await check(await start('python3', ['examples/bots/python/bot.py']))
    expect(problems).toEqual([])
    expect(code).toBe(0)
    expect(results).toMatchObject({ json: 'ok', garbage: 'ok', signature: 'ok' })
  })

  test('and are refused a start without a secret', { timeout: 60_000 }, () => {
    const env = { ...process.env, BATON_BOT_SECRET: '', PORT: '0' }
    for (const [command, file] of [
      [tsx, 'examples/bots/node/bot.ts'],
      [tsx, 'examples/bots/ai-sdk/bot.ts'],
      ['python3', 'examples/bots/python/bot.py'],
    ] as const) {
      const run = spawnSync(command, [file], { cwd: root, env, encoding: 'utf8', timeout: 20_000 })
      expect(run.status, file).toBe(1)
      expect(run.stderr, file).toMatch(/secret|SECRET/)
    }
  })

  test('in thirty lines at most', () => {
    for (const file of ['node/bot.ts', 'ai-sdk/bot.ts', 'python/bot.py']) {
      const lines = readFileSync(join(import.meta.dirname, file), 'utf8')
        .trimEnd()
        .split('\n').length
      expect(lines, file).toBeLessThanOrEqual(30)
    }
  })
})
