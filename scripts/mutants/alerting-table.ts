// Seeded faults of what the team is told, and when.
import type { Mutant } from './mutant.ts'

export const alertingMutants: readonly Mutant[] = [
  {
    rule: 'AL1',
    fault: 'a dismissed request leaves its alert standing',
    file: 'alerting/owed.ts',
    find: "    case 'RequestDismissed':\n",
    replace: '',
  },
  {
    rule: 'AL1',
    fault: 'the night counts, and all steps come in the morning',
    file: 'alerting/ladder.ts',
    find: 'if (open === now)',
    replace: 'if (open !== null)',
  },
  {
    rule: 'AL2',
    fault: 'each further reason alerts anew',
    file: 'alerting/owed.ts',
    find: 'if (!data.first) return []',
    replace: '',
  },
]
