// What comes in by channels, and what goes out: wired here, as one piece of the application.

import type { ChannelKind } from './channel-port.ts'
import type { ChannelStore } from './channel-store.ts'
import { createDeliveries } from './deliveries.ts'
import type { Directory } from './directory.ts'
import type { Flights } from './flights.ts'
import { createInbound } from './inbound.ts'
import { createLetters } from './letters.ts'
import type { OpenLine } from './lines.ts'
import { createLines, lineKey } from './lines.ts'
import type { Media } from './media.ts'
import { createMediaFetches } from './media-fetches.ts'
import { createOutreaches } from './outreach.ts'
import type { OutreachStore } from './outreach-store.ts'
import { createPlaces } from './places.ts'
import type { ConversationStore, Outbox, SettingsStore } from './ports.ts'
import { createPulls } from './pulls.ts'
import { createRates } from './rates.ts'
import type { Seals } from './seals.ts'
import { createTemplates } from './templates.ts'
import { createTypingRelay } from './typing-relay.ts'

export interface ChannelsOnOptions {
  readonly channels: ChannelStore
  readonly channelKinds: readonly ChannelKind[]
  readonly media: Media
  readonly outbox: Outbox
  readonly outreach: OutreachStore
  readonly publicUrl: () => string
  readonly seals: Seals
  readonly settings: SettingsStore
  readonly store: ConversationStore
}

type Trouble = { readonly problem: string; readonly reason: string | null } | null

const wellForMs = 60_000

/**
 * What is the matter with a line is written down each time, as others write there, too: other servers, and whoever
 * checks the channel by hand. That it is well is written down once a minute, or each message would do it.
 */
function troubleBook(channels: ChannelStore): (line: OpenLine, trouble: Trouble) => Promise<void> {
  const wellAtMs = new Map<string, number>()
  return async (line, trouble) => {
    const { id } = line.line
    if (!trouble && performance.now() - (wellAtMs.get(id) ?? -wellForMs) < wellForMs) return
    await channels.setTrouble(lineKey(line), trouble && { problem: trouble.problem, reason: trouble.reason })
    if (trouble) wellAtMs.delete(id)
    else wellAtMs.set(id, performance.now())
  }
}

export function channelsOn(
  options: ChannelsOnOptions,
  directory: Directory,
  flights: Flights,
  onFault: (fault: unknown) => void,
) {
  const { channels, channelKinds: kinds, media, outbox, publicUrl, seals, settings, store } = options
  const lines = createLines({ directory, seals, kinds, publicUrl })
  const places = createPlaces(channels)
  const inbound = createInbound({ channels, directory, flights, lines, media, places })
  const note = troubleBook(channels)
  const deliveries = createDeliveries({
    store,
    channels,
    flights,
    letters: createLetters({ store, outbox, channels, lines, media, publicUrl }),
    rates: createRates(),
    onNamed: (line, externalId) => inbound.named(line, externalId),
    onTrouble: note,
    onFault,
  })
  const mediaFetches = createMediaFetches({ store, channels, lines, media, flights, onFault })
  const pulls = createPulls({
    channels,
    directory,
    inbound,
    lines,
    workspaces: () => settings.workspaces(),
    onTrouble: (line, reason) => note(line, reason === null ? null : { problem: 'channel_account', reason }),
    onFault,
  })
  const typingRelay = createTypingRelay(store, channels, lines)
  const templates = createTemplates(channels, lines)
  const outreaches = createOutreaches({ store: options.outreach, flights, lines, places, templates, onFault })
  return { lines, places, inbound, deliveries, mediaFetches, pulls, typingRelay, templates, outreaches }
}
