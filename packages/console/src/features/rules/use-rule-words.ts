// The words of this feature beside those of the console. They come with it, not with the first page.
import { useMemo } from 'react'
import { useWords } from '../../app/i18n.tsx'
import { enRules } from '../../app/messages/en-rules.ts'
import { esRules } from '../../app/messages/es-rules.ts'
import type { Language, MessageKey, SayingOf } from '../../app/words.ts'
import { sayingIn } from '../../app/words.ts'

export type RuleKey = keyof typeof enRules
export type RuleWords = SayingOf<RuleKey | MessageKey> & { readonly language: Language }

const tables: Readonly<Record<Language, Readonly<Record<RuleKey, string>>>> = { en: enRules, es: esRules }

const isOurs = (key: RuleKey | MessageKey): key is RuleKey => Object.hasOwn(enRules, key)

/** The sentences of one language, as they are written: a rule's have gaps that are filled with more than text. */
export const sentenceIn = (language: Language, key: RuleKey): string => tables[language][key]

export function useRuleWords(): RuleWords {
  const words = useWords()
  return useMemo(() => {
    const ours = sayingIn(tables[words.language], words.language)
    return {
      language: words.language,
      t: (key, vars) => (isOurs(key) ? ours.t(key, vars) : words.t(key, vars)),
      plural: (stem, count) =>
        isOurs(`${stem}.other` as RuleKey)
          ? ours.plural(stem as Parameters<typeof ours.plural>[0], count)
          : words.plural(stem as Parameters<typeof words.plural>[0], count),
    }
  }, [words])
}
