// The sample below the rule: what a customer might say, and at which message it would fire, while one writes.
import type { Condition } from '@baton/core'
import { conditionsOf } from '@baton/core'
import { CircleCheck, CircleDashed } from 'lucide-react'
import { useDeferredValue, useEffect, useId, useMemo, useState } from 'react'
import { classes } from '../../../ui/classes.ts'
import { TextArea } from '../../../ui/field.tsx'
import { InlineChoice } from '../../../ui/inline-control.tsx'
import { MarkedText } from '../../../ui/marked-text.tsx'
import { reasonsOf } from '../sentence/because-text.ts'
import { saidLength } from '../sentence/slots.ts'
import type { Names } from '../use-names.ts'
import { useRuleWords } from '../use-rule-words.ts'
import type { Supposed, Tried } from './try-rule.ts'

type Trial = typeof import('./try-rule.ts')

/** The words of ten languages come when they are needed. */
function useTrial(): { readonly trial: Trial | null; readonly failed: boolean } {
  const [trial, setTrial] = useState<Trial | null>(null)
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    let wanted = true
    import('./try-rule.ts').then(
      module => wanted && setTrial(module),
      () => wanted && setFailed(true),
    )
    return () => {
      wanted = false
    }
  }, [])
  return { trial, failed }
}

const waits = [0, 120_000, 600_000, 3_600_000] as const
const elsewhere: ReadonlySet<Condition['kind']> = new Set([
  'prompt',
  'attribute',
  'tag',
  'status',
  'language',
  'emailDomain',
  'channel',
  'bot',
  'team',
  'botFailures',
])

interface LinesProps {
  readonly tried: readonly Tried[]
  readonly firesAt: number
  readonly when: Condition
  readonly names: Names
}

function Lines({ tried, firesAt, when, names }: LinesProps) {
  const words = useRuleWords()
  const fired = tried[firesAt]
  const marksOf = (seq: number) =>
    fired?.because.filter(one => one.messageSeq === seq).flatMap(one => one.words) ?? []
  return (
    <ol className="flex flex-col gap-1.5">
      {tried.map(({ line, because }, index) => {
        const fires = index === firesAt
        const counts = fired?.because.some(one => one.messages.includes(index + 1)) ?? false
        return (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a sample are their places
            key={index}
            className={classes('flex flex-col', line.by === 'bot' ? 'items-end' : 'items-start')}
          >
            <p
              className={classes(
                'max-w-[90%] rounded-m px-3 py-1.5 break-words',
                line.by === 'bot' ? 'border border-bot-line' : 'bg-sunken',
                fires && 'outline-2 outline-person',
                counts && !fires && 'outline-1 outline-waiting-line',
              )}
            >
              <MarkedText text={line.text} marks={marksOf(index + 1)} />
            </p>
            {fires
              ? reasonsOf(because, when, line.text, { words, names }).map(({ what, found }) => (
                  <p key={what} className="mt-1 pl-1 text-ink-2">
                    {words.t('try.because')} {what}
                    {found.length > 0 ? (
                      <span className="text-ink-3">: {found.map(each => `“${each}”`).join(', ')}</span>
                    ) : null}
                  </p>
                ))
              : null}
          </li>
        )
      })}
    </ol>
  )
}

interface SupposingProps {
  readonly kinds: readonly Condition['kind'][]
  readonly supposed: Supposed
  readonly onSuppose: (supposed: Supposed) => void
}

/** What no message says, for conditions that ask about it. */
function Supposing({ kinds, supposed, onSuppose }: SupposingProps) {
  const { t, language } = useRuleWords()
  const hours = kinds.includes('hours')
  const waiting = kinds.includes('waiting')
  if (!hours && !waiting) return null
  return (
    <p className="flex flex-wrap items-center gap-x-3 text-ink-2">
      <span>{t('try.context')}</span>
      {hours ? (
        <label className="inline-flex items-center gap-1.5">
          <input
            type="checkbox"
            checked={supposed.outside}
            onChange={event => onSuppose({ ...supposed, outside: event.target.checked })}
            className="size-4 accent-person"
          />
          {t('try.outside')}
        </label>
      ) : null}
      {waiting ? (
        <span className="leading-7">
          {t('try.waited')}{' '}
          <InlineChoice
            label={t('try.waited')}
            value={String(supposed.waitedMs)}
            options={waits.map(ms => ({
              value: String(ms),
              label: ms === 0 ? t('try.notAtAll') : saidLength(ms, language),
            }))}
            onChange={next => onSuppose({ ...supposed, waitedMs: Number(next) })}
          />
        </span>
      ) : null}
    </p>
  )
}

interface TryPanelProps {
  readonly when: Condition
  readonly names: Names
  /** The places of the conditions that made it fire. */
  readonly onHolding: (paths: ReadonlySet<string>) => void
}

export function TryPanel({ when, names, onHolding }: TryPanelProps) {
  const { t } = useRuleWords()
  const id = useId()
  const { trial, failed } = useTrial()
  const [sample, setSample] = useState<string>(t('try.sample'))
  const [supposed, setSupposed] = useState<Supposed>({ outside: false, waitedMs: 0 })
  const settled = useDeferredValue(sample)
  const tried = useMemo(
    () => trial?.tryRule(when, trial.linesIn(settled).slice(0, 100), supposed) ?? [],
    [trial, when, settled, supposed],
  )
  const firesAt = tried.findIndex(({ truth }) => truth === 'holds')
  useEffect(() => {
    onHolding(new Set(tried[firesAt]?.because.map(({ path }) => path) ?? []))
  }, [tried, firesAt, onHolding])
  const kinds = conditionsOf(when).map(({ condition }) => condition.kind)
  const fires = firesAt >= 0
  const verdict = failed
    ? t('try.failed')
    : !trial
      ? t('try.coming')
      : fires
        ? t('try.fires', { number: firesAt + 1 })
        : t('try.silent')
  return (
    <section aria-label={t('try.title')} className="rounded-m border border-line bg-surface">
      <header className="px-5 pt-4 max-pane:px-4">
        <h3 className="text-14 font-semibold">{t('try.title')}</h3>
        <p id={`${id}-hint`} className="text-ink-2">
          {t('try.text')}
        </p>
      </header>
      <div className="grid grid-cols-2 gap-5 px-5 pt-3 pb-5 max-pane:grid-cols-1 max-pane:px-4">
        <div className="flex flex-col gap-2">
          <TextArea
            aria-label={t('try.label')}
            aria-describedby={`${id}-hint`}
            value={sample}
            maxLength={20_000}
            onChange={event => setSample(event.target.value)}
            className="min-h-36"
          />
          <Supposing kinds={kinds} supposed={supposed} onSuppose={setSupposed} />
          {kinds.some(kind => elsewhere.has(kind)) ? <p className="text-ink-3">{t('try.later')}</p> : null}
        </div>
        <div className="flex min-w-0 flex-col gap-3">
          <p
            role="status"
            className={classes(
              'flex items-center gap-2 font-medium',
              fires ? 'text-person-ink' : 'text-ink-2',
            )}
          >
            {fires ? <CircleCheck size={16} /> : <CircleDashed size={16} />}
            {verdict}
          </p>
          <Lines tried={tried} firesAt={firesAt} when={when} names={names} />
        </div>
      </div>
    </section>
  )
}
