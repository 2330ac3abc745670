// The rule lab: rules over past conversations, before they are switched on.
import { ArrowLeft, FlaskConical, TriangleAlert } from 'lucide-react'
import { Button } from '../../../ui/button.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { useRuleWords } from '../use-rule-words.ts'
import { useRules } from '../use-rules.ts'
import type { LabStart } from './lab-form.tsx'
import { LabForm } from './lab-form.tsx'
import { LabResult } from './lab-result.tsx'
import type { Lab as Running } from './use-run.ts'
import { useLab } from './use-run.ts'

interface LabProps extends LabStart {
  readonly onBack: () => void
  readonly onMessage: (conversationId: string, seq: number) => void
}

function Progress({ run, onCancel }: { readonly run: Running['run']; readonly onCancel: () => void }) {
  const { t, language } = useRuleWords()
  const { done = 0, of = 0 } = run ?? {}
  const label =
    of === 0
      ? t('lab.starting')
      : t('lab.running', { done: done.toLocaleString(language), of: of.toLocaleString(language) })
  return (
    <div className="flex items-center gap-4 rounded-m border border-line bg-surface px-5 py-4">
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <p role="status" className="text-ink-2 tabular-nums">
          {label}
        </p>
        <ProgressBar label={label} done={done} of={of} />
      </div>
      <Button onClick={onCancel}>{t('lab.cancel')}</Button>
    </div>
  )
}

export function Lab({ onBack, onMessage, ...start }: LabProps) {
  const { t } = useRuleWords()
  const { data } = useRules()
  const lab = useLab()
  const { run, kept } = lab

  function outcome() {
    if (lab.fault)
      return (
        <p role="alert" className="flex items-center gap-2 px-1 text-failure-ink">
          <TriangleAlert size={14} className="shrink-0" />
          {lab.fault}
        </p>
      )
    if (!kept)
      return (
        <div className="h-52">
          <Empty icon={<FlaskConical size={18} />} title={t('lab.empty')} text={t('lab.emptyText')} />
        </div>
      )
    if (!run || run.state === 'running') return <Progress run={run} onCancel={() => void lab.cancel()} />
    if (run.state === 'cancelled') return <p className="px-1 text-ink-2">{t('lab.cancelled')}</p>
    if (run.state === 'failed')
      return <p className="px-1 text-failure-ink">{t('lab.failed', { why: run.problem ?? '' })}</p>
    if (run.sides[0]?.conversations === 0)
      return (
        <div className="h-52">
          <Empty icon={<FlaskConical size={18} />} title={t('lab.none')} text={t('lab.noneText')} />
        </div>
      )
    return <LabResult run={run} kept={kept} onMessage={onMessage} />
  }
  return (
    <div className="flex flex-col gap-4 pb-6">
      <header>
        <Button look="quiet" icon={<ArrowLeft size={16} />} onClick={onBack} className="-ml-3">
          {t('lab.back')}
        </Button>
        <h1 className="pt-2 text-20 font-semibold">{t('lab.title')}</h1>
        <p className="max-w-140 text-ink-2">{t('lab.about')}</p>
      </header>
      {data ? (
        <LabForm
          {...start}
          rows={data.items}
          busy={lab.starting || run?.state === 'running'}
          again={kept !== null}
          onRun={asked => void lab.begin(asked)}
        />
      ) : null}
      {outcome()}
    </div>
  )
}
