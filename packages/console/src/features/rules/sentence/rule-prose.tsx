// A rule as one sentence: what was chosen stands out.
import type { Condition, RuleAction } from '@baton/core'
import type { Names } from '../use-names.ts'
import { sentenceIn, useRuleWords } from '../use-rule-words.ts'
import { sayRule } from './slots.ts'

interface RuleProseProps {
  readonly rule: { readonly when: Condition; readonly actions: readonly RuleAction[] }
  readonly names: Names
  /** Of a rule that is off. */
  readonly quiet?: boolean
}

export function RuleProse({ rule, names, quiet }: RuleProseProps) {
  const words = useRuleWords()
  const runs = sayRule(rule, { words, names, sentence: key => sentenceIn(words.language, key) })
  return runs.map((run, at) => {
    const Stretch = run.strong ? 'strong' : 'span'
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the stretches of a sentence have no identity
      <Stretch key={at} className={run.strong ? (quiet ? 'font-medium' : 'font-medium text-ink') : undefined}>
        {run.text}
      </Stretch>
    )
  })
}
