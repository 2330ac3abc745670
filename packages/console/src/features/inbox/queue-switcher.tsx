// Which queue the list shows: everybody's, mine, or a team's. One quiet line at the head of the list.
import { ChevronDown, Inbox, User, UsersRound } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useAction } from '../../app/actions.tsx'
import { useWords } from '../../app/i18n.tsx'
import { keyMap } from '../../app/key-map.ts'
import { useTeams } from '../../app/session.tsx'
import { useCounts, useRows } from '../../app/use-desk.tsx'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { Menu, MenuChoice, MenuSeparator } from '../../ui/menu.tsx'
import type { Load } from './queues.ts'
import { loadOf, loadsOf, teamsInOrder } from './queues.ts'

interface QueueSwitcherProps {
  readonly meId: string
  readonly mine: boolean
  readonly teamId: string | null
  readonly onMine: () => void
  /** Null: everybody's. */
  readonly onTeam: (teamId: string | null) => void
}

/** The waiting ones are what counts; who is held stands behind it, fainter. */
function LoadNote({ load }: { readonly load: Load }) {
  const { t } = useWords()
  return (
    <span className="flex shrink-0 gap-2 tabular-nums">
      {load.waiting > 0 ? (
        <span className="text-waiting-ink">{t('queue.waiting', { count: load.waiting })}</span>
      ) : null}
      {load.held > 0 ? <span className="text-ink-3">{t('queue.held', { count: load.held })}</span> : null}
    </span>
  )
}

function QueueMenu({ meId, mine, teamId, onMine, onTeam }: QueueSwitcherProps) {
  const { t } = useWords()
  const teams = useTeams()
  const rows = useRows()
  const counts = useCounts()
  const loads = useMemo(() => loadsOf(rows.values()), [rows])
  const chosen = mine ? 'mine' : (teamId ?? 'all')
  const choose = (next: string) => (next === 'mine' ? onMine() : onTeam(next === 'all' ? null : next))
  const all = { waiting: counts.requesting, held: counts.intervened }
  return (
    <>
      <MenuChoice
        label={t('queue.title')}
        value={chosen}
        onChange={choose}
        options={[
          {
            value: 'all',
            label: t('queue.all'),
            icon: <Inbox size={16} />,
            note: <LoadNote load={all} />,
          },
          {
            value: 'mine',
            label: t('list.mine'),
            icon: <User size={16} />,
            note: <LoadNote load={{ waiting: 0, held: counts.mine }} />,
          },
        ]}
      />
      {teams.length > 0 ? (
        <>
          <MenuSeparator />
          <MenuChoice
            label={t('queue.teams')}
            value={chosen}
            onChange={choose}
            options={teamsInOrder(teams, meId).map(team => ({
              value: team.id,
              label: team.name,
              icon: (
                <UsersRound
                  size={16}
                  className={classes(team.members.includes(meId) && 'text-person-ink')}
                  aria-label={team.members.includes(meId) ? t('queue.mine') : undefined}
                />
              ),
              note: <LoadNote load={loadOf(loads, team.id)} />,
            }))}
          />
        </>
      ) : null}
    </>
  )
}

export function QueueSwitcher(props: QueueSwitcherProps) {
  const { t } = useWords()
  const teams = useTeams()
  const [open, setOpen] = useState(false)
  const team = teams.find(each => each.id === props.teamId)
  const name = props.mine ? t('list.mine') : (team?.name ?? t('queue.all'))
  useAction('queues', () => setOpen(true))
  return (
    <Menu
      align="start"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button
          look="quiet"
          aria-label={t('queue.switch', { name })}
          aria-keyshortcuts={keyMap.queues.keys}
          tip={t('key.queues')}
          tipSide="bottom"
          className="-ml-2 min-w-0 shrink px-2"
        >
          <span className="truncate text-14 font-semibold text-ink">{name}</span>
          <ChevronDown size={14} className="shrink-0" />
        </Button>
      }
    >
      <QueueMenu {...props} />
    </Menu>
  )
}
