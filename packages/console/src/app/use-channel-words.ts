// The words of channels.
import { enChannels } from './messages/en-channels.ts'
import { esChannels } from './messages/es-channels.ts'
import type { OwnWords } from './own-words.ts'
import { ownWords } from './own-words.ts'

export type ChannelWords = OwnWords<keyof typeof enChannels>

type ProblemKey = Extract<keyof typeof enChannels, `fate.problem.${string}`>

/** What kept a message from going, in words; null: a problem that these words do not know. */
export function problemKey(problem: string | null | undefined): ProblemKey | null {
  const key = `fate.problem.${problem}`
  const isKnown = (one: string): one is ProblemKey => Object.hasOwn(enChannels, one)
  return isKnown(key) ? key : null
}

export const useChannelWords = ownWords({ en: enChannels, es: esChannels })
