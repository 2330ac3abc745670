// Who works here, in which teams, and what each can do.
import type { AgentRow, TeamRow } from '@baton/client'
import { ChevronRight, Plus, UsersRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { AgentFace } from '../../../app/agent-face.tsx'
import { useSession } from '../../../app/session.tsx'
import { usePresence } from '../../../app/use-desk.tsx'
import { Button } from '../../../ui/button.tsx'
import { Chip } from '../../../ui/chip.tsx'
import { classes } from '../../../ui/classes.ts'
import { Part } from '../part.tsx'
import { ReadOnly, useMayEdit } from '../read-only.tsx'
import { SectionComing, SectionFailed } from '../section-states.tsx'
import { AgentDialog } from '../team/agent-dialog.tsx'
import { TeamDialog } from '../team/team-dialog.tsx'
import { usePeople } from '../team/use-people.ts'
import { useSettingsWords } from '../use-settings-words.ts'

interface LineProps {
  readonly face: ReactNode
  readonly title: ReactNode
  readonly text: string
  readonly end: ReactNode
  /** Null: only to be looked at. */
  readonly onOpen: (() => void) | null
}

function Line({ face, title, text, end, onOpen }: LineProps) {
  const look = 'flex min-h-13 w-full items-center gap-3.5 rounded-s px-2 py-1.5 text-left'
  const inside = (
    <>
      {face}
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-2 font-medium">{title}</span>
        <span className="block truncate text-ink-2">{text}</span>
      </span>
      {end}
    </>
  )
  if (!onOpen) return <div className={look}>{inside}</div>
  return (
    <button type="button" onClick={onOpen} className={classes(look, 'transition-colors hover:bg-hover')}>
      {inside}
      <ChevronRight size={16} className="shrink-0 text-ink-3" />
    </button>
  )
}

interface PersonProps {
  readonly agent: AgentRow
  readonly onOpen: (() => void) | null
}

function Person({ agent, onOpen }: PersonProps) {
  const { t } = useSettingsWords()
  const { agent: me } = useSession()
  const held = usePresence().get(agent.id)?.held ?? agent.held
  const can = [...agent.languages, ...agent.skills]
  return (
    <Line
      face={<AgentFace agent={agent} size={32} />}
      title={
        <>
          <span className="truncate">
            {agent.id === me.id ? t('owner.me', { name: agent.name }) : agent.name}
          </span>
          {agent.role === 'agent' ? null : <Chip>{t(`role.${agent.role}`)}</Chip>}
        </>
      }
      text={[agent.email, can.join(', ')].filter(Boolean).join(' · ')}
      end={
        <span className="shrink-0 text-ink-3 tabular-nums max-pane:hidden">
          {agent.active ? t('person.load', { held, capacity: agent.capacity }) : t('person.gone')}
        </span>
      }
      onOpen={onOpen}
    />
  )
}

type Opened =
  | { readonly what: 'agent'; readonly agent: AgentRow | null }
  | { readonly what: 'team'; readonly team: TeamRow | null }

export function TeamSection() {
  const { t, plural } = useSettingsWords()
  const mayEdit = useMayEdit()
  const people = usePeople()
  const [opened, setOpened] = useState<Opened | null>(null)
  if (people.isError) return <SectionFailed onRetry={() => void people.refetch()} />
  if (!people.data) return <SectionComing />
  const { agents, teams } = people.data
  const byName = [...agents].sort(
    (a, b) => Number(b.active) - Number(a.active) || a.name.localeCompare(b.name),
  )
  const here = byName.filter(agent => agent.active)
  const names = (team: TeamRow) =>
    here
      .filter(agent => team.members.includes(agent.id))
      .map(agent => agent.name)
      .join(', ')
  const add = (what: Opened, label: string) =>
    mayEdit ? (
      <Button icon={<Plus size={16} />} onClick={() => setOpened(what)}>
        {label}
      </Button>
    ) : null
  return (
    <>
      {mayEdit ? null : <ReadOnly />}
      <Part
        title={t('person.title')}
        text={t('person.text')}
        action={add({ what: 'agent', agent: null }, t('person.addTitle'))}
      >
        <ul className="-mx-2">
          {byName.map(agent => (
            <li key={agent.id}>
              <Person agent={agent} onOpen={mayEdit ? () => setOpened({ what: 'agent', agent }) : null} />
            </li>
          ))}
        </ul>
      </Part>
      <Part
        title={t('team.title')}
        text={t('team.text')}
        action={add({ what: 'team', team: null }, t('team.addTitle'))}
      >
        {teams.length === 0 ? <p className="text-ink-2">{t('team.none')}</p> : null}
        <ul className="-mx-2">
          {teams.map(team => (
            <li key={team.id}>
              <Line
                face={
                  <span className="inline-flex size-8 items-center justify-center rounded-full bg-sunken text-ink-2">
                    <UsersRound size={16} />
                  </span>
                }
                title={<span className="truncate">{team.name}</span>}
                text={names(team) || t('team.nobody')}
                end={
                  <span className="shrink-0 text-ink-3 max-pane:hidden">
                    {plural('team.count', team.members.length)}
                  </span>
                }
                onOpen={mayEdit ? () => setOpened({ what: 'team', team }) : null}
              />
            </li>
          ))}
        </ul>
      </Part>
      {opened?.what === 'agent' ? (
        <AgentDialog agent={opened.agent} everybody={agents} onClose={() => setOpened(null)} />
      ) : null}
      {opened?.what === 'team' ? (
        <TeamDialog team={opened.team} agents={here} onClose={() => setOpened(null)} />
      ) : null}
    </>
  )
}
