// A channel's end of a conversation as a form, and back into its settings; whatever else is set there stays.
import type { BodyOf, ChannelRow } from '@baton/client'

type Settings = NonNullable<Extract<BodyOf<'POST /channels'>, { kind: 'web' }>['settings']>

export interface ClosingForm {
  readonly ask: 'never' | 'always' | 'agent_decides'
  readonly question: string
  readonly comment: boolean
  readonly texts: readonly { readonly block: string; readonly label: string; readonly text: string }[]
}

/** The API gives settings as it took them: by its own schema. */
const settingsOf = (settings: ChannelRow['settings']) => settings as Settings

export function closingFormOf(settings: ChannelRow['settings'], question: string): ClosingForm {
  const { feedback = null, closingBlocks = [] } = settingsOf(settings)
  return {
    ask: feedback?.ask ?? (feedback ? 'always' : 'never'),
    question: feedback?.text ?? question,
    comment: feedback?.comment ?? true,
    texts: closingBlocks.map(({ block, label, text }) => ({ block, label, text })),
  }
}

export function settingsWith(settings: ChannelRow['settings'], form: ClosingForm): ChannelRow['settings'] {
  const { ask, question, comment, texts } = form
  return {
    ...settingsOf(settings),
    feedback: ask === 'never' ? null : { ask, text: question.trim(), comment },
    closingBlocks: texts.map(({ block, label, text }) => ({ block, label: label.trim(), text: text.trim() })),
  }
}

/** Why it cannot be stored; null when it can. */
export function unsoundIn({ ask, question, texts }: ClosingForm) {
  if (ask !== 'never' && question.trim() === '') return 'complete.noQuestion'
  if (texts.some(({ label, text }) => label.trim() === '' || text.trim() === '')) return 'complete.emptyText'
  return null
}
