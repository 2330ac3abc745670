// Status and priority of one conversation: chosen by typing, undone by one key.
import type { ConversationRow, Status } from '@baton/client'
import { priorities } from '@baton/core'
import { useQueryClient } from '@tanstack/react-query'
import { Check, Circle, CircleOff, Flag } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '../../app/i18n.tsx'
import type { Commands } from '../../app/use-commands.ts'
import { statusesKey, useStatuses } from '../../app/use-statuses.ts'
import { toneClasses } from '../../ui/chip.tsx'
import { classes } from '../../ui/classes.ts'
import { Dialog } from '../../ui/dialog.tsx'
import type { Pick } from '../../ui/pick-list.tsx'
import { PickList } from '../../ui/pick-list.tsx'
import { notify } from '../../ui/toast.tsx'

interface MarksProps {
  readonly row: ConversationRow
  readonly commands: Commands
  readonly open: 'status' | 'priority' | null
  readonly onClose: () => void
}

const Dot = ({ tone }: { readonly tone: Status['tone'] }) => (
  <span className={classes('inline-flex size-5 items-center justify-center rounded-full', toneClasses[tone])}>
    <Circle size={8} fill="currentColor" aria-hidden="true" />
  </span>
)

function useStatusPicks({ row, commands, onClose }: MarksProps, typed: string): readonly Pick[] {
  const { t } = useWords()
  const client = useQueryClient()
  const { statuses, pending } = useStatuses()
  const before = row.status

  async function set(status: string | null) {
    onClose()
    if (status === before) return
    const undo = () => void commands.status(before)
    const done = await commands.status(status)
    // Refused: the list is another one meanwhile.
    if (!done) return void client.invalidateQueries({ queryKey: statusesKey })
    const title = status === null ? t('mark.noStatusSet') : t('mark.statusSet', { status })
    notify({ title, action: { label: t('app.undo'), run: undo } })
  }
  const group = t('side.status')
  const own = typed.trim()
  const open = !pending && statuses.length === 0 && own !== '' && own !== before
  return [
    ...statuses.map(({ name, tone }) => ({
      id: `status-${name}`,
      group,
      label: name,
      icon: name === before ? <Check size={16} /> : <Dot tone={tone} />,
      onPick: () => void set(name),
    })),
    ...(open
      ? [
          {
            id: 'own',
            group,
            label: own.slice(0, 60),
            icon: <Dot tone="neutral" />,
            onPick: () => void set(own),
          },
        ]
      : []),
    ...(before === null
      ? []
      : [
          {
            id: 'none',
            group,
            label: t('mark.clear'),
            icon: <CircleOff size={16} />,
            onPick: () => void set(null),
          },
        ]),
  ]
}

function usePriorityPicks({ row, commands, onClose }: MarksProps): readonly Pick[] {
  const { t } = useWords()
  const before = row.priority
  return [...priorities].reverse().map(priority => ({
    id: priority,
    group: t('side.priority'),
    label: t(`priority.${priority}`),
    icon: priority === before ? <Check size={16} /> : <Flag size={16} />,
    onPick: async () => {
      onClose()
      if (priority === before || !(await commands.priority(priority))) return
      notify({
        title: t('mark.prioritySet', { priority: t(`priority.${priority}`) }),
        action: { label: t('app.undo'), run: () => void commands.priority(before) },
      })
    },
  }))
}

export function Marks(props: MarksProps) {
  const { t } = useWords()
  const [typed, setTyped] = useState('')
  const { statuses, pending } = useStatuses()
  const statusPicks = useStatusPicks(props, typed)
  const priorityPicks = usePriorityPicks(props)
  const ofStatus = props.open === 'status'
  const title = ofStatus ? t('key.status') : t('key.priority')
  return (
    <Dialog
      open={props.open !== null}
      onClose={props.onClose}
      title={title}
      closeLabel={t('app.close')}
      head={false}
    >
      <PickList
        label={title}
        placeholder={ofStatus && !pending && statuses.length === 0 ? t('mark.anyPlace') : title}
        nothing={ofStatus ? t('mark.nothing') : t('done.nothing')}
        picks={ofStatus ? statusPicks : priorityPicks}
        pending={ofStatus && pending}
        onQuery={setTyped}
      />
    </Dialog>
  )
}
