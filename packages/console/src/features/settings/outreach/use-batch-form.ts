// A batch as it is being put together: from a channel and a template to what will be sent to whom, and when.
import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { api } from '../../../app/link.ts'
import { sayFailure } from '../../../app/refusal.ts'
import type { ChosenTemplate } from '../../../app/templates/template-form.tsx'
import { useChannels } from '../../../app/use-channels.ts'
import { useSettingsWords } from '../use-settings-words.ts'
import { readLines } from './recipients.ts'

export const outreachKey = ['outreach'] as const

export interface BatchDraft {
  readonly name: string
  readonly channelId: string | null
  readonly chosen: ChosenTemplate | null
  readonly botId: string
  readonly lines: string
  /** As a `datetime-local` has it; empty: now. */
  readonly startsAt: string
  readonly perMinute: string
}

const empty: BatchDraft = {
  name: '',
  channelId: null,
  chosen: null,
  botId: '',
  lines: '',
  startsAt: '',
  perMinute: '600',
}
const most = 10_000

export function useBatchForm(onDone: () => void) {
  const { t } = useSettingsWords()
  const queries = useQueryClient()
  const channels = useChannels()
  const [draft, setDraft] = useState(empty)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const startable = channels.data?.items.filter(channel => channel.startable) ?? []
  const channel = startable.find(each => each.id === draft.channelId) ?? startable[0] ?? null
  const read = useMemo(
    () => readLines(draft.lines, draft.chosen?.template.variables ?? 0),
    [draft.lines, draft.chosen],
  )
  const willGo = read.recipients.filter(recipient => recipient.optedIn).length
  const perMinute = Number(draft.perMinute)
  const unsound =
    draft.name.trim() === ''
      ? t('outreach.wrong.name')
      : !draft.chosen
        ? t('outreach.wrong.template')
        : read.recipients.length === 0
          ? t('outreach.wrong.nobody')
          : read.recipients.length > most
            ? t('outreach.wrong.many', { count: most })
            : willGo === 0
              ? t('outreach.wrong.noYes')
              : !(perMinute >= 1 && perMinute <= 4_800)
                ? t('outreach.wrong.rate')
                : null

  async function begin() {
    if (unsound || !channel || !draft.chosen) return
    const { name, locale } = draft.chosen.template
    setBusy(true)
    setFault(null)
    try {
      await api.call('POST /outreach', {
        body: {
          name: draft.name.trim(),
          channelId: channel.id,
          template: { name, locale },
          recipients: read.recipients.map(({ name: who, variables, ...rest }) => ({
            ...rest,
            variables: [...variables],
            ...(who === '' ? {} : { name: who }),
          })),
          perMinute,
          ...(draft.botId === '' ? {} : { botId: draft.botId }),
          ...(draft.startsAt === '' ? {} : { startsAt: new Date(draft.startsAt).toISOString() }),
        },
      })
      await queries.invalidateQueries({ queryKey: outreachKey })
      onDone()
    } catch (error) {
      const { title, text } = sayFailure(error, t)
      setFault(text ?? title)
    } finally {
      setBusy(false)
    }
  }
  return {
    ready: channels.data !== undefined,
    ...{ draft, channel, startable, read, willGo, unsound, busy, fault, begin },
    change: (change: Partial<BatchDraft>) => setDraft(before => ({ ...before, ...change })),
  }
}

export type BatchForm = ReturnType<typeof useBatchForm>
