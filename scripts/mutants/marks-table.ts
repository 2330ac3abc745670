// Seeded faults of what is noted about a conversation.
import type { Mutant } from './mutant.ts'

const decide = 'conversation/decide'

export const marksMutants: readonly Mutant[] = [
  {
    rule: 'OW1',
    fault: 'an agent sets a status that is not on the list',
    file: `${decide}/marks.ts`,
    find: 'if (status !== null && options.length > 0 && !options.includes(status))',
    replace: 'if (status !== null && options.length > 1_000)',
  },
  {
    rule: 'OW1',
    fault: 'a note names an agent twice',
    file: `${decide}/marks.ts`,
    find: 'const once = [...new Set(mentions)]',
    replace: 'const once = [...mentions]',
  },
  {
    rule: 'OB1',
    fault: 'a bot that is readied for the reply speaks at once',
    file: `${decide}/hand-back.ts`,
    find: 'botId === null || waits ? null',
    replace: 'botId === null ? null',
  },
]
