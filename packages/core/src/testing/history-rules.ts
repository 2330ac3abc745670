// What rules do in arbitrary histories.
import type { Command } from '../conversation/command.ts'
import type { Conversation } from '../conversation/state.ts'
import { fires, hears } from './commands.ts'
import type { Dice } from './dice.ts'
import { platform, sales } from './people.ts'

/** What rules hear and do, in time or late. */
export function byRules(state: Conversation, dice: Dice): Command {
  const { lastContact, seq } = state
  const messageSeq = dice.of(lastContact?.seq ?? 0, seq)
  const signal = {
    kind: 'frustration',
    score: 0.8,
    why: { code: 'repeats', words: [], messages: [] },
  } as const
  const request = {
    do: 'request',
    priority: dice.of('normal', 'urgent'),
    teamId: dice.of(null, sales),
  } as const
  return dice.of<Command>(
    hears(messageSeq, signal),
    fires(request, { do: 'alert' }),
    fires({ do: 'tag', tags: ['vip'] }, { do: 'alert' }, { do: 'team', teamId: sales }),
    fires(
      { do: 'tell', text: 'We are on it.' },
      { do: 'priority', priority: dice.of('low', 'high') },
      request,
    ),
    { type: 'CheckRules', actor: platform, verdict: null },
  )
}
