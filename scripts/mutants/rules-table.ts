// Seeded faults of rules: what they hear, what they may do, how they read.
import type { Mutant } from './mutant.ts'

export const rulesMutants: readonly Mutant[] = [
  {
    rule: 'RU1',
    fault: 'what is heard late about an earlier message counts',
    file: 'conversation/decide/rules.ts',
    find: 'if (signals.length === 0 || state.lastContact?.seq !== messageSeq) return nothing',
    replace: 'if (signals.length === 0) return nothing',
  },
  {
    rule: 'RU2',
    fault: 'a rule speaks while a person does',
    file: 'conversation/decide/rules.ts',
    find: "if (state.control.state === 'intervened' || state.lineHolder !== null) return []",
    replace: 'if (state.lineHolder !== null) return []',
  },
  {
    rule: 'RU2',
    fault: 'a rule lowers what somebody waits for',
    file: 'conversation/decide/rules.ts',
    find: 'if (priority === state.priority || higherPriority(priority, least) !== priority) return []',
    replace: 'if (priority === state.priority) return []',
  },
  {
    rule: 'RU3',
    fault: 'what is unknown fails once it is negated',
    file: 'rules/evaluate.ts',
    find: "if (truth === 'unknown') return unknown",
    replace: '',
  },
  {
    rule: 'RU4',
    fault: 'looking at the rules is refused',
    file: 'conversation/decide.ts',
    find: "case 'CheckRules':\n      return nothing",
    replace: "case 'CheckRules':\n      return { ok: false, rejection: { code: 'not_due' } }",
  },
]
