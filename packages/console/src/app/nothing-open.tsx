// The place of the chat before one is chosen: who waits, what I hold, and who is there to share it with.
import type { ConversationRow } from '@baton/client'
import { Inbox } from 'lucide-react'
import type { ReactNode } from 'react'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { classes } from '../ui/classes.ts'
import { Empty } from '../ui/empty.tsx'
import { AgentFace } from './agent-face.tsx'
import { useWords } from './i18n.tsx'
import { keyMap } from './key-map.ts'
import { reasonLine } from './reason-line.ts'
import { useAgents, useSession } from './session.tsx'
import { clock, span, waitingLevel } from './time.ts'
import { useCounts, useLoaded, usePresence } from './use-desk.tsx'
import { useNow } from './use-now.ts'

interface NothingOpenProps {
  readonly waiting: readonly ConversationRow[]
  /** Mine first. */
  readonly held: readonly ConversationRow[]
  readonly onOpen: (id: string) => void
  readonly onNext: () => void
}

const shownRows = 5
const shownPeople = 12

interface PartProps {
  readonly title: string
  readonly count?: number
  readonly action?: ReactNode
  readonly children: ReactNode
}

function Part({ title, count, action, children }: PartProps) {
  return (
    <section aria-label={title} className="rounded-m border border-line bg-surface">
      <h2 className="flex h-11 items-center gap-2 border-b border-line pr-2 pl-4 font-medium">
        {title}
        {count ? <span className="text-ink-3 tabular-nums">{count}</span> : null}
        <span className="ml-auto">{action}</span>
      </h2>
      <div className="p-1.5">{children}</div>
    </section>
  )
}

const Nothing = ({ children }: { readonly children: ReactNode }) => (
  <p className="px-2.5 py-2 text-ink-2">{children}</p>
)

interface LineProps {
  readonly row: ConversationRow
  readonly ring: 'waiting' | 'mine'
  readonly second: string
  readonly time: ReactNode
  readonly onOpen: (id: string) => void
}

function Line({ row, ring, second, time, onOpen }: LineProps) {
  return (
    <button
      type="button"
      onClick={() => onOpen(row.id)}
      className="flex min-h-12 w-full items-center gap-3.5 rounded-s px-2.5 py-1 text-left transition-colors hover:bg-hover"
    >
      <Avatar name={row.contact.name} size={28} ring={ring} />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{row.contact.name}</span>
        <span className="block truncate text-ink-2">{second}</span>
      </span>
      {time}
    </button>
  )
}

function Waiting({ waiting, onOpen, onNext }: NothingOpenProps) {
  const { t } = useWords()
  const now = useNow()
  const more = waiting.length - shownRows
  return (
    <Part
      title={t('pick.waiting')}
      count={waiting.length}
      action={
        waiting.length > 0 ? (
          <Button look="quiet" size="s" keys={keyMap.nextWaiting.keys} onClick={onNext}>
            {t('pick.next')}
          </Button>
        ) : null
      }
    >
      {waiting.length === 0 ? <Nothing>{t('pick.nobodyWaits')}</Nothing> : null}
      {waiting.slice(0, shownRows).map(row => {
        const waitedMs = now - Date.parse(row.request?.since ?? row.movedAt)
        const level = waitingLevel(waitedMs)
        return (
          <Line
            key={row.id}
            row={row}
            ring="waiting"
            second={reasonLine(row.request, t)}
            onOpen={onOpen}
            time={
              <span
                className={classes(
                  'tabular-nums',
                  level === 'calm' ? 'text-ink-2' : 'font-medium',
                  level === 'amber' && 'text-waiting-ink',
                  level === 'red' && 'text-failure-ink',
                )}
              >
                {clock(waitedMs)}
              </span>
            }
          />
        )
      })}
      {more > 0 ? <Nothing>{t('pick.more', { count: more })}</Nothing> : null}
    </Part>
  )
}

function Mine({ held, onOpen }: NothingOpenProps) {
  const { t } = useWords()
  const { agent } = useSession()
  const now = useNow(30_000)
  const mine = held.filter(row => row.owner?.id === agent.id)
  const more = mine.length - shownRows
  return (
    <Part title={t('pick.mine')} count={mine.length}>
      {mine.length === 0 ? <Nothing>{t('pick.nothingHeld')}</Nothing> : null}
      {mine.slice(0, shownRows).map(row => (
        <Line
          key={row.id}
          row={row}
          ring="mine"
          second={row.lastMessage?.text ?? t('list.noMessage')}
          onOpen={onOpen}
          time={
            <span className="text-ink-3 tabular-nums">
              {span(now - Date.parse(row.lastMessage?.at ?? row.movedAt), t)}
            </span>
          }
        />
      ))}
      {more > 0 ? <Nothing>{t('pick.more', { count: more })}</Nothing> : null}
    </Part>
  )
}

function People() {
  const { t } = useWords()
  const { agent: me } = useSession()
  const here = usePresence()
  const there = useAgents()
    .filter(agent => here.has(agent.id))
    .sort((a, b) => Number(b.id === me.id) - Number(a.id === me.id) || a.name.localeCompare(b.name))
  const more = there.length - shownPeople
  return (
    <Part title={t('pick.people')} count={there.length}>
      <ul>
        {there.slice(0, shownPeople).map(agent => {
          const told = here.get(agent.id)
          return (
            <li key={agent.id} className="flex min-h-10 items-center gap-3 px-2.5">
              <AgentFace agent={agent} />
              <span className="min-w-0 flex-1 truncate">
                {agent.id === me.id ? t('owner.me', { name: agent.name }) : agent.name}
                {told?.presence === 'away' ? (
                  <span className="ml-1.5 text-ink-3">{t('pick.away')}</span>
                ) : null}
              </span>
              <span className="text-ink-3 tabular-nums">
                {agent.capacity > 0
                  ? t('owner.load', { held: told?.held ?? 0, capacity: agent.capacity })
                  : t('owner.loadHeld', { held: told?.held ?? 0 })}
              </span>
            </li>
          )
        })}
      </ul>
      {there.length <= 1 ? <Nothing>{t('pick.nobodyElse')}</Nothing> : null}
      {more > 0 ? <Nothing>{t('pick.more', { count: more })}</Nothing> : null}
    </Part>
  )
}

export function NothingOpen(props: NothingOpenProps) {
  const { t } = useWords()
  const loaded = useLoaded()
  const { active, requesting, intervened } = useCounts()
  const none = active + requesting + intervened === 0
  return (
    <main id="chat" tabIndex={-1} className="min-w-0 flex-1 overflow-y-auto bg-canvas outline-none">
      {loaded && none ? (
        <Empty icon={<Inbox size={18} />} title={t('pick.first')} text={t('pick.firstText')} />
      ) : null}
      {loaded && !none ? (
        <div className="mx-auto grid max-w-220 grid-cols-1 gap-4 p-6 wide:grid-cols-[minmax(0,1fr)_260px] wide:items-start">
          <div className="flex min-w-0 flex-col gap-4">
            <Waiting {...props} />
            <Mine {...props} />
          </div>
          <People />
        </div>
      ) : null}
    </main>
  )
}
