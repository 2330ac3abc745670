// The order in which test files begin: those that take longest first, so that none of them is left over at the end
// while the other workers have nothing to do. The runner knows times only from runs before, and a fresh clone had none.
import type { TestSpecification } from 'vitest/node'
import { BaseSequencer } from 'vitest/node'

/** In the order of their times; whatever is missing here begins after them. */
const long = [
  'e2e/access.test.ts',
  'store/embedded/embedded-postgres.test.ts',
  'bots/http/takeover-race.test.ts',
  'e2e/writing.test.ts',
  'app/gone-owners.test.ts',
  'e2e/access-team.test.ts',
  'e2e/kill/kill.test.ts',
  'channels/sending.test.ts',
  'bots/restart.test.ts',
  'e2e/rules.test.ts',
  'e2e/channel-settings.test.ts',
  'e2e/builder.test.ts',
  'e2e/channels.test.ts',
  'bots/interleavings.test.ts',
  'channels/contract.test.ts',
  'alerts/contract.test.ts',
  'app/takeover-race.test.ts',
  'app/presence.test.ts',
  'bot-check/bot-check.test.ts',
  'app/two-servers.test.ts',
]

const placeOf = ({ moduleId }: TestSpecification): number => {
  const place = long.findIndex(name => moduleId.endsWith(`/${name}`))
  return place === -1 ? long.length : place
}

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.sort((one, other) => placeOf(one) - placeOf(other))
  }
}
