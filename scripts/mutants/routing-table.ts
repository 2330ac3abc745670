// Seeded faults of routing, offers and owners who are gone.
import type { Mutant } from './mutant.ts'

const decide = 'conversation/decide'

export const routingMutants: readonly Mutant[] = [
  {
    rule: 'OW5',
    fault: 'an owner who is gone loses what they have answered',
    file: `${decide}/takeover.ts`,
    find: 'if (!waits || context.at < plusMs(since, why.limitMs)) return nothing',
    replace: 'if (context.at < plusMs(since, why.limitMs)) return nothing',
  },
  {
    rule: 'OW5',
    fault: 'whoever is given it while they are away loses it at once',
    file: `${decide}/takeover.ts`,
    find: 'const since = why.goneSince > control.ownerSince ? why.goneSince : control.ownerSince',
    replace: 'const since = why.goneSince',
  },
  {
    rule: 'RT1',
    fault: 'a second offer replaces the one that stands',
    file: `${decide}/offers.ts`,
    find: "if (control.offer) return refused({ code: 'already_offered', agent: control.offer.agent })",
    replace: '',
  },
  {
    rule: 'RT2',
    fault: 'the timer of an earlier offer ends the one that stands',
    file: `${decide}/offers.ts`,
    find: "if (offer?.until !== command.until) return refused({ code: 'no_such_offer' })",
    replace: "if (offer === null) return refused({ code: 'no_such_offer' })",
  },
  {
    rule: 'RT3',
    fault: 'the customer is told again and again that nobody is there',
    file: `${decide}/offers.ts`,
    find: "const tells = text !== '' && !before?.told",
    replace: "const tells = text !== ''",
  },
  {
    rule: 'RT3',
    fault: 'two teams send a customer to each other for ever',
    file: `${decide}/offers.ts`,
    find: 'goes.teamId !== teamId && !teams.includes(goes.teamId)',
    replace: 'goes.teamId !== teamId',
  },
  {
    rule: 'RT4',
    fault: 'offers do not count against the capacity',
    file: 'routing/route.ts',
    find: 'return held + offered < capacity',
    replace: 'return held < capacity || offered > capacity',
  },
  {
    rule: 'RT4',
    fault: 'opening hours by the clock of the server',
    file: 'routing/hours.ts',
    find: "new Intl.DateTimeFormat('en-US', { timeZone, ...parts })",
    replace: "new Intl.DateTimeFormat('en-US', { ...parts, timeZone: timeZone && 'UTC' })",
  },
]
