// How what waits comes to somebody: for each team's queue, and for what is in no team.
import type { TeamRow } from '@baton/client'
import { useQueryClient } from '@tanstack/react-query'
import { useId, useMemo, useState } from 'react'
import { api } from '../../../app/link.ts'
import { routingKey, useRouting } from '../../../app/use-idle.ts'
import { Button } from '../../../ui/button.tsx'
import { Field } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { notify } from '../../../ui/toast.tsx'
import { ReadOnly, useMayEdit } from '../read-only.tsx'
import { PresenceForm } from '../routing/presence-form.tsx'
import type { RoutingDraft } from '../routing/routing-draft.ts'
import { faultOf } from '../routing/routing-draft.ts'
import { RoutingForm } from '../routing/routing-form.tsx'
import { SectionComing, SectionFailed } from '../section-states.tsx'
import { usePeople, useRenewPeople } from '../team/use-people.ts'
import { Discard, UnsavedGuard } from '../unsaved.tsx'
import { useForm } from '../use-form.ts'
import { useSettingsWords } from '../use-settings-words.ts'

const noTeam = 'none'

interface QueueFormProps {
  /** Null: what is in no team. */
  readonly team: TeamRow | null
  readonly teams: readonly TeamRow[]
  readonly workspace: RoutingDraft
  readonly onQueue: (id: string) => void
}

/** Each part goes to its own place; what was not changed is not sent. */
async function store(team: TeamRow | null, workspace: RoutingDraft, draft: RoutingDraft): Promise<void> {
  const { routing, presence } = draft
  const presenceChanged = JSON.stringify(presence) !== JSON.stringify(workspace.presence)
  if (!team || presenceChanged)
    await api.call('PUT /routing', { body: { routing: team ? workspace.routing : routing, presence } })
  if (team) await api.call('PUT /teams/{id}', { params: { id: team.id }, body: { routing } })
}

function QueueForm({ team, teams, workspace, onQueue }: QueueFormProps) {
  const { t } = useSettingsWords()
  const id = useId()
  const mayEdit = useMayEdit()
  const queries = useQueryClient()
  const renewPeople = useRenewPeople()
  const saved = useMemo<RoutingDraft>(
    () => ({ routing: team ? team.routing : workspace.routing, presence: workspace.presence }),
    [team, workspace],
  )
  const form = useForm(saved)
  const { routing, presence } = form.draft
  const fault = faultOf(form.draft)
  const [next, setNext] = useState<string | null>(null)

  async function save() {
    if (!(await form.save(draft => store(team, workspace, draft)))) return
    void queries.invalidateQueries({ queryKey: routingKey })
    renewPeople()
    notify({ title: t('form.saved') })
  }
  return (
    <>
      <div className="mb-4 max-w-80">
        <Field label={t('routing.queue')} htmlFor={id}>
          <Select
            id={id}
            value={team?.id ?? noTeam}
            options={[
              { value: noTeam, label: t('routing.noTeam') },
              ...teams.map(each => ({ value: each.id, label: each.name })),
            ]}
            onChange={chosen => (form.dirty ? setNext(chosen) : onQueue(chosen))}
          />
        </Field>
      </div>
      <fieldset disabled={!mayEdit} className="min-w-0">
        <RoutingForm
          routing={routing}
          others={teams.filter(each => each.id !== team?.id)}
          onChange={change => form.change({ routing: { ...routing, ...change } })}
        />
        <PresenceForm
          presence={presence}
          onChange={change => form.change({ presence: { ...presence, ...change } })}
        />
      </fieldset>
      {form.dirty || form.fault ? (
        <div className="sticky -bottom-3 -mx-1 flex flex-wrap items-center gap-2 rounded-m bg-raised px-4 py-3 shadow-pop">
          <p role={form.fault ? 'alert' : undefined} className="min-w-0 flex-1 text-ink-2">
            {form.fault ? <span className="text-failure-ink">{form.fault}</span> : t('form.unsaved')}
          </p>
          <Button onClick={form.reset}>{t('form.discard')}</Button>
          <Button
            look="filled"
            busy={form.busy}
            denied={fault ? t(`routing.fault.${fault}`) : null}
            onClick={() => void save()}
          >
            {t('form.save')}
          </Button>
        </div>
      ) : null}
      <UnsavedGuard dirty={form.dirty} />
      <Discard
        open={next !== null}
        onKeep={() => setNext(null)}
        onDiscard={() => (next === null ? undefined : onQueue(next))}
      />
    </>
  )
}

export function RoutingSection() {
  const mayEdit = useMayEdit()
  const people = usePeople()
  const routing = useRouting()
  const [queue, setQueue] = useState(noTeam)
  if (people.isError || routing.isError)
    return (
      <SectionFailed
        onRetry={() => {
          void people.refetch()
          void routing.refetch()
        }}
      />
    )
  if (!people.data || !routing.data) return <SectionComing />
  const { teams } = people.data
  const team = teams.find(each => each.id === queue) ?? null
  return (
    <>
      {mayEdit ? null : <ReadOnly />}
      <QueueForm
        key={team?.id ?? noTeam}
        team={team}
        teams={teams}
        workspace={routing.data}
        onQueue={setQueue}
      />
    </>
  )
}
