// Why a rule fired, in words: each condition that held, with the words in which it was found.
import type { Because, Condition } from '@baton/core'
import { conditionsOf } from '@baton/core'
import { bare, isGroup } from '../edit/tree.ts'
import type { Names } from '../use-names.ts'
import type { RuleWords } from '../use-rule-words.ts'
import { sentenceIn } from '../use-rule-words.ts'
import { keyOfLeaf, piecesOf, slotsOfLeaf } from './slots.ts'

export interface Reason {
  readonly what: string
  readonly found: readonly string[]
}

/** `text`: of the message in which it was found, if that is at hand. */
export function reasonsOf(
  because: readonly Pick<Because, 'path' | 'words'>[],
  when: Condition,
  text: string | null,
  telling: { readonly words: RuleWords; readonly names: Names },
): readonly Reason[] {
  const byPath = new Map(conditionsOf(when).map(({ path, condition }) => [path, condition]))
  return because.flatMap(({ path, words }) => {
    const condition = byPath.get(path)
    if (!condition) return []
    const { condition: inner, negated } = bare(condition)
    if (isGroup(inner)) return []
    const slots = slotsOfLeaf(inner, negated, telling)
    const what = piecesOf(sentenceIn(telling.words.language, keyOfLeaf(inner, negated)))
      .map(piece => ('text' in piece ? piece.text : (slots[piece.slot] ?? '')))
      .join('')
    const found = text === null ? [] : words.map(({ from, to }) => text.slice(from, to))
    return [{ what, found: [...new Set(found.filter(each => each.trim() !== ''))] }]
  })
}
