// What a new bot of each kind begins with.
import type { BodyOf } from '@baton/client'
import type { BotKindName } from '../kinds/bot-kind.ts'
import { isAddress } from '../kinds/incomplete.ts'
import type { BotWords } from '../use-bot-words.ts'
import type { TemplateName } from './templates.ts'
import { templateFlow } from './templates.ts'

export interface Beginning {
  readonly kind: BotKindName
  readonly name: string
  readonly template: TemplateName
  readonly url: string
  readonly model: string
  readonly secret: string
}

export function missingIn({ kind, name, url, model }: Beginning): ReadonlySet<string> {
  const missing = new Set<string>()
  if (name.trim() === '') missing.add('name')
  if (kind !== 'flow' && !isAddress(url)) missing.add('url')
  if (kind === 'ai' && model.trim() === '') missing.add('model')
  return missing
}

export function firstSettings(beginning: Beginning, t: BotWords['t']): BodyOf<'POST /bots'> {
  const { kind, template, secret } = beginning
  const name = beginning.name.trim()
  const url = beginning.url.trim()
  switch (kind) {
    case 'flow':
      return { name, kind, settings: { flow: JSON.parse(JSON.stringify(templateFlow(template, name, t))) } }
    case 'ai':
      return {
        name,
        kind,
        settings: {
          model: { baseUrl: url, name: beginning.model.trim(), ...(secret ? { apiKey: secret } : {}) },
          prompt: t('ai.firstPrompt', { name }),
        },
      }
    case 'http':
      return { name, kind, settings: { url, ...(secret ? { secret } : {}) } }
    case 'rasa':
      return { name, kind, settings: { url, ...(secret ? { token: secret } : {}) } }
  }
}
