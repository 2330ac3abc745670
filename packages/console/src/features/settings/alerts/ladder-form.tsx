// Who is told when: for everything, for one team, or for one rule. Each step comes while nobody took it.
import type { AgentRow, TeamRow } from '@baton/client'
import { Plus } from 'lucide-react'
import { useId, useState } from 'react'
import { api } from '../../../app/link.ts'
import { Button } from '../../../ui/button.tsx'
import { Field } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { SwitchRow } from '../../../ui/switch-row.tsx'
import { notify } from '../../../ui/toast.tsx'
import { Part } from '../part.tsx'
import { useMayEdit } from '../read-only.tsx'
import { HoursEditor } from '../routing/hours-editor.tsx'
import { UnsavedGuard } from '../unsaved.tsx'
import { useForm } from '../use-form.ts'
import { useSettingsWords } from '../use-settings-words.ts'
import { LadderStepFields } from './ladder-step.tsx'
import type { AlertChannel, Ladder, LadderStep, RuleName } from './use-alerts.ts'
import { useRenewAlerts } from './use-alerts.ts'

const minuteMs = 60_000
/** What holds without steps of its own. */
const usual = {
  workspace: 'alerts.atOnce',
  team: 'alerts.asEverything',
  rule: 'alerts.asTeam',
} as const
const everybody = 'workspace'

interface LadderFormProps {
  readonly ladders: readonly Ladder[]
  readonly channels: readonly AlertChannel[]
  readonly agents: readonly AgentRow[]
  readonly teams: readonly TeamRow[]
  readonly rules: readonly RuleName[]
}

type Scope = Ladder['scope']

const nameOf = (scope: Scope): string =>
  scope.kind === 'team' ? `team ${scope.teamId}` : scope.kind === 'rule' ? `rule ${scope.ruleId}` : everybody

/** What can have steps of its own. */
function scopesOf({ teams, rules }: Pick<LadderFormProps, 'teams' | 'rules'>): ReadonlyMap<string, Scope> {
  const scopes: readonly Scope[] = [
    { kind: 'workspace' },
    ...teams.map(({ id }) => ({ kind: 'team', teamId: id }) as Extract<Scope, { kind: 'team' }>),
    ...rules.map(({ id }) => ({ kind: 'rule', ruleId: id }) as const),
  ]
  return new Map(scopes.map(scope => [nameOf(scope), scope]))
}

const freshStep = (afterMs: number, channels: readonly AlertChannel[]): LadderStep => ({
  afterMs,
  channelIds: channels.slice(0, 1).map(({ id }) => id),
  to: { kind: 'team' },
})

const weekdays = [1, 2, 3, 4, 5].map(day => ({ day, from: '09:00', to: '18:00' }))
const freshHours = () => ({ timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, week: weekdays })

const isWhole = ({ channelIds, to }: LadderStep) =>
  channelIds.length > 0 && (to.kind !== 'agents' || to.agentIds.length > 0)

interface StepsProps extends Pick<LadderFormProps, 'channels' | 'agents'> {
  readonly ladder: Ladder
  readonly onChange: (ladder: Ladder) => void
}

function Steps({ ladder, channels, agents, onChange }: StepsProps) {
  const { t } = useSettingsWords()
  const { steps, hours } = ladder
  const put = (next: readonly LadderStep[]) => onChange({ ...ladder, steps: [...next] })
  const last = steps.at(-1)?.afterMs ?? 0
  return (
    <>
      <ol>
        {steps.map((step, at) => (
          <LadderStepFields
            // biome-ignore lint/suspicious/noArrayIndexKey: a step has no identity, and its place stands while it is typed
            key={at}
            step={step}
            at={at}
            channels={channels}
            agents={agents}
            onChange={change => put(steps.map((one, n) => (n === at ? { ...one, ...change } : one)))}
            onRemove={steps.length > 1 ? () => put(steps.filter((_, n) => n !== at)) : null}
          />
        ))}
      </ol>
      <div>
        <Button
          icon={<Plus size={14} />}
          denied={steps.length >= 10 ? t('alerts.stepsMost') : null}
          onClick={() => put([...steps, freshStep(last + 5 * minuteMs, channels)])}
        >
          {t('alerts.stepAdd')}
        </Button>
      </div>
      <SwitchRow
        label={t('alerts.hours')}
        hint={t('alerts.hoursHint')}
        on={hours !== null}
        onChange={on => onChange({ ...ladder, hours: on ? freshHours() : null })}
      />
      {hours ? (
        <HoursEditor
          hours={hours}
          onChange={next => onChange({ ...ladder, hours: { timeZone: next.timeZone, week: [...next.week] } })}
        />
      ) : null}
    </>
  )
}

function SaveRow({
  form,
  isSound,
  onSave,
}: {
  readonly form: ReturnType<typeof useForm>
  readonly isSound: boolean
  readonly onSave: () => void
}) {
  const { t } = useSettingsWords()
  if (!form.dirty && !form.fault) return null
  return (
    <div className="sticky bottom-0 -mx-1 flex flex-wrap items-center gap-2 rounded-m bg-raised px-4 py-3 shadow-pop">
      <p role={form.fault ? 'alert' : undefined} className="min-w-0 flex-1 text-ink-2">
        {form.fault ? <span className="text-failure-ink">{form.fault}</span> : t('form.unsaved')}
      </p>
      <Button onClick={form.reset}>{t('form.discard')}</Button>
      <Button look="filled" busy={form.busy} denied={isSound ? null : t('alerts.stepFault')} onClick={onSave}>
        {t('form.save')}
      </Button>
    </div>
  )
}

export function LadderForm({ ladders, channels, agents, teams, rules }: LadderFormProps) {
  const { t } = useSettingsWords()
  const id = useId()
  const mayEdit = useMayEdit()
  const renew = useRenewAlerts()
  const form = useForm({ ladders })
  const [chosen, setChosen] = useState(everybody)
  const all = form.draft.ladders
  const ladder = all.find(({ scope }) => nameOf(scope) === chosen)
  const scope = scopesOf({ teams, rules }).get(chosen) ?? { kind: 'workspace' }

  const put = (next: Ladder) =>
    form.change({ ladders: [...all.filter(one => nameOf(one.scope) !== chosen), next] })
  const own = () => {
    const shared = all.find(one => one.scope.kind === 'workspace')
    put({ steps: shared?.steps ?? [freshStep(0, channels)], hours: shared?.hours ?? null, scope })
  }
  async function save() {
    const done = await form.save(draft => {
      const items = draft.ladders.map(one => ({
        ...one,
        steps: [...one.steps].sort((a, b) => a.afterMs - b.afterMs),
      }))
      return api.call('PUT /alert-ladders', { body: { items } })
    })
    if (!done) return
    renew()
    notify({ title: t('form.saved') })
  }
  return (
    <Part title={t('alerts.ladder')} text={t('alerts.ladderText')}>
      <div className="max-w-80">
        <Field label={t('alerts.scope')} htmlFor={id}>
          <Select
            id={id}
            value={chosen}
            options={[
              { value: everybody, label: t('alerts.everything') },
              ...teams.map(({ id: teamId, name }) => ({
                value: `team ${teamId}`,
                label: name,
                group: t('alerts.scopeTeams'),
              })),
              ...rules.map(({ id: ruleId, name }) => ({
                value: `rule ${ruleId}`,
                label: name,
                group: t('alerts.scopeRules'),
              })),
            ]}
            onChange={setChosen}
          />
        </Field>
      </div>
      <fieldset disabled={!mayEdit} className="flex min-w-0 flex-col gap-4">
        {ladder ? (
          <Steps ladder={ladder} channels={channels} agents={agents} onChange={put} />
        ) : (
          <p className="text-ink-2">{t(usual[scope.kind])}</p>
        )}
        {mayEdit ? (
          <div className="flex gap-2">
            {ladder ? (
              <Button
                look="quiet"
                className="-ml-3"
                onClick={() => form.change({ ladders: all.filter(one => one !== ladder) })}
              >
                {t(chosen === everybody ? 'alerts.ladderDrop' : 'alerts.ladderDropTeam')}
              </Button>
            ) : (
              <Button denied={channels.length === 0 ? t('alerts.noChannels') : null} onClick={own}>
                {t('alerts.ladderMake')}
              </Button>
            )}
          </div>
        ) : null}
      </fieldset>
      <SaveRow form={form} isSound={all.every(one => one.steps.every(isWhole))} onSave={() => void save()} />
      <UnsavedGuard dirty={form.dirty} />
    </Part>
  )
}
