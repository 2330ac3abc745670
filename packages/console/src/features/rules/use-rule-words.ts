// The words of rules.
import { enRules } from '../../app/messages/en-rules.ts'
import { esRules } from '../../app/messages/es-rules.ts'
import type { OwnWords } from '../../app/own-words.ts'
import { ownWords } from '../../app/own-words.ts'
import type { Language } from '../../app/words.ts'

export type RuleKey = keyof typeof enRules
export type RuleWords = OwnWords<RuleKey>

const tables: Readonly<Record<Language, Readonly<Record<RuleKey, string>>>> = { en: enRules, es: esRules }

/** The sentences of one language, as they are written: a rule's have gaps that are filled with more than text. */
export const sentenceIn = (language: Language, key: RuleKey): string => tables[language][key]

export const useRuleWords = ownWords(tables)
