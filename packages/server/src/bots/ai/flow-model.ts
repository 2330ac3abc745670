// The model behind a flow's AI block: an AI agent with all that it knows, or a model of the block's own. One answer;
// what the agent keeps between turns is not touched.
import type { AiBotSettings } from '@baton/protocol'
import type { FlowModel, ModelQuestion } from '../../app/flow-calls.ts'
import type { AiBotOptions } from './ai-bot.ts'
import { settingsOf, toolSecret } from './ai-bot.ts'
import { answerOf } from './engine.ts'

const historyLimit = 40
const excerptsMax = 5

/** The block says what to do; the agent, if there is one, who it is. A flow asks the team by a block of its own. */
function settingsFor({ bot, model, prompt, timeoutMs }: ModelQuestion): AiBotSettings {
  if (bot !== null) {
    const own = settingsOf(bot)
    return { ...own, prompt: `${own.prompt}\n\nIn this step: ${prompt}`, mayAskTeam: false, timeoutMs }
  }
  return {
    model: { baseUrl: model?.baseUrl ?? '', name: model?.name ?? '' },
    prompt,
    handoffPrompts: [],
    tools: [],
    knowledge: false,
    mayAskTeam: false,
    limits: {},
    fallbackText: '',
    timeoutMs,
  }
}

export function createFlowModel({ egress, openSecret, knowledge }: AiBotOptions): FlowModel {
  return {
    async answer(question) {
      const { workspaceId, bot, model, guidance, waiting, mayHandOff } = question
      const settings = settingsFor(question)
      const history = await question.history(historyLimit)
      const last = history.findLast(item => item.kind === 'said' && item.role === 'contact')
      const words = last?.kind === 'said' ? last.text : ''
      const searched = bot !== null && settings.knowledge && words !== ''
      const excerpts = searched ? await knowledge.search(workspaceId, bot.id, words, excerptsMax) : []
      const botName = bot?.name ?? 'the assistant'
      const told = { history, guidance, answer: null, excerpts }
      const asked = { botName, settings, ...told, waiting, mayHandOff, begins: false }
      const { text, handoff } = await answerOf(asked, {
        egress,
        signal: question.signal,
        turnId: question.callId,
        conversationId: question.conversationId,
        apiKey: bot ? openSecret(bot.id, bot.settings, 'model', 'apiKey') : (model?.apiKey ?? null),
        secretOf: bot ? toolSecret(openSecret, bot) : () => null,
        permit: action => question.permit(action),
        onText: more => question.draft(more),
      })
      return { text, handoff }
    },
  }
}
