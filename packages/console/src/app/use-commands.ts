// The commands of one conversation. A refusal is told in a toast and rethrown to nobody: the view follows the
// log by itself. A caller that shows errors in place uses `api` directly.
import type { Priority } from '@baton/core'
import { useMemo } from 'react'
import { notify } from '../ui/toast.tsx'
import { useWords } from './i18n.tsx'
import { api } from './link.ts'
import { sayFailure } from './refusal.ts'

export interface Commands {
  /** Each answers whether it was done. */
  readonly intervene: (cancelBot: boolean) => Promise<boolean>
  readonly request: () => Promise<boolean>
  readonly dismiss: (reason: string) => Promise<boolean>
  /** Gives an offer back (RT2): the next agent is asked. */
  readonly decline: () => Promise<boolean>
  readonly note: (
    text: string,
    mentions: readonly string[],
    teamMentions: readonly string[],
  ) => Promise<boolean>
  readonly guide: (text: string) => Promise<boolean>
  /** To the bot's question (BT5). */
  readonly answer: (questionId: string, text: string) => Promise<boolean>
  /** It takes the word at once, at the block or from its beginning. */
  readonly sendBot: (botId: string, block: string | null) => Promise<boolean>
  readonly assignAgent: (agentId: string) => Promise<boolean>
  readonly assignTeam: (teamId: string) => Promise<boolean>
  readonly returnToQueue: () => Promise<boolean>
  readonly cancelTakeover: () => Promise<boolean>
  readonly status: (status: string | null) => Promise<boolean>
  readonly priority: (priority: Priority) => Promise<boolean>
  readonly tags: (add: readonly string[], remove: readonly string[]) => Promise<boolean>
}

export function useCommands(id: string): Commands {
  const { t, plural } = useWords()
  return useMemo(() => {
    const params = { id }
    const done = async (call: Promise<unknown>): Promise<boolean> => {
      try {
        await call
        return true
      } catch (fault) {
        notify(sayFailure(fault, t))
        return false
      }
    }
    const intervene = async (cancelBot: boolean) => {
      const body = cancelBot ? { cancelBot } : {}
      const { inFlight } = await api.call('POST /conversations/{id}/intervene', { params, body })
      // TK3: what a channel has already cannot be recalled; the agent is told before writing.
      const text = inFlight.length > 0 ? plural('talk.inFlight', inFlight.length) : null
      const undo = {
        label: t('app.undo'),
        run: () => void done(api.call('POST /conversations/{id}/cancel', { params })),
      }
      notify({
        title: t('foot.taken'),
        ...(text ? { text } : {}),
        // TK6 cannot be undone, and was asked before.
        ...(cancelBot ? {} : { action: undo }),
      })
    }
    return {
      intervene: cancelBot => done(intervene(cancelBot)),
      request: () => done(api.call('POST /conversations/{id}/request', { params })),
      dismiss: reason => done(api.call('POST /conversations/{id}/dismiss', { params, body: { reason } })),
      decline: () => done(api.call('POST /conversations/{id}/decline', { params })),
      note: (text, mentions, teamMentions) => {
        const body = { text, mentions: [...mentions], teamMentions: [...teamMentions] }
        return done(api.call('POST /conversations/{id}/notes', { params, body }))
      },
      guide: text => done(api.call('POST /conversations/{id}/guidance', { params, body: { text } })),
      answer: (questionId, text) =>
        done(api.call('POST /conversations/{id}/answer', { params, body: { questionId, text } })),
      sendBot: (botId, block) =>
        done(api.call('POST /conversations/{id}/bot', { params, body: { botId, block } })),
      assignAgent: agentId =>
        done(api.call('POST /conversations/{id}/assign', { params, body: { agentId } })),
      assignTeam: teamId => done(api.call('POST /conversations/{id}/assign', { params, body: { teamId } })),
      returnToQueue: () => done(api.call('POST /conversations/{id}/return', { params })),
      cancelTakeover: () => done(api.call('POST /conversations/{id}/cancel', { params })),
      status: status => done(api.call('POST /conversations/{id}/status', { params, body: { status } })),
      priority: priority =>
        done(api.call('POST /conversations/{id}/priority', { params, body: { priority } })),
      tags: (add, remove) =>
        done(
          api.call('POST /conversations/{id}/tags', { params, body: { add: [...add], remove: [...remove] } }),
        ),
    }
  }, [id, t, plural])
}
