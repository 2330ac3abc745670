// A team: its name, and who is in it.
import type { AgentRow, TeamRow } from '@baton/client'
import { useId, useState } from 'react'
import { AgentFace } from '../../../app/agent-face.tsx'
import { api } from '../../../app/link.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field, TextInput } from '../../../ui/field.tsx'
import { notify } from '../../../ui/toast.tsx'
import { Discard } from '../unsaved.tsx'
import { useForm } from '../use-form.ts'
import { useSettingsWords } from '../use-settings-words.ts'
import { useRenewPeople } from './use-people.ts'

interface TeamDialogProps {
  /** Null: a new one. */
  readonly team: TeamRow | null
  readonly agents: readonly AgentRow[]
  readonly onClose: () => void
}

interface Draft {
  readonly name: string
  /** Sorted, so that an order of clicks is no change. */
  readonly members: readonly string[]
}

async function store(team: TeamRow | null, { name, members }: Draft): Promise<void> {
  const body = { name: name.trim(), members: [...members] }
  if (team) await api.call('PUT /teams/{id}', { params: { id: team.id }, body })
  else await api.call('POST /teams', { body })
}

export function TeamDialog({ team, agents, onClose }: TeamDialogProps) {
  const { t, plural } = useSettingsWords()
  const id = useId()
  const renew = useRenewPeople()
  const [saved] = useState<Draft>(() => ({
    name: team?.name ?? '',
    members: [...(team?.members ?? [])].sort(),
  }))
  const form = useForm(saved)
  const { name, members } = form.draft
  const [asks, setAsks] = useState(false)
  const turn = (agentId: string, on: boolean) =>
    form.change({ members: [...members.filter(each => each !== agentId), ...(on ? [agentId] : [])].sort() })
  async function save() {
    if (!(await form.save(draft => store(team, draft)))) return
    renew()
    notify({ title: t('form.saved') })
    onClose()
  }
  return (
    <>
      <Dialog
        open
        submits
        onClose={() => (form.dirty ? setAsks(true) : onClose())}
        title={team ? team.name : t('team.addTitle')}
        closeLabel={t('app.close')}
        foot={
          <Button
            look="filled"
            className="ml-auto"
            busy={form.busy}
            idle={!form.dirty}
            denied={form.dirty && name.trim() === '' ? t('team.nameMissing') : null}
            onClick={() => (form.dirty ? void save() : undefined)}
          >
            {team ? t('form.save') : t('team.addDo')}
          </Button>
        }
      >
        <div className="flex flex-col gap-4 pb-2">
          <Field label={t('team.name')} htmlFor={`${id}-name`} error={form.fault}>
            <TextInput
              id={`${id}-name`}
              value={name}
              maxLength={120}
              aria-invalid={form.fault ? true : undefined}
              onChange={event => form.change({ name: event.target.value })}
            />
          </Field>
          <fieldset>
            <legend className="pb-1.5 font-medium">
              {t('team.members')}
              <span className="ml-1.5 font-normal text-ink-3">{plural('team.count', members.length)}</span>
            </legend>
            <ul className="max-h-72 overflow-y-auto rounded-s border border-line p-1">
              {agents.map(agent => (
                <li key={agent.id}>
                  <label className="flex min-h-10 items-center gap-3 rounded-s px-2 hover:bg-hover">
                    <input
                      type="checkbox"
                      checked={members.includes(agent.id)}
                      onChange={event => turn(agent.id, event.target.checked)}
                      className="size-4 accent-person"
                    />
                    <AgentFace agent={agent} />
                    <span className="min-w-0 flex-1 truncate">{agent.name}</span>
                    <span className="truncate text-ink-3">{agent.languages.join(', ')}</span>
                  </label>
                </li>
              ))}
            </ul>
          </fieldset>
        </div>
      </Dialog>
      <Discard open={asks} onKeep={() => setAsks(false)} onDiscard={onClose} />
    </>
  )
}
