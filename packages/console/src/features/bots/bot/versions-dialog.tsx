// What was published, when, by whom and why; a version can be put back into the draft.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../app/link.ts'
import { sayFailure } from '../../../app/refusal.ts'
import { moment } from '../../../app/time.ts'
import { Button } from '../../../ui/button.tsx'
import { Chip } from '../../../ui/chip.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Skeleton, skeletonDelay } from '../../../ui/skeleton.tsx'
import { notify } from '../../../ui/toast.tsx'
import { readFlow } from '../flow/shape.ts'
import { writtenFlow } from '../flow/written-flow.ts'
import { useBotWords } from '../use-bot-words.ts'
import type { SettingsDiff } from './settings-diff.ts'
import { isNoChange, settingsDiff } from './settings-diff.ts'
import type { BotDetail, BotDraft, KeptDraft } from './use-bot.ts'

interface VersionsDialogProps {
  readonly bot: BotDetail
  readonly draft: BotDraft
  readonly kept: KeptDraft
  readonly onClose: () => void
  readonly onRestored: () => void
}

function useDiffWords() {
  const { t, plural } = useBotWords()
  return (diff: SettingsDiff): string => {
    if (isNoChange(diff)) return t('diff.same')
    const { blocks, triggers, others } = diff
    return [
      blocks && blocks.added > 0 ? plural('diff.added', blocks.added) : null,
      blocks && blocks.changed > 0 ? plural('diff.changed', blocks.changed) : null,
      blocks && blocks.removed > 0 ? plural('diff.removed', blocks.removed) : null,
      triggers ? t('diff.triggers') : null,
      others > 0 ? plural('diff.others', others) : null,
    ]
      .filter(Boolean)
      .join(', ')
  }
}

/** A flow in the one form in which the builder writes it: two ways of writing the same are no difference. */
function comparable(settings: BotDraft['settings']): BotDraft['settings'] {
  return 'flow' in settings ? { ...settings, flow: writtenFlow(readFlow(settings.flow, '')) } : settings
}

function Difference({
  botId,
  version,
  draft,
}: {
  readonly botId: string
  readonly version: number
  readonly draft: BotDraft
}) {
  const { t } = useBotWords()
  const say = useDiffWords()
  const { data, isError } = useQuery({
    queryKey: ['bot-version', botId, version],
    queryFn: () => api.call('GET /bots/{id}/versions/{version}', { params: { id: botId, version } }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (isError) return <p className="text-failure-ink">{t('versions.failed')}</p>
  if (!data) return <Skeleton className={`h-4 w-48 ${skeletonDelay}`} />
  return (
    <p className="text-ink-2">
      <span className="text-ink-3">{t('diff.draft')} </span>
      {say(settingsDiff(comparable(data.settings), comparable(draft.settings)))}
    </p>
  )
}

export function VersionsDialog({ bot, draft, kept, onClose, onRestored }: VersionsDialogProps) {
  const { t, language } = useBotWords()
  const [chosen, setChosen] = useState(bot.versions[0]?.version ?? null)
  const [busy, setBusy] = useState(false)
  async function restore(version: number) {
    setBusy(true)
    try {
      const { revision } = await kept.flush()
      await api.call('POST /bots/{id}/versions/{version}/restore', {
        params: { id: bot.id, version },
        body: { revision },
      })
      notify({ title: t('versions.restored', { version }) })
      onClose()
      onRestored()
    } catch (fault) {
      notify(sayFailure(fault, t))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      width="wide"
      onClose={onClose}
      title={t('versions.title')}
      description={t('versions.text')}
      closeLabel={t('app.close')}
    >
      <ol className="-mx-2 flex flex-col">
        {bot.versions.map(({ version, at, by, note }) => (
          <li key={version} className="rounded-s px-2 py-2 hover:bg-hover">
            <button
              type="button"
              aria-expanded={chosen === version}
              onClick={() => setChosen(version)}
              className="flex w-full items-baseline gap-3 text-left"
            >
              <span className="w-8 shrink-0 font-medium tabular-nums">{t('bots.version', { version })}</span>
              <span className="min-w-0 flex-1">
                <span className={note ? '' : 'text-ink-3'}>{note || t('versions.noNote')}</span>
                <span className="block text-ink-3">
                  {by?.name ?? t('versions.nobody')} · {moment(at, Date.now(), language)}
                </span>
              </span>
              {version === bot.version ? <Chip tone="person">{t('versions.live')}</Chip> : null}
            </button>
            {chosen === version ? (
              <div className="mt-2 flex items-center gap-3 pl-11">
                <div className="min-w-0 flex-1">
                  <Difference botId={bot.id} version={version} draft={draft} />
                </div>
                <Button size="s" busy={busy} onClick={() => void restore(version)}>
                  {t('versions.restore')}
                </Button>
              </div>
            ) : null}
          </li>
        ))}
      </ol>
    </Dialog>
  )
}
