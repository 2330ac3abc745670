// A person who works here: added, changed, sent away and brought back.
import type { AgentRow } from '@baton/client'
import { useState } from 'react'
import { api } from '../../../app/link.ts'
import { useSession } from '../../../app/session.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { notify } from '../../../ui/toast.tsx'
import { Ask } from '../ask.tsx'
import { Discard } from '../unsaved.tsx'
import { useForm } from '../use-form.ts'
import { useSettingsWords } from '../use-settings-words.ts'
import type { AgentDraft } from './agent-form.tsx'
import { AgentForm, draftOf, newAgent } from './agent-form.tsx'
import { useRenewPeople } from './use-people.ts'

interface AgentDialogProps {
  /** Null: somebody new. */
  readonly agent: AgentRow | null
  readonly everybody: readonly AgentRow[]
  readonly onClose: () => void
}

function wordsOf(agents: readonly AgentRow[], of: 'languages' | 'skills'): readonly string[] {
  return [...new Set(agents.flatMap(agent => agent[of]))].sort()
}

async function store(agent: AgentRow | null, draft: AgentDraft): Promise<void> {
  const { name, email, role, password, languages, skills, capacity } = draft
  const rest = { languages: [...languages], skills: [...skills], capacity }
  if (agent) {
    const body = { name, ...(role === agent.role ? {} : { role }), ...rest }
    await api.call('PUT /agents/{id}', { params: { id: agent.id }, body })
    return
  }
  const body = { name, email, role, ...(password ? { password } : {}) }
  const { id } = await api.call('POST /agents', { body })
  await api.call('PUT /agents/{id}', { params: { id }, body: rest })
}

/** The one thing that keeps it from being saved, if any. */
function missing(draft: AgentDraft, isNew: boolean): 'name' | 'email' | 'password' | null {
  if (draft.name.trim() === '') return 'name'
  if (!isNew) return null
  if (!/^\S+@\S+\.\S+$/.test(draft.email.trim())) return 'email'
  return draft.password !== '' && draft.password.length < 8 ? 'password' : null
}

export function AgentDialog({ agent, everybody, onClose }: AgentDialogProps) {
  const { t } = useSettingsWords()
  const { agent: me } = useSession()
  const renew = useRenewPeople()
  const [saved] = useState(() => (agent ? draftOf(agent) : newAgent))
  const form = useForm(saved)
  const [asks, setAsks] = useState<'discard' | 'deactivate' | null>(null)
  const lacks = missing(form.draft, agent === null)
  const known = { languages: wordsOf(everybody, 'languages'), skills: wordsOf(everybody, 'skills') }

  const done = (title: string) => {
    renew()
    notify({ title })
    onClose()
  }
  async function save() {
    if (await form.save(draft => store(agent, draft))) done(t('form.saved'))
  }
  async function setActive(active: boolean) {
    setAsks(null)
    if (!agent) return
    const body = { active }
    if (await form.save(() => api.call('PUT /agents/{id}', { params: { id: agent.id }, body })))
      done(t(active ? 'person.activated' : 'person.deactivated', { name: agent.name }))
  }

  return (
    <>
      <Dialog
        open
        submits
        onClose={() => (form.dirty ? setAsks('discard') : onClose())}
        title={agent ? agent.name : t('person.addTitle')}
        description={agent?.email}
        closeLabel={t('app.close')}
        foot={
          <>
            {agent && agent.id !== me.id ? (
              agent.active ? (
                <Button look="danger" onClick={() => setAsks('deactivate')}>
                  {t('person.deactivate')}
                </Button>
              ) : (
                <Button onClick={() => void setActive(true)}>{t('person.activate')}</Button>
              )
            ) : null}
            <span className="flex-1" />
            <Button
              look="filled"
              busy={form.busy}
              idle={!form.dirty}
              denied={form.dirty && lacks ? t(`person.missing.${lacks}`) : null}
              onClick={() => (form.dirty ? void save() : undefined)}
            >
              {agent ? t('form.save') : t('person.addDo')}
            </Button>
          </>
        }
      >
        <AgentForm
          draft={form.draft}
          isNew={agent === null}
          isMe={agent?.id === me.id}
          known={known}
          onChange={form.change}
        />
        {form.fault ? (
          <p role="alert" className="pb-2 text-failure-ink">
            {form.fault}
          </p>
        ) : null}
      </Dialog>
      <Discard open={asks === 'discard'} onKeep={() => setAsks(null)} onDiscard={onClose} />
      <Ask
        open={asks === 'deactivate'}
        title={t('person.deactivateTitle', { name: agent?.name ?? '' })}
        text={t('person.deactivateText', { name: agent?.name ?? '', count: agent?.held ?? 0 })}
        no={t('app.cancel')}
        yes={t('person.deactivate')}
        onNo={() => setAsks(null)}
        onYes={() => void setActive(false)}
      />
    </>
  )
}
