// The agents' place of work, composed: rail, waiting strip, list, chat and details, for three widths.
import type { ConversationRow } from '@baton/client'
import { TriangleAlert } from 'lucide-react'
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { Inbox } from '../features/inbox/inbox.tsx'
import type { Tab } from '../features/inbox/list-order.ts'
import { Rail } from '../features/shell/rail.tsx'
import { WaitingStrip } from '../features/shell/waiting-strip.tsx'
import { Button } from '../ui/button.tsx'
import { Drawer } from '../ui/drawer.tsx'
import { Empty } from '../ui/empty.tsx'
import { useAction } from './actions.tsx'
import { useWords } from './i18n.tsx'
import { askingOf, heldOf, waitingOf } from './inbox-rows.ts'
import { onJump, takeJump } from './jumps.ts'
import { OfferBar } from './late-offer-bar.ts'
import { later } from './later.tsx'
import { LineBanner } from './line-banner.tsx'
import { MentionsDoor } from './mentions-door.tsx'
import { useSession } from './session.tsx'
import { readSetting, writeSetting } from './settings.ts'
import { useDesk, useLoaded, useRow, useRows } from './use-desk.tsx'
import { useLayout } from './use-media.ts'
import { useOpenRow } from './use-open-row.ts'

import { usePast } from './use-past.ts'
import { usePlace } from './use-place.ts'

import { useSwipeBack } from './use-swipe-back.ts'
import { useTitle } from './use-title.ts'

// The list comes first; the chat is there before somebody has chosen one.
const Conversation = later(
  () => import('../features/conversation/conversation.tsx').then(module => module.Conversation),
  () => <div className="min-w-0 flex-1 bg-surface" />,
)
// Beside the chat, whose place it does not change: the chat comes first.
const NothingOpen = later(() => import('./nothing-open.tsx').then(module => module.NothingOpen))
const Details = later(() => import('../features/details/details.tsx').then(module => module.Details))
const Palette = later(() => import('../features/palette/palette.tsx').then(module => module.Palette))
const PastTranscript = later(() =>
  import('../features/conversation/past-transcript.tsx').then(module => module.PastTranscript),
)
const Shortcuts = later(() => import('../features/shortcuts/shortcuts.tsx').then(module => module.Shortcuts))

function useSetting(setting: 'details'): readonly [boolean, (on: boolean) => void] {
  const [on, set] = useState(() => readSetting(setting) !== 'off')
  return [
    on,
    next => {
      writeSetting(setting, next ? 'on' : 'off')
      set(next)
    },
  ]
}

function useWaiting() {
  const desk = useDesk()
  const { agent } = useSession()
  const inbox = useSyncExternalStore(desk.subscribe, () => desk.get().inbox)
  const waiting = useMemo(() => waitingOf(inbox, agent.id), [inbox, agent.id])
  const held = useMemo(() => heldOf(inbox, agent.id), [inbox, agent.id])
  const asking = useMemo(() => askingOf(inbox), [inbox])
  return { waiting, held, asking }
}

/** The list goes along when the open conversation leaves it: whoever acts on a row keeps it in sight. */
function useListFollows(row: ConversationRow | null, tab: Tab, choose: (tab: Tab) => void) {
  const before = useRef<{ readonly id: string; readonly state: Tab } | null>(null)
  useEffect(() => {
    const last = before.current
    before.current = row ? { id: row.id, state: row.state } : null
    if (!row || last?.id !== row.id || last.state === row.state) return
    if (tab === last.state) choose(row.state)
  }, [row, tab, choose])
}

interface SideProps {
  readonly openId: string
  readonly shown: boolean
  readonly onShow: (shown: boolean) => void
  readonly onJump: (seq: number) => void
  readonly onOpen: (row: ConversationRow) => void
}

/** Details beside the chat where there is room, else over it. */
function Side({ openId, shown, onShow, onJump, onOpen }: SideProps) {
  const { t } = useWords()
  const layout = useLayout()
  const row = useRow(openId)
  const past = usePast()
  if (!row) return null
  const over = layout !== 'wide'
  // One drawer at a time; the transcript gives way to the details that it was opened from.
  const leave = () => (over ? onShow(false) : undefined)
  const back = () => {
    past.close()
    if (over) onShow(true)
  }
  const details = (
    <Details
      row={row}
      onClose={() => onShow(false)}
      onOpenPast={each => {
        leave()
        past.show(each)
      }}
      onOpenContact={id => {
        leave()
        past.showLatestOf(id)
      }}
      onJump={seq => {
        leave()
        onJump(seq)
      }}
    />
  )
  return (
    <>
      {over ? (
        <Drawer open={shown} onClose={() => onShow(false)} title={t('side.label')}>
          {details}
        </Drawer>
      ) : shown ? (
        <div className="flex w-80 shrink-0 flex-col border-l border-line">{details}</div>
      ) : null}
      <Drawer
        open={past.row !== null}
        onClose={back}
        title={t('past.label', { name: past.row?.contact.name ?? '' })}
        width="wide"
      >
        {past.row ? (
          <PastTranscript
            row={past.row}
            onClose={back}
            onOpen={() => {
              if (past.row) onOpen(past.row)
            }}
          />
        ) : null}
      </Drawer>
    </>
  )
}

interface ChatProps {
  readonly openId: string
  readonly onBack: () => void
  readonly onOpen: (row: ConversationRow) => void
}

function Chat({ openId, onBack, onOpen }: ChatProps) {
  const { t } = useWords()
  const layout = useLayout()
  const { row, failed, retry } = useOpenRow(openId)
  const [wideShown, setWideShown] = useSetting('details')
  const [overShown, setOverShown] = useState(false)
  const [jump, setJump] = useState<{ seq: number; at: number } | null>(null)
  useEffect(() => {
    const look = () => {
      const seq = takeJump(openId)
      if (seq !== null) setJump({ seq, at: Date.now() })
    }
    look()
    return onJump(look)
  }, [openId])
  const wide = layout === 'wide'
  const shown = wide ? wideShown : overShown
  const show = wide ? setWideShown : setOverShown
  const swipe = useSwipeBack(layout === 'pane' ? onBack : null)
  if (!row)
    return (
      <div className="min-w-0 flex-1 bg-surface">
        {failed ? (
          <Empty
            icon={<TriangleAlert size={18} />}
            title={t('talk.failed')}
            text={t('talk.failedText')}
            action={<Button onClick={retry}>{t('app.retry')}</Button>}
          />
        ) : null}
      </div>
    )
  return (
    <main id="chat" tabIndex={-1} className="flex min-w-0 flex-1 outline-none" {...swipe}>
      {layout === 'pane' ? <h1 className="sr-only">{t('rail.inbox')}</h1> : null}
      <Conversation
        key={row.id}
        row={row}
        detailsShown={shown}
        onDetails={() => show(!shown)}
        onBack={onBack}
        jump={jump}
      />
      <Side
        openId={row.id}
        shown={shown}
        onShow={show}
        onJump={seq => setJump({ seq, at: Date.now() })}
        onOpen={onOpen}
      />
    </main>
  )
}

export function DeskPage() {
  const { t } = useWords()
  const { agent, signOut } = useSession()
  const layout = useLayout()
  const { tab, teamId, openId, open, openIn, choose, chooseTeam, back, openBots, openRules, openSettings } =
    usePlace()
  const { waiting, held, asking } = useWaiting()
  const [sheet, setSheet] = useState<'palette' | 'shortcuts' | null>(null)
  const loaded = useLoaded()
  const row = useRow(openId)
  const rows = useRows()
  const openAnywhere = (id: string) => openIn(id, rows.get(id) ?? null)
  useListFollows(row, tab, choose)
  useTitle(waiting.length, row?.contact.name ?? t('rail.inbox'))
  useAction('palette', () => setSheet('palette'))
  useAction('shortcuts', () => setSheet('shortcuts'))
  const first = waiting.find(each => each.id !== openId) ?? waiting[0]
  useAction(
    'nextWaiting',
    () => (first ? openAnywhere(first.id) : undefined),
    first ? null : t('strip.nobody'),
  )
  useEffect(() => document.getElementById('root')?.classList.add('isolate'), [])

  const onePane = layout === 'pane'
  return (
    <div className="flex h-dvh max-pane:flex-col-reverse">
      <a
        href="#chat"
        className="sr-only z-50 rounded-s bg-tip px-3 py-2 text-on-tip focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t('app.skip')}
      </a>
      {onePane && openId ? null : (
        <Rail
          me={agent}
          waiting={waiting.length}
          place="inbox"
          onInbox={back}
          onBots={openBots}
          onRules={openRules}
          onSettings={openSettings}
          onShortcuts={() => setSheet('shortcuts')}
          onSignOut={signOut}
        >
          <MentionsDoor />
        </Rail>
      )}
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <LineBanner />
        <OfferBar />
        {onePane && openId ? null : (
          <WaitingStrip
            waiting={waiting}
            held={held}
            asking={asking}
            ready={loaded}
            meId={agent.id}
            openId={openId}
            onOpen={openAnywhere}
            onSearch={() => setSheet('palette')}
            onHeld={() => chooseTeam(null, 'intervened')}
            onAll={() => chooseTeam(null, 'requesting')}
          />
        )}
        <div className="flex min-h-0 flex-1">
          {onePane && openId ? null : (
            <Inbox
              as={onePane ? 'main' : 'section'}
              tab={tab}
              teamId={teamId}
              meId={agent.id}
              openId={openId}
              onTab={choose}
              onTeam={chooseTeam}
              onOpen={open}
            />
          )}
          {openId ? (
            <Chat key={openId} openId={openId} onBack={back} onOpen={each => openIn(each.id, each)} />
          ) : onePane ? null : (
            <NothingOpen
              waiting={waiting}
              held={held}
              onOpen={openAnywhere}
              onNext={() => (first ? openAnywhere(first.id) : undefined)}
            />
          )}
        </div>
      </div>
      <Palette open={sheet === 'palette'} onClose={() => setSheet(null)} onOpen={openAnywhere} />
      <Shortcuts open={sheet === 'shortcuts'} onClose={() => setSheet(null)} />
    </div>
  )
}
