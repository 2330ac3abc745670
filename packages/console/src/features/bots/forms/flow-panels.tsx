// What belongs to the flow as a whole: phrases that lead into it from anywhere, and what its variables begin with.
import type { FlowValue, Trigger } from '@baton/core'
import { ArrowDown, ArrowUp, Trash2, X, Zap } from 'lucide-react'
import type { RefObject } from 'react'
import { Button } from '../../../ui/button.tsx'
import { SwitchRow } from '../../../ui/switch-row.tsx'
import { useBuilderHere } from '../builder/builder-context.tsx'
import { addTrigger, changeTrigger, moveTrigger, setVariables, startAt } from '../flow/edits.ts'
import { messageAt } from '../flow/faults.ts'
import { inOrder } from '../flow/ways.ts'
import { useBotWords } from '../use-bot-words.ts'
import { ChoiceField, Rows, TextField, WordsField } from './fields.tsx'
import { freeName, typedValue } from './logic-forms.tsx'
import { Panel } from './panel.tsx'
import type { Changes } from './use-block-form.ts'
import { withItem } from './use-block-form.ts'

interface FlowPanelProps {
  readonly bodyRef: RefObject<HTMLDivElement | null>
  readonly onClose: () => void
}

export function TriggerPanel({ at, bodyRef, onClose }: FlowPanelProps & { readonly at: number }) {
  const { t } = useBotWords()
  const { flow, findings, edit, select } = useBuilderHere()
  const trigger = flow.triggers[at]
  if (!trigger) return null
  const fault = (field: string) =>
    messageAt(findings, `triggers[${at}].${field}`) ??
    findings.find(({ block, path }) => block === null && path.startsWith(`triggers[${at}].${field}[`))
      ?.message ??
    null
  const change = (some: Changes<typeof trigger>, field?: string) =>
    edit(
      draft => changeTrigger(draft, at, { ...trigger, ...some } as Trigger),
      field === undefined ? undefined : `trigger.${at}.${field}`,
    )
  return (
    <Panel
      label={t('trigger.nth', { n: at + 1 })}
      bodyRef={bodyRef}
      head={
        <>
          <span className="inline-flex size-7 shrink-0 items-center justify-center rounded-s bg-sunken text-ink-2">
            <Zap size={15} strokeWidth={1.75} />
          </span>
          <h2 className="min-w-0 flex-1 truncate text-14 font-semibold">{t('trigger.nth', { n: at + 1 })}</h2>
          <Button
            look="quiet"
            size="s"
            aria-label={t('panel.delete')}
            icon={<Trash2 size={15} />}
            onClick={() => {
              select({ kind: 'flow' })
              edit(draft => changeTrigger(draft, at, null))
            }}
          />
          <Button
            look="quiet"
            size="s"
            aria-label={t('app.close')}
            icon={<X size={16} />}
            onClick={onClose}
          />
        </>
      }
    >
      <p className="-mt-1 text-ink-2">{t('trigger.text')}</p>
      <WordsField
        lines
        label={t('trigger.phrases')}
        hint={t('trigger.phrasesHint')}
        words={trigger.phrases}
        error={fault('phrases')}
        onChange={phrases => change({ phrases }, 'phrases')}
      />
      <ChoiceField
        label={t('trigger.go')}
        value={trigger.go ?? ''}
        error={fault('go')}
        onChange={go => change({ go })}
        options={[
          { value: '', label: t('ways.nowhere') },
          ...inOrder(flow).map(to => ({ value: to, label: flow.blocks[to]?.label ?? to })),
        ]}
      />
      <SwitchRow
        label={t('trigger.alone')}
        hint={t('trigger.aloneHint')}
        on={trigger.alone ?? false}
        onChange={on => change({ alone: on || undefined })}
      />
      <SwitchRow
        label={t('trigger.withdraw')}
        hint={t('trigger.withdrawHint')}
        on={trigger.withdraw ?? false}
        onChange={on => change({ withdraw: on || undefined })}
      />
    </Panel>
  )
}

function Triggers() {
  const { t } = useBotWords()
  const { flow, edit, select } = useBuilderHere()
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-semibold">{t('trigger.title')}</h3>
      <p className="text-ink-2">{t('trigger.text')}</p>
      <ol className="flex flex-col gap-1">
        {flow.triggers.map((trigger, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a trigger is its place in the order
          <li key={at} className="flex items-center gap-1 rounded-s border border-line bg-canvas p-1">
            <button
              type="button"
              onClick={() => select({ kind: 'trigger', at })}
              className="min-w-0 flex-1 rounded-s px-2 py-1 text-left hover:bg-hover"
            >
              <span className="block truncate">
                {trigger.phrases.slice(0, 4).join(', ') || t('trigger.noPhrase')}
              </span>
              <span className="block truncate text-ink-3">→ {trigger.go || t('ways.nowhere')}</span>
            </button>
            <Button
              look="quiet"
              size="s"
              idle={at === 0}
              aria-label={t('trigger.up', { n: at + 1 })}
              icon={<ArrowUp size={14} />}
              onClick={() => (at === 0 ? undefined : edit(draft => moveTrigger(draft, at, -1)))}
            />
            <Button
              look="quiet"
              size="s"
              idle={at === flow.triggers.length - 1}
              aria-label={t('trigger.down', { n: at + 1 })}
              icon={<ArrowDown size={14} />}
              onClick={() => edit(draft => moveTrigger(draft, at, 1))}
            />
          </li>
        ))}
      </ol>
      <Button
        size="s"
        className="self-start"
        icon={<Zap size={14} />}
        onClick={() => {
          edit(draft => addTrigger(draft, draft.flow.start))
          select({ kind: 'trigger', at: flow.triggers.length })
        }}
      >
        {t('panel.addTrigger')}
      </Button>
    </section>
  )
}

function Variables() {
  const { t } = useBotWords()
  const { flow, findings, edit } = useBuilderHere()
  const pairs = Object.entries(flow.variables)
  const put = (next: readonly (readonly [string, FlowValue])[], field?: string) =>
    edit(draft => setVariables(draft, Object.fromEntries(next)), field && `variables.${field}`)
  return (
    <Rows
      label={t('flow.variables')}
      items={pairs}
      addLabel={t('form.addVariable')}
      removeLabel="form.removeNth"
      onAdd={() => put([...pairs, [freeName(pairs), '']])}
      onRemove={at => put(withItem(pairs, at, null))}
    >
      {([name, value], at) => (
        <>
          <TextField
            bare
            label={t('form.variable')}
            placeholder={t('form.variable')}
            variables={false}
            value={name}
            error={messageAt(findings, `variables.${name}`)}
            onChange={typed =>
              Object.hasOwn(flow.variables, typed)
                ? undefined
                : put(withItem(pairs, at, [typed, value]), `name${at}`)
            }
          />
          <TextField
            bare
            label={t('form.value')}
            placeholder={t('form.value')}
            variables={false}
            value={String(value)}
            onChange={typed => put(withItem(pairs, at, [name, typedValue(typed)]), `value${at}`)}
          />
        </>
      )}
    </Rows>
  )
}

export function FlowPanel({ bodyRef, onClose }: FlowPanelProps) {
  const { t } = useBotWords()
  const { flow, findings, edit } = useBuilderHere()
  return (
    <Panel
      label={t('flow.title')}
      bodyRef={bodyRef}
      head={
        <>
          <h2 className="min-w-0 flex-1 truncate text-14 font-semibold">{t('flow.title')}</h2>
          <Button
            look="quiet"
            size="s"
            aria-label={t('app.close')}
            icon={<X size={16} />}
            onClick={onClose}
          />
        </>
      }
    >
      <ChoiceField
        label={t('flow.start')}
        value={flow.start}
        error={messageAt(findings, 'start')}
        onChange={start => edit(draft => startAt(draft, start))}
        options={[
          ...(flow.start in flow.blocks ? [] : [{ value: flow.start, label: t('ways.nowhere') }]),
          ...inOrder(flow).map(to => ({ value: to, label: flow.blocks[to]?.label ?? to })),
        ]}
      />
      <hr className="border-line" />
      <Triggers />
      <hr className="border-line" />
      <Variables />
    </Panel>
  )
}
