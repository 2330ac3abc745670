// Asks a channel itself whether its settings work.
import type { ChannelCheck } from '@baton/client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../app/link.ts'
import { sayFailure } from '../../../app/refusal.ts'
import { channelsKey } from '../../../app/use-channels.ts'
import { useSettingsWords } from '../use-settings-words.ts'

export interface Check {
  /** Null: not asked yet. */
  readonly checks: readonly ChannelCheck[] | null
  readonly busy: boolean
  readonly fault: string | null
  /** `connect`: tells the channel where to call, first. */
  readonly run: (id: string, connect: boolean) => Promise<void>
}

export function useCheck(): Check {
  const { t } = useSettingsWords()
  const queries = useQueryClient()
  const [checks, setChecks] = useState<readonly ChannelCheck[] | null>(null)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  return {
    checks,
    busy,
    fault,
    async run(id, connect) {
      setBusy(true)
      setFault(null)
      try {
        const answer = await api.call('POST /channels/{id}/check', { params: { id }, body: { connect } })
        setChecks(answer.checks)
        void queries.invalidateQueries({ queryKey: channelsKey })
      } catch (error) {
        const { title, text } = sayFailure(error, t)
        setFault(text ?? title)
      } finally {
        setBusy(false)
      }
    },
  }
}
