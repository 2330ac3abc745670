// One step of a ladder: when, where and whom.
import type { AgentRow } from '@baton/client'
import { X } from 'lucide-react'
import { useId } from 'react'
import { Button } from '../../../ui/button.tsx'
import { Field, TextInput } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { useSettingsWords } from '../use-settings-words.ts'
import { KindIcon } from './kind-icon.tsx'
import type { AlertChannel, LadderStep } from './use-alerts.ts'

const minuteMs = 60_000

interface LadderStepProps {
  readonly step: LadderStep
  readonly at: number
  readonly channels: readonly AlertChannel[]
  readonly agents: readonly AgentRow[]
  readonly onChange: (change: Partial<LadderStep>) => void
  /** Null: it is the only one. */
  readonly onRemove: (() => void) | null
}

type Audience = LadderStep['to']

function toggled<Id extends string>(ids: readonly Id[], id: Id, on: boolean): Id[] {
  return on ? [...ids, id] : ids.filter(one => one !== id)
}

function ChannelChoice({
  step,
  channels,
  onChange,
}: Pick<LadderStepProps, 'step' | 'channels' | 'onChange'>) {
  const { t } = useSettingsWords()
  return (
    <fieldset>
      <legend className="pb-1.5 font-medium">{t('alerts.stepWhere')}</legend>
      <div className="flex flex-wrap gap-2">
        {channels.map(({ id, name, kind }) => (
          <label
            key={id}
            className="inline-flex h-8 cursor-pointer items-center gap-2 rounded-s border border-line-strong px-2.5 hover:bg-hover has-checked:border-person has-checked:bg-person-soft touch:h-10"
          >
            <input
              type="checkbox"
              checked={step.channelIds.includes(id)}
              onChange={event => onChange({ channelIds: toggled(step.channelIds, id, event.target.checked) })}
              className="size-4 accent-person"
            />
            <KindIcon kind={kind} size={14} />
            {name}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function AgentChoice({
  to,
  agents,
  onChange,
}: {
  readonly to: Extract<Audience, { kind: 'agents' }>
  readonly agents: readonly AgentRow[]
  readonly onChange: (to: Audience) => void
}) {
  const { t } = useSettingsWords()
  return (
    <fieldset>
      <legend className="sr-only">{t('alerts.stepAgents')}</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-1">
        {agents
          .filter(({ active }) => active)
          .map(({ id, name }) => (
            <label key={id} className="inline-flex min-h-8 items-center gap-2">
              <input
                type="checkbox"
                checked={to.agentIds.some(one => one === id)}
                onChange={event =>
                  onChange({
                    kind: 'agents',
                    agentIds: toggled<string>(to.agentIds, id, event.target.checked) as typeof to.agentIds,
                  })
                }
                className="size-4 accent-person"
              />
              {name}
            </label>
          ))}
      </div>
    </fieldset>
  )
}

export function LadderStepFields({ step, at, channels, agents, onChange, onRemove }: LadderStepProps) {
  const { t } = useSettingsWords()
  const id = useId()
  const { to } = step
  return (
    <li className="relative border-l-2 border-line pb-5 pl-5 last:pb-0">
      <span
        className="absolute top-0.5 -left-[7px] size-3 rounded-full border-2 border-waiting bg-surface"
        aria-hidden="true"
      />
      <div className="flex flex-col gap-3">
        <div className="flex items-end gap-3 max-pane:flex-col max-pane:items-stretch">
          <div className="w-44">
            <Field label={t('alerts.stepAfter')} htmlFor={`${id}-after`}>
              <span className="flex items-center gap-2">
                <TextInput
                  id={`${id}-after`}
                  type="number"
                  min={0}
                  max={10_080}
                  value={step.afterMs / minuteMs}
                  onChange={event =>
                    onChange({ afterMs: Math.max(0, Math.round(Number(event.target.value))) * minuteMs })
                  }
                  className="!w-20"
                />
                <span className="text-ink-2">
                  {t(step.afterMs === 0 ? 'alerts.minutesNone' : 'alerts.minutes')}
                </span>
              </span>
            </Field>
          </div>
          <div className="min-w-0 flex-1">
            <Field label={t('alerts.stepWho')} htmlFor={`${id}-to`}>
              <Select
                id={`${id}-to`}
                value={to.kind}
                options={(['team', 'on_duty', 'agents'] as const).map(value => ({
                  value,
                  label: t(`alerts.to.${value}`),
                }))}
                onChange={kind => onChange({ to: kind === 'agents' ? { kind, agentIds: [] } : { kind } })}
              />
            </Field>
          </div>
          {onRemove ? (
            <Button
              look="quiet"
              className="max-pane:absolute max-pane:-top-2 max-pane:right-0"
              aria-label={t('alerts.stepRemove', { at: String(at + 1) })}
              tip={t('alerts.stepRemove', { at: String(at + 1) })}
              icon={<X size={14} />}
              onClick={onRemove}
            />
          ) : null}
        </div>
        {to.kind === 'agents' ? (
          <AgentChoice to={to} agents={agents} onChange={next => onChange({ to: next })} />
        ) : null}
        <ChannelChoice step={step} channels={channels} onChange={onChange} />
      </div>
    </li>
  )
}
