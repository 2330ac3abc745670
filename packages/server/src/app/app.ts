// Everything that the driving side may call, in one hand.

import type { WorkspaceId } from '@baton/core'
import type { Access } from './access.ts'
import type { AgentDrafts } from './agent-drafts.ts'
import type { BotDrafts } from './bot-drafts.ts'
import type { Briefs } from './briefs.ts'
import type { ChannelStore } from './channel-store.ts'
import type { Company } from './company.ts'
import type { ContactStore } from './contacts.ts'
import type { DeepHearing } from './deep-hearing.ts'
import type { Directory } from './directory.ts'
import type { Drafts } from './drafts.ts'
import type { Egress } from './egress.ts'
import type { Feed } from './feed.ts'
import type { Finding } from './finding.ts'
import type { Flights } from './flights.ts'
import type { GoneOwners } from './gone-owners.ts'
import type { Inbound } from './inbound.ts'
import type { Knowledge } from './knowledge.ts'
import type { RuleLab } from './lab/rule-lab.ts'
import type { Lines } from './lines.ts'
import type { Lists } from './lists.ts'
import type { Media } from './media.ts'
import type { Outreaches } from './outreach.ts'
import type { ConversationKey, ConversationStore, SettingsStore, SignIn } from './ports.ts'
import type { Presence } from './presence.ts'
import type { Prompts } from './prompts.ts'
import type { Pulls } from './pulls.ts'
import type { Router } from './router.ts'
import type { Rules } from './rules.ts'
import type { Seals } from './seals.ts'
import type { TeamStore } from './team-store.ts'
import type { Templates } from './templates.ts'
import type { TryOut } from './try-out.ts'
import type { TypingRelay } from './typing-relay.ts'
import type { VisitorTokens } from './visitor-tokens.ts'
import type { WebhookPump } from './webhook-pump.ts'
import type { Webhooks } from './webhooks.ts'
import type { WritingStore } from './writing-store.ts'

export interface App {
  readonly access: Access
  readonly agentDrafts: AgentDrafts
  readonly botDrafts: BotDrafts
  readonly channels: ChannelStore
  readonly contacts: ContactStore
  readonly briefs: Briefs
  readonly company: Company
  readonly directory: Directory
  readonly drafts: Drafts
  readonly feed: Feed
  readonly finding: Finding
  readonly flights: Flights
  readonly inbound: Inbound
  readonly knowledge: Knowledge
  readonly lines: Lines
  readonly goneOwners: GoneOwners
  readonly lists: Lists
  readonly media: Media
  readonly outreaches: Outreaches
  readonly presence: Presence
  readonly pulls: Pulls
  readonly router: Router
  readonly ruleLab: RuleLab
  readonly rules: Rules
  readonly deepHearing: DeepHearing
  readonly prompts: Prompts
  readonly team: TeamStore
  readonly seals: Seals
  readonly egress: Egress
  readonly settings: SettingsStore
  readonly signIn: SignIn
  readonly store: ConversationStore
  readonly templates: Templates
  readonly tryOut: TryOut
  readonly typingRelay: TypingRelay
  readonly visitorTokens: VisitorTokens
  readonly webhooks: Webhooks
  readonly webhookPump: WebhookPump
  readonly writing: WritingStore
  /** Something was set up: this server and the others read it again. */
  settingsChanged(workspaceId: WorkspaceId): void
  /** The rows of these conversations show a contact that changed. */
  contactChanged(keys: readonly ConversationKey[]): void
}
