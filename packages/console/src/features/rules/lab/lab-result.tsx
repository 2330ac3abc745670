// What a run found: its figures side by side, and the messages behind them; each opens in its conversation.
import type { Because, Condition } from '@baton/core'
import { CircleCheck, CircleDashed, ExternalLink } from 'lucide-react'
import { useState } from 'react'
import { span } from '../../../app/time.ts'
import { Chip } from '../../../ui/chip.tsx'
import { classes } from '../../../ui/classes.ts'
import { MarkedText } from '../../../ui/marked-text.tsx'
import { Tip } from '../../../ui/tooltip.tsx'
import { reasonsOf } from '../sentence/because-text.ts'
import { useNames } from '../use-names.ts'
import type { RuleWords } from '../use-rule-words.ts'
import { useRuleWords } from '../use-rule-words.ts'
import type { KeptRun, LabHit, LabMiss, LabRun, LabSide } from './use-run.ts'

type OnMessage = (conversationId: string, seq: number) => void

const figures = ['hits', 'caught', 'missed', 'early', 'extra'] as const
type FigureId = (typeof figures)[number]

function sooner(early: { readonly messages: number; readonly ms: number | null }, words: RuleWords): string {
  return early.ms === null
    ? words.plural('lab.messages', Math.round(early.messages))
    : span(early.ms, words.t) === words.t('time.now')
      ? `${Math.max(1, Math.round(early.ms / 1_000))} s`
      : span(early.ms, words.t)
}

function figureOf(side: LabSide, figure: FigureId, words: RuleWords): string {
  const { language } = words
  const share = (part: number, whole: number) =>
    whole === 0 ? '–' : (part / whole).toLocaleString(language, { style: 'percent' })
  switch (figure) {
    case 'hits':
      return side.hitCount.toLocaleString(language)
    case 'caught':
      return share(side.confirmedCount, side.hitCount)
    case 'missed':
      return side.missCount.toLocaleString(language)
    case 'early':
      return side.early ? sooner(side.early, words) : '–'
    case 'extra':
      return side.extraPerDay === null ? '–' : side.extraPerDay.toLocaleString(language)
  }
}

function Figures({ sides }: { readonly sides: readonly LabSide[] }) {
  const words = useRuleWords()
  const { t } = words
  const two = sides.length > 1
  return (
    <div className="overflow-x-auto">
      <table className="w-full border-collapse text-left">
        <thead>
          <tr className="border-b border-line text-ink-3">
            {two ? <td className="w-10 py-2" /> : null}
            {figures.map(figure => (
              <th key={figure} scope="col" className="py-2 pr-4 font-normal">
                <Tip label={t(`lab.${figure}Hint`)}>
                  <button
                    type="button"
                    className="rounded-[4px] underline decoration-line-strong decoration-dotted underline-offset-4"
                  >
                    {t(`lab.${figure}`)}
                  </button>
                </Tip>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sides.map((side, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a version is its place
            <tr key={at} className="border-b border-line last:border-0">
              {two ? (
                <th scope="row" className="py-2.5 font-semibold">
                  {t(at === 0 ? 'lab.versionA' : 'lab.versionB')}
                </th>
              ) : null}
              {figures.map(figure => (
                <td
                  key={figure}
                  className="py-2.5 pr-4 text-20 font-semibold whitespace-nowrap tabular-nums max-pane:pr-3 max-pane:text-16"
                >
                  {figureOf(side, figure, words)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface FoundProps {
  readonly found: LabHit | LabMiss
  readonly rule: { readonly name: string; readonly when: Condition } | null
  readonly onMessage: OnMessage
}

function Found({ found, rule, onMessage }: FoundProps) {
  const words = useRuleWords()
  const { t, language } = words
  const names = useNames()
  const hit = 'because' in found ? found : null
  const marks =
    hit?.because.filter(({ messageSeq }) => messageSeq === found.seq).flatMap(one => one.words) ?? []
  const { conversationId } = found
  const who = found.dialogue === null ? found.contact : t('lab.dialogue', { id: found.dialogue })
  const reasons =
    hit && rule ? reasonsOf(hit.because as readonly Because[], rule.when, null, { words, names }) : []
  const body = (
    <>
      <span className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium">{who}</span>
        {found.at ? (
          <time className="text-ink-3" dateTime={found.at}>
            {new Date(found.at).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' })}
          </time>
        ) : null}
        {conversationId ? (
          <ExternalLink size={12} className="self-center text-ink-3" aria-hidden="true" />
        ) : null}
      </span>
      <span className="block break-words text-ink-2">
        {found.text === '' ? '–' : <MarkedText text={found.text} marks={marks} />}
      </span>
      {hit && rule ? (
        <span className="block text-ink-3">
          {rule.name}
          {reasons.length > 0 ? `: ${reasons.map(({ what }) => what).join(` ${t('say.and')} `)}` : ''}
        </span>
      ) : null}
    </>
  )
  return (
    <li className="flex items-start gap-3 border-b border-line py-2.5 last:border-0">
      {conversationId ? (
        <button
          type="button"
          aria-label={t('lab.open', { name: who })}
          onClick={() => onMessage(conversationId, found.seq)}
          className="-mx-2 min-w-0 flex-1 rounded-s px-2 py-0.5 text-left hover:bg-hover"
        >
          {body}
        </button>
      ) : (
        <div className="min-w-0 flex-1">{body}</div>
      )}
      {hit ? (
        <Chip
          tone={hit.confirmed ? 'person' : 'neutral'}
          icon={hit.confirmed ? <CircleCheck size={12} /> : <CircleDashed size={12} />}
        >
          {hit.early
            ? t('lab.earlierBy', { what: sooner(hit.early, words) })
            : t(hit.confirmed ? 'lab.confirmed' : 'lab.unconfirmed')}
        </Chip>
      ) : null}
    </li>
  )
}

const shownAtFirst = 50

interface SideViewProps {
  readonly side: LabSide
  readonly rules: ReadonlyMap<string, { readonly name: string; readonly when: Condition }>
  readonly onMessage: OnMessage
}

function SideView({ side, rules, onMessage }: SideViewProps) {
  const { t } = useRuleWords()
  const [tab, setTab] = useState<'hits' | 'misses'>('hits')
  const [shown, setShown] = useState(shownAtFirst)
  const list: readonly (LabHit | LabMiss)[] = tab === 'hits' ? side.hits : side.misses
  const count = tab === 'hits' ? side.hitCount : side.missCount
  return (
    <div className="min-w-0">
      <div role="tablist" className="flex gap-4 border-b border-line">
        {(['hits', 'misses'] as const).map(each => (
          <button
            key={each}
            type="button"
            role="tab"
            aria-selected={tab === each}
            onClick={() => {
              setTab(each)
              setShown(shownAtFirst)
            }}
            className={classes(
              '-mb-px h-9 border-b-2 font-medium transition-colors touch:h-11',
              tab === each ? 'border-ink text-ink' : 'border-transparent text-ink-2 hover:text-ink',
            )}
          >
            {t(each === 'hits' ? 'lab.tabHits' : 'lab.tabMisses', {
              count: each === 'hits' ? side.hitCount : side.missCount,
            })}
          </button>
        ))}
      </div>
      {list.length === 0 ? (
        <p className="py-6 text-center text-ink-3">{t(tab === 'hits' ? 'lab.noHits' : 'lab.noMisses')}</p>
      ) : (
        <ol>
          {list.slice(0, shown).map((found, at) => (
            <Found
              // biome-ignore lint/suspicious/noArrayIndexKey: what a run found never changes
              key={at}
              found={found}
              rule={'ruleId' in found ? (rules.get(found.ruleId) ?? null) : null}
              onMessage={onMessage}
            />
          ))}
        </ol>
      )}
      {list.length > shown ? (
        <button
          type="button"
          onClick={() => setShown(shown + 100)}
          className="mt-2 rounded-s px-2 py-1 font-medium text-person-ink hover:bg-hover"
        >
          {t('lab.more')}
        </button>
      ) : count > list.length ? (
        <p className="pt-2 text-ink-3">{t('lab.firstOnly', { count: list.length })}</p>
      ) : null}
    </div>
  )
}

interface LabResultProps {
  readonly run: LabRun
  readonly kept: KeptRun
  readonly onMessage: OnMessage
}

export function LabResult({ run, kept, onMessage }: LabResultProps) {
  const { t, language } = useRuleWords()
  const [first] = run.sides
  if (!first) return null
  const rulesOf = (at: number) =>
    new Map(
      (kept.versions[at] ?? []).map(({ id, rule }) => [
        id,
        { name: String(rule.name ?? ''), when: rule.when as unknown as Condition },
      ]),
    )
  const nameOf = (at: number) => {
    const version = kept.versions[at] ?? []
    return version.length === 1
      ? String(version[0]?.rule.name ?? '')
      : t('lab.rules', { count: version.length })
  }
  const two = run.sides.length > 1
  return (
    <section
      aria-label={t('lab.result')}
      className="flex flex-col gap-4 rounded-m border border-line bg-surface px-5 py-4 max-pane:px-4"
    >
      <header className="flex flex-wrap items-baseline gap-x-2">
        <h2 className="text-14 font-semibold">{t('lab.result')}</h2>
        <p className="text-ink-3">
          {t('lab.of', {
            count: first.conversations.toLocaleString(language),
            messages: first.messages.toLocaleString(language),
          })}
        </p>
      </header>
      <Figures sides={run.sides} />
      <div className={classes('grid gap-6', two && 'grid-cols-2 max-wide:grid-cols-1')}>
        {run.sides.map((side, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a version is its place
          <div key={at} className="min-w-0">
            {two ? (
              <p className="truncate pb-1 font-semibold">
                {t(at === 0 ? 'lab.versionA' : 'lab.versionB')}
                <span className="font-normal text-ink-2"> · {nameOf(at)}</span>
              </p>
            ) : null}
            <SideView side={side} rules={rulesOf(at)} onMessage={onMessage} />
          </div>
        ))}
      </div>
    </section>
  )
}
