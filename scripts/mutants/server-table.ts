// Faults in how the server hurries: the decider would still refuse what counts, but text would be shown.
import type { Mutant } from './mutant.ts'

export const serverMutants: readonly Mutant[] = [
  {
    rule: 'BT2',
    fault: 'a run that has answered may draft on while its answer is being refused',
    part: 'server',
    file: 'app/carrier.ts',
    find: 'held.run?.controller.abort()',
    replace: '',
  },
  {
    rule: 'BT2',
    fault: 'a draft is not closed in the tick of the abort',
    part: 'server',
    file: 'app/voice.ts',
    find: "signal.addEventListener('abort', close, { once: true })",
    replace: '',
  },
  {
    rule: 'BT2',
    fault: 'what a visitor had read of a cut stream is forgotten',
    part: 'server',
    file: 'app/turns.ts',
    find: "if (shown.trim() === '') return",
    replace: 'if (shown) return',
  },
]
