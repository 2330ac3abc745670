// A stage on which a bot of somebody else's answers, over real HTTP, and an agent looks on.
import type { TestBot } from '../packages/server/src/testing/test-bot.ts'
import { startTestBot, testBotSecret } from '../packages/server/src/testing/test-bot.ts'
import type { Desk } from './pages/desk.ts'
import type { Stage } from './stage.ts'
import { openStage } from './stage.ts'

export interface BotStage {
  readonly stage: Stage
  readonly bot: TestBot
  readonly botId: string
  readonly ana: Desk
  close(): Promise<void>
}

export async function openBotStage(): Promise<BotStage> {
  const bot = await startTestBot()
  const stage = await openStage({ BATON_ALLOW_PRIVATE: '127.0.0.1' }).catch(async fault => {
    await bot.close()
    throw fault
  })
  const { api } = stage.server
  const settings = { url: bot.url, secret: testBotSecret }
  const { id: botId } = await api.call('POST /bots', { body: { name: 'Otto', kind: 'http', settings } })
  const [channel] = (await api.call('GET /channels')).items
  await api.call('PUT /channels/{id}', { params: { id: channel?.id ?? '' }, body: { botId } })
  return {
    stage,
    bot,
    botId,
    ana: await stage.desk(stage.ana),
    async close() {
      await stage.close()
      await bot.close()
    },
  }
}
