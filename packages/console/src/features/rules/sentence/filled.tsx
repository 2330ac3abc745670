// A sentence with controls in its gaps.
import type { ReactNode } from 'react'
import { Fragment } from 'react'
import type { RuleKey } from '../use-rule-words.ts'
import { sentenceIn, useRuleWords } from '../use-rule-words.ts'
import { piecesOf } from './slots.ts'

interface FilledProps {
  readonly sentence: RuleKey
  readonly slots: Readonly<Record<string, ReactNode>>
}

export function Filled({ sentence, slots }: FilledProps) {
  const { language } = useRuleWords()
  return piecesOf(sentenceIn(language, sentence)).map(piece =>
    'text' in piece ? (
      <span key={piece.text}>{piece.text}</span>
    ) : (
      <Fragment key={piece.slot}>{slots[piece.slot]}</Fragment>
    ),
  )
}
