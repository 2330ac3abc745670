// Keeps the test chat of a flow going: the customer's words, skipped waits, the team's answers, and calls by the server.
import { isApiError } from '@baton/client'
import type { Flow, FlowCallResult, FlowInput } from '@baton/core'
import { useCallback, useEffect, useRef, useState } from 'react'
import { api } from '../../../app/link.ts'
import { sayRefused } from '../../../app/refusal.ts'
import { writtenFlow } from '../flow/written-flow.ts'
import type { FlowChat } from './flow-chat.ts'
import { emptyChat, fed, said, spoken } from './flow-chat.ts'

export interface TriedFlow {
  readonly chat: FlowChat
  readonly say: (text: string) => void
  /** The wait is over now. */
  readonly skip: () => void
  readonly answerAsTeam: (text: string | null) => void
  readonly restart: () => void
}

const clock = () => ({ nowMs: Date.now(), id: crypto.randomUUID() })

export function useFlowChat(botId: string, draft: Flow, sound: Flow | null): TriedFlow {
  const [chat, setChat] = useState<FlowChat>(emptyChat)
  // A draft with faults is tried as it was when it last had none.
  const flow = useRef(sound)
  if (sound) flow.current = sound
  const latest = useRef({ draft, chat })
  latest.current = { draft, chat }

  const feed = useCallback((input: FlowInput) => {
    const { current } = flow
    if (current) setChat(before => fed(before, current, input, clock()))
  }, [])

  const callId = chat.pending?.kind === 'call' ? chat.pending.id : null
  useEffect(() => {
    const { pending } = latest.current.chat
    if (callId === null || pending?.kind !== 'call') return
    const abort = new AbortController()
    const { chat: now, draft: written } = latest.current
    const variables = { ...flow.current?.variables, ...now.memory.variables }
    const body = {
      messages: [...spoken(now.lines)],
      flow: JSON.parse(JSON.stringify(writtenFlow(written))),
      call: { block: pending.block, variables: JSON.parse(JSON.stringify(variables)) },
    }
    api
      .call('POST /bots/{id}/try', { params: { id: botId }, body }, { signal: abort.signal })
      .then((answer): FlowCallResult => {
        const { result, problem } = answer
        return (result as FlowCallResult | null) ?? { kind: 'failed', problem: problem ?? '' }
      })
      .catch(
        (fault: unknown): FlowCallResult => ({
          kind: 'failed',
          problem: isApiError(fault) ? sayRefused(fault) : String(fault),
        }),
      )
      .then(result => {
        if (abort.signal.aborted) return
        if (result.kind === 'failed') {
          const { problem } = result
          setChat(before => ({ ...before, lines: [...before.lines, { kind: 'failed', problem }] }))
        }
        feed({ kind: 'called', result })
      })
    return () => abort.abort()
  }, [callId, botId, feed])

  return {
    chat,
    say: text => {
      const { current } = flow
      if (current) setChat(before => said(before, current, text, clock()))
    },
    skip: () => feed({ kind: 'woke' }),
    answerAsTeam: text => feed({ kind: 'answered', text }),
    restart: () => setChat(emptyChat),
  }
}
