// Sending again what failed. Where nobody knows whether it came, that is asked about: it may arrive twice (DL3).
import { isApiError } from '@baton/client'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { api } from '../../app/link.ts'
import { sayFailure } from '../../app/refusal.ts'
import { useChannelWords } from '../../app/use-channel-words.ts'
import { notify } from '../../ui/toast.tsx'
import type { Bubble } from './bubble.ts'
import { Confirm } from './confirm.tsx'

export function useRetry(id: string, contactName: string) {
  const { t } = useChannelWords()
  const [asked, setAsked] = useState<Bubble | null>(null)

  async function send({ seq }: Bubble) {
    try {
      await api.call('POST /conversations/{id}/messages/{seq}/retry', { params: { id, seq } })
      notify({ title: t('fate.retried') })
    } catch (fault) {
      const gone = isApiError(fault) && fault.code === 'not_retriable'
      notify(gone ? { title: t('fate.notRetriable') } : sayFailure(fault, t))
    }
  }
  const question: ReactNode = (
    <Confirm
      open={asked !== null}
      title={t('fate.retryTitle')}
      text={t('fate.retryText', { name: contactName })}
      confirm={t('fate.retry')}
      onClose={() => setAsked(null)}
      onConfirm={() => (asked ? void send(asked) : undefined)}
    />
  )
  const retry = (bubble: Bubble) => (bubble.status === 'unknown' ? setAsked(bubble) : void send(bubble))
  return { retry, question }
}
