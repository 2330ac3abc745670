// What agents have begun to write, kept for all their devices. Whichever changes it, the others are told.
import type { AgentCaller } from './access.ts'
import type { Company } from './company.ts'
import type { ConversationKey } from './ports.ts'
import type { AgentDraft, DraftKind, DraftStore } from './writing-store.ts'

export interface AgentDrafts {
  /** The draft of another device that stands in the way; null: there is no such conversation. */
  keep(
    caller: AgentCaller,
    key: ConversationKey,
    draft: {
      readonly kind: DraftKind
      readonly text: string
      readonly device: string
      readonly base: number
    },
  ): Promise<{ readonly version: number } | { readonly other: AgentDraft } | null>
  /**
   * Its text was accepted, and stands in the log. Only what says the same is taken out, so that a draft which was
   * begun meanwhile stays; nobody waits for it.
   */
  accepted(caller: AgentCaller, key: ConversationKey, kind: DraftKind, text: string): void
}

export function createAgentDrafts(
  store: DraftStore,
  company: Pick<Company, 'tellDraft'>,
  onFault: (fault: unknown) => void,
): AgentDrafts {
  async function forget(caller: AgentCaller, key: ConversationKey, kind: DraftKind, text: string) {
    if (!(await store.forget({ ...key, agentId: caller.agent.id, kind }, text))) return
    const { conversationId } = key
    company.tellDraft(caller, { conversationId, kind, version: 0, device: '', kept: false })
  }

  return {
    async keep(caller, key, { kind, ...draft }) {
      const kept = await store.keep({ ...key, agentId: caller.agent.id, kind }, draft)
      if (kept && 'version' in kept) {
        const { conversationId } = key
        const { device, text } = draft
        company.tellDraft(caller, {
          conversationId,
          kind,
          version: kept.version,
          device,
          kept: text !== '',
        })
      }
      return kept
    },
    accepted(caller, key, kind, text) {
      // A key of the API is a program's: it begins nothing that it would leave.
      if (caller.via === 'console') forget(caller, key, kind, text).catch(onFault)
    },
  }
}
