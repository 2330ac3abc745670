// What the settings of a bot still lack before they can be stored: the server takes a draft only when it is whole.
import type { Finding } from '../flow/faults.ts'
import type { BotWords } from '../use-bot-words.ts'
import type { BotKindName } from './bot-kind.ts'
import { isLoose, listIn, looseIn, textIn, textsIn } from './settings.ts'

type Loose = Readonly<Record<string, unknown>>

export const isAddress = (url: string): boolean => /^https?:\/\/\S+$/i.test(url.trim())
export const isToolName = (name: string): boolean => /^[a-z][a-z0-9_]{0,47}$/.test(name)

export function incompleteIn(kind: BotKindName, settings: Loose, t: BotWords['t']): readonly Finding[] {
  const missing = (path: string, message: string, is: boolean): readonly Finding[] =>
    is ? [{ grade: 'fault', block: null, path, message }] : []
  if (kind === 'flow') return []
  if (kind !== 'ai')
    return missing(t('http.url'), t('newBot.urlMissing'), !isAddress(textIn(settings, 'url')))
  const model = looseIn(settings, 'model')
  const tools = listIn(settings, 'tools').filter(isLoose)
  return [
    ...missing(t('ai.prompt'), t('form.missing'), textIn(settings, 'prompt').trim() === ''),
    ...missing(t('ai.baseUrl'), t('newBot.urlMissing'), !isAddress(textIn(model, 'baseUrl'))),
    ...missing(t('ai.model'), t('newBot.modelMissing'), textIn(model, 'name').trim() === ''),
    ...textsIn(settings, 'handoffPrompts').flatMap((prompt, at) =>
      missing(t('ai.handOffNth', { n: at + 1 }), t('form.missing'), prompt.trim() === ''),
    ),
    ...tools.flatMap(tool => {
      const name = textIn(tool, 'name')
      const place = `${t('tool.title')} · ${name || '?'}`
      return [
        ...missing(place, t('tool.nameWrong'), !isToolName(name)),
        ...missing(place, t('tool.descriptionMissing'), textIn(tool, 'description').trim() === ''),
        ...missing(place, t('newBot.urlMissing'), !isAddress(textIn(tool, 'url'))),
      ]
    }),
  ]
}
