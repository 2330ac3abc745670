// One contract, every kind.
import type { ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ContractBot } from '../testing/bot-contract.ts'
import { botContract } from '../testing/bot-contract.ts'
import { startModelServer } from '../testing/model-server.ts'
import type { TestServer } from '../testing/server.ts'
import { startTestBot, testBotSecret } from '../testing/test-bot.ts'

function waiting() {
  let begun = false
  let settle: () => void = () => undefined
  const letGo = new Promise<void>(resolve => {
    settle = resolve
  })
  return {
    begin: () => {
      begun = true
    },
    end: () => settle(),
    working: { begun: () => begun, letGo },
  }
}

/** A flow is a definition: another answer is another flow, found by a variable that the test sets. */
async function flowBot(): Promise<ContractBot> {
  let server: TestServer | null = null
  let botId = ''
  const flowOf = (texts: readonly string[], reason: string | null) => ({
    name: 'Contract',
    start: 'begin',
    blocks: {
      begin: {
        kind: 'set',
        assign: { met: true },
        next: texts.length > 0 ? 'say0' : reason ? 'hand' : undefined,
      },
      ...Object.fromEntries(
        texts.map((text, n) => [
          `say${n}`,
          {
            kind: 'message',
            parts: [{ kind: 'text', text }],
            ...(n + 1 < texts.length ? { next: `say${n + 1}` } : {}),
          },
        ]),
      ),
      ...(reason ? { hand: { kind: 'handoff', reason } } : {}),
    },
  })
  async function publish(flow: object): Promise<void> {
    const { revision } = await detail()
    const settings = { flow: JSON.parse(JSON.stringify(flow)) }
    const params = { id: botId }
    await server?.api.call('PUT /bots/{id}', { params, body: { settings, revision } })
    await server?.api.call('POST /bots/{id}/publish', { params, body: {} })
  }
  async function detail(): Promise<{ revision: number }> {
    const found = await server?.api.call('GET /bots/{id}', { params: { id: botId } })
    return { revision: found?.revision ?? 1 }
  }
  return {
    async connect(to) {
      server = to
      botId = await to.makeBot(JSON.parse(JSON.stringify(flowOf(['Hello'], null))))
      return botId
    },
    says: (...texts) => publish(flowOf(texts, null)),
    handsOff: reason => publish(flowOf([], reason)),
    close: async () => undefined,
  }
}

async function httpBot(): Promise<ContractBot> {
  const bot = await startTestBot()
  return {
    async connect(server) {
      const settings = { url: bot.url, secret: testBotSecret }
      return (await server.api.call('POST /bots', { body: { name: 'Otto', kind: 'http', settings } })).id
    },
    says: (...texts) => bot.teach((_turn, reply) => reply.json({ messages: texts })),
    handsOff: reason => bot.teach((_turn, reply) => reply.json({ handoff: { reason } })),
    fails(times, then) {
      let left = times
      bot.teach((_turn, reply) => (left-- > 0 ? reply.status(500) : reply.json({ messages: [then] })))
    },
    hangs() {
      const { begin, end, working } = waiting()
      bot.teach((_turn, reply) => {
        begin()
        void reply.gone.then(end)
      })
      return working
    },
    close: () => bot.close(),
  }
}

async function rasaBot(): Promise<ContractBot> {
  let respond: (response: ServerResponse) => void = response => response.end('[]')
  const rasa = createServer((request, response) => {
    request.resume()
    request.on('end', () => respond(response))
  })
  await new Promise<void>(resolve => rasa.listen(0, '127.0.0.1', resolve))
  const json = (items: readonly object[]) => (response: ServerResponse) =>
    void response.end(JSON.stringify(items))
  return {
    async connect(server) {
      const settings = { url: `http://127.0.0.1:${(rasa.address() as AddressInfo).port}` }
      return (await server.api.call('POST /bots', { body: { name: 'Rasa', kind: 'rasa', settings } })).id
    },
    says(...texts) {
      respond = json(texts.map(text => ({ text })))
    },
    handsOff(reason) {
      respond = json([{ custom: { handoff: { reason } } }])
    },
    fails(times, then) {
      let left = times
      respond = response => (left-- > 0 ? response.writeHead(500).end() : json([{ text: then }])(response))
    },
    hangs() {
      const { begin, end, working } = waiting()
      respond = response => {
        begin()
        response.on('close', end)
      }
      return working
    },
    async close() {
      rasa.closeAllConnections()
      await new Promise(resolve => rasa.close(resolve))
    },
  }
}

async function aiBot(): Promise<ContractBot> {
  const model = await startModelServer()
  return {
    async connect(server) {
      const settings = {
        model: { baseUrl: model.url, name: 'small', apiKey: 'model-key' },
        prompt: 'You help.',
        // Longer than any test waits: what is let go is let go by the takeover.
        timeoutMs: 240_000,
      }
      return (await server.api.call('POST /bots', { body: { name: 'Nova', kind: 'ai', settings } })).id
    },
    says(...texts) {
      model.teach((_call, speech) => {
        for (const text of texts) speech.text(text)
        speech.end()
      })
    },
    handsOff(reason) {
      model.teach((_call, speech) => {
        speech.tool('ask_for_person', { reason })
        speech.end()
      })
    },
    fails(times, then) {
      let left = times
      model.teach((_call, speech) => {
        if (left-- > 0) return speech.status(500)
        speech.text(then)
        speech.end()
      })
    },
    hangs() {
      const { begin, end, working } = waiting()
      model.teach((_call, speech) => {
        begin()
        void speech.gone.then(end)
      })
      return working
    },
    close: () => model.close(),
  }
}

botContract('flow', ['many', 'silent'], flowBot)
// A model's answer is one message, and an empty one is a failure.
botContract('ai', ['fail', 'hang'], aiBot)
botContract('http', ['many', 'silent', 'fail', 'hang'], httpBot)
botContract('rasa', ['many', 'silent', 'fail', 'hang'], rasaBot)
