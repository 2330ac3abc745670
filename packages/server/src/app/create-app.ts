// Wires the application: commits flow to readers, to the carrier and to the other servers.
import type { Logger } from 'pino'
import { createAccess } from './access.ts'
import { createAgentDrafts } from './agent-drafts.ts'
import type { AlertLinks } from './alert-links.ts'
import type { AlertKind } from './alert-port.ts'
import type { AlertStore } from './alert-store.ts'
import { createAlerting } from './alerts.ts'
import { createAnswerAtOnce } from './answer-at-once.ts'
import type { App } from './app.ts'
import { createBotDrafts } from './bot-drafts.ts'
import type { BotNewsDesk } from './bot-news.ts'
import { createBotNewsDesk } from './bot-news.ts'
import type { BotKind } from './bot-port.ts'
import type { BriefModel, BriefStore } from './briefs.ts'
import { createBriefs } from './briefs.ts'
import type { Carrier } from './carrier.ts'
import { createCarrier } from './carrier.ts'
import type { ChannelKind } from './channel-port.ts'
import type { ChannelStore } from './channel-store.ts'
import { channelsOn } from './channels-on.ts'
import type { Signal } from './company.ts'
import { createCompany } from './company.ts'
import type { ContactStore } from './contacts.ts'
import type { Directory } from './directory.ts'
import { createDirectory } from './directory.ts'
import { createDrafts } from './drafts.ts'
import type { Egress } from './egress.ts'
import { createFeed } from './feed.ts'
import type { FindingStore } from './finding.ts'
import { createFinding } from './finding.ts'
import { createFlights } from './flights.ts'
import type { FlowCalls } from './flow-calls.ts'
import { createGoneOwners } from './gone-owners.ts'
import type { Knowledge } from './knowledge.ts'
import type { LabStore } from './lab/lab-store.ts'
import type { PastStore } from './lab/past-store.ts'
import { createRuleLab } from './lab/rule-lab.ts'
import type { Lists } from './lists.ts'
import { createLists } from './lists.ts'
import type { Media } from './media.ts'
import type { OutreachStore } from './outreach-store.ts'
import type {
  Bus,
  BusListener,
  Committed,
  ConversationKey,
  ConversationStore,
  Outbox,
  SettingsStore,
  SignIn,
} from './ports.ts'
import { PortFault } from './ports.ts'
import { createPresence } from './presence.ts'
import { workspaceFrom } from './read-workspace.ts'
import { createRouter } from './router.ts'
import type { RulesOptions } from './rules-on.ts'
import { rulesOn } from './rules-on.ts'
import type { Seals } from './seals.ts'
import type { RoutingStore, TeamStore } from './team-store.ts'
import type { TellingOptions } from './telling.ts'
import { createTelling, hurryWebhooks } from './telling.ts'
import { createTryOut } from './try-out.ts'
import type { TurnTokens } from './turn-tokens.ts'
import { createTurns } from './turns.ts'
import type { VisitorTokens } from './visitor-tokens.ts'
import type { WritingStore } from './writing-store.ts'

export interface AppOptions extends RulesOptions {
  readonly store: ConversationStore
  readonly channels: ChannelStore
  readonly channelKinds: readonly ChannelKind[]
  readonly alertStore: AlertStore
  readonly alertKinds: readonly AlertKind[]
  readonly alertLinks: AlertLinks
  readonly publicUrl: () => string
  readonly contacts: ContactStore
  readonly outbox: Outbox
  readonly outreach: OutreachStore
  readonly settings: SettingsStore
  readonly team: TeamStore
  readonly routing: RoutingStore
  readonly signIn: SignIn
  readonly visitorTokens: VisitorTokens
  readonly turnTokens: TurnTokens
  readonly seals: Seals
  readonly egress: Egress
  readonly knowledge: Knowledge
  readonly finding: FindingStore
  readonly briefStore: BriefStore
  readonly briefModel: BriefModel
  readonly lab: { readonly runs: LabStore; readonly past: PastStore }
  readonly media: Media
  readonly writing: WritingStore
  readonly webhookPorts: TellingOptions['webhookPorts']
  readonly botKinds: readonly BotKind[]
  readonly flowCalls: FlowCalls
  readonly log: Logger
}

export interface RunningApp {
  readonly app: App
  readonly carrier: Carrier
  readonly listener: BusListener
  /** From now on other servers hear of what this one commits. */
  join(bus: Bus): void
}

function directoryOn(settings: SettingsStore): Directory {
  return createDirectory(
    async workspaceId => {
      const record = await settings.readWorkspace(workspaceId)
      if (!record) throw new PortFault('The workspace is gone', { retryable: false })
      return workspaceFrom(record)
    },
    channelId => settings.workspaceOfChannel(channelId),
  )
}

/** Of what has something new to read. */
function keysOf(committed: readonly Committed[]): readonly ConversationKey[] {
  return committed
    .filter(({ events }) => events.length > 0)
    .map(({ loaded }) => ({
      workspaceId: loaded.workspaceId,
      conversationId: loaded.state.conversationId,
    }))
}

function newsDeskOf(
  { store, log }: AppOptions,
  directory: Directory,
  kinds: ReadonlyMap<string, BotKind>,
): BotNewsDesk {
  return createBotNewsDesk({
    store,
    directory,
    kinds,
    onGivenUp: (key, bot, error) =>
      log.warn(
        { err: error, conversationId: key.conversationId, botId: bot.id },
        'a bot could not be told what happened; it was given up',
      ),
  })
}

function botFailedIn(log: Logger): Parameters<typeof createTurns>[0]['onBotFailed'] {
  return ({ conversationId }, bot, err) =>
    log.warn({ err, conversationId, botId: bot.id }, 'a bot failed in its turn')
}

/** Rows that changed without an event: here and on the other servers. */
function tellAll(lists: Lists, bus: Bus | null, keys: readonly ConversationKey[]): void {
  lists.changedElsewhere(keys)
  bus?.announce(keys)
}

/** What the other servers say, told to whom it concerns. */
function listenerOf({ company, directory, feed, lists, outreaches }: App, carrier: Carrier): BusListener {
  return {
    onConversations(keys) {
      for (const key of keys) feed.changedElsewhere(key.conversationId)
      lists.changedElsewhere(keys)
      company.changedElsewhere(keys)
      carrier.changedElsewhere(keys)
      outreaches.changedElsewhere(keys)
    },
    onSettings: workspaceId => directory.forget(workspaceId),
    // Written by another server of ours.
    onSignal: (from, signal) => company.hear(from, signal as Signal),
    onGap() {
      directory.forgetAll()
      feed.catchUpAll()
      lists.restart()
      company.askAgain()
    },
  }
}

/** What the driving side uses as it was given. */
function givenOf(options: AppOptions) {
  const { channels, contacts, egress, knowledge, media, seals, settings, signIn, store, team } = options
  const { publicUrl, visitorTokens, writing } = options
  return {
    channels,
    contacts,
    egress,
    knowledge,
    media,
    publicUrl,
    seals,
    settings,
    signIn,
    store,
    team,
    visitorTokens,
    writing,
  }
}

export function createApp(options: AppOptions): RunningApp {
  const { store, outbox, settings, visitorTokens, turnTokens, botKinds, log } = options
  const { seals, team, writing } = options
  let bus: Bus | null = null
  const onFault = (fault: unknown) => log.error({ err: fault }, 'something failed behind the scenes')

  const directory = directoryOn(settings)
  const feed = createFeed(store, onFault)
  const drafts = createDrafts(feed)
  const company = createCompany(feed, store, signal => bus?.signal(signal))
  const presence = createPresence({
    team,
    onFault,
    onChanged(workspaceId) {
      lists.lookWhoIsHere(workspaceId).catch(onFault)
      router.soon(workspaceId)
    },
  })
  const lists = createLists(store, directory, presence.of, onFault)
  const kinds = new Map(botKinds.map(kind => [kind.kind, kind]))
  const flights = createFlights({
    store,
    directory,
    answerAtOnce: createAnswerAtOnce(kinds),
    listens: kind => kinds.get(kind)?.hear !== undefined,
    onFault,
    onCommitted(committed) {
      feed.publish(committed)
      lists.publish(committed)
      company.publish(committed)
      carrier.carry(committed)
      router.publish(committed)
      byRules.publish(committed)
      alerting.alertPump.publish(committed)
      byChannel.outreaches.publish(committed)
      hurryWebhooks(telling.webhookPump, committed)
      bus?.announce(keysOf(committed))
    },
  })
  const byRules = rulesOn(options, directory, flights, onFault)
  const alerting = createAlerting({ ...options, company, directory, flights, presence, onFault })
  const router = createRouter({ routing: options.routing, directory, flights, store, onFault })
  const onBotFailed = botFailedIn(log)
  const turns = createTurns({ store, directory, flights, drafts, kinds, onBotFailed })
  const telling = createTelling(options, workspaceId => app.settingsChanged(workspaceId), onFault)
  const news = newsDeskOf(options, directory, kinds)
  const byChannel = channelsOn(options, directory, flights, onFault)
  const carrier = createCarrier({ ...byChannel, store, outbox, flights, turns, news, onFault })

  const app: App = {
    agentDrafts: createAgentDrafts(writing.drafts, company, onFault),
    ...givenOf(options),
    ...alerting,
    company,
    drafts,
    botDrafts: createBotDrafts(seals),
    briefs: createBriefs({ store, briefs: options.briefStore, directory, model: options.briefModel }),
    tryOut: createTryOut(kinds, options.flowCalls),
    access: createAccess(settings, directory, visitorTokens, turnTokens),
    directory,
    feed,
    finding: createFinding(options.finding, directory),
    flights,
    ...byChannel,
    goneOwners: createGoneOwners(team, options.routing, flights),
    lists,
    presence,
    router,
    ...byRules,
    ...telling,
    ruleLab: createRuleLab({ ...options.lab, directory, now: () => store.now(), onFault }),
    settingsChanged(workspaceId) {
      directory.forget(workspaceId)
      router.soon(workspaceId)
      bus?.announceSettings(workspaceId)
    },
    contactChanged: keys => tellAll(lists, bus, keys),
  }
  return {
    app,
    carrier,
    listener: listenerOf(app, carrier),
    join(joined) {
      bus = joined
    },
  }
}
