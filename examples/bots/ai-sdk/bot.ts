// A bot with a model, streamed: npx tsx examples/bots/ai-sdk/bot.ts
import { createServer } from 'node:http'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { defineBot, toNode } from '@baton/client/bot'
import { type ModelMessage, streamText } from 'ai'

const { BATON_BOT_SECRET: secret = '', PORT = '8787', MODEL = 'llama3.2', MODEL_KEY } = process.env
const baseURL = process.env.MODEL_URL ?? 'http://127.0.0.1:11434/v1'
const model = createOpenAICompatible({ name: 'model', baseURL, apiKey: MODEL_KEY ?? '' })(MODEL)

const bot = defineBot({
  secret,
  async onTurn(turn) {
    const messages = turn.history.flatMap(({ role, text }): ModelMessage[] =>
      text === '' ? [] : [{ role: role === 'contact' ? 'user' : 'assistant', content: text }],
    )
    if (messages.at(-1)?.role !== 'user') return
    const told = [...turn.guidance, turn.returned?.guidance ?? '', turn.returned?.brief ?? ''].join('\n')
    const system = `You are the assistant of a small shop. Be brief.\nFrom the team, not to be shown:\n${told}`
    const errors: unknown[] = []
    const onError = ({ error }: { error: unknown }) => void errors.push(error)
    const { textStream } = streamText({ model, system, messages, onError, abortSignal: turn.signal })
    await turn.stream(textStream)
    if (errors.length > 0) throw errors[0] // Baton tries again, and then asks for a person.
  },
})

createServer(toNode(bot)).listen(Number(PORT), () => console.log(`http://127.0.0.1:${PORT}`))
