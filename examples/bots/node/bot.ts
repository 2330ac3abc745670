// A bot on plain Node: npx tsx examples/bots/node/bot.ts
import { createServer } from 'node:http'
import { defineBot, toNode } from '@baton/client/bot'

const { BATON_BOT_SECRET: secret = '', PORT = '8787' } = process.env

const bot = defineBot({
  secret,
  async onTurn(turn) {
    if (turn.latest === '') return
    if (/\b(person|human|agent)\b/i.test(turn.latest)) {
      await turn.reply('I am asking a colleague to join us.')
      return turn.handOff({ reason: 'Asked for a person' })
    }
    if (/\brefund\b/i.test(turn.latest)) {
      await turn.permit('refund') // Throws when a person has taken over: no refund then.
      return turn.reply('Your refund is on its way.')
    }
    turn.variables.questions = Number(turn.variables.questions ?? 0) + 1
    await turn.reply(`You asked ${turn.variables.questions} so far. The last one: ${turn.latest}`)
  },
})

createServer(toNode(bot)).listen(Number(PORT), () => console.log(`http://127.0.0.1:${PORT}`))
