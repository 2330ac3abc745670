// Everything that the driving side may call, in one hand.

import type { WorkspaceId } from '@baton/core'
import type { Access } from './access.ts'
import type { BotDrafts } from './bot-drafts.ts'
import type { ContactStore } from './contacts.ts'
import type { Directory } from './directory.ts'
import type { Drafts } from './drafts.ts'
import type { Egress } from './egress.ts'
import type { Feed } from './feed.ts'
import type { Flights } from './flights.ts'
import type { Knowledge } from './knowledge.ts'
import type { Lists } from './lists.ts'
import type { ConversationKey, ConversationStore, SettingsStore, SignIn } from './ports.ts'
import type { Seals } from './seals.ts'
import type { TryOut } from './try-out.ts'
import type { VisitorTokens } from './visitor-tokens.ts'

export interface App {
  readonly access: Access
  readonly botDrafts: BotDrafts
  readonly contacts: ContactStore
  readonly directory: Directory
  readonly drafts: Drafts
  readonly feed: Feed
  readonly flights: Flights
  readonly knowledge: Knowledge
  readonly lists: Lists
  readonly seals: Seals
  readonly egress: Egress
  readonly settings: SettingsStore
  readonly signIn: SignIn
  readonly store: ConversationStore
  readonly tryOut: TryOut
  readonly visitorTokens: VisitorTokens
  /** Something was set up: this server and the others read it again. */
  settingsChanged(workspaceId: WorkspaceId): void
  /** The rows of these conversations show a contact that changed. */
  contactChanged(keys: readonly ConversationKey[]): void
}
