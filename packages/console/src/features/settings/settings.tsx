// What the workspace has set up, one section a file. Everything here has its route in the API, too.
import {
  CircleCheck,
  CircleDot,
  MessageSquareText,
  Radio,
  Route,
  Send,
  UsersRound,
  Webhook,
} from 'lucide-react'
import type { ComponentType } from 'react'
import { useEffect, useRef } from 'react'
import { classes } from '../../ui/classes.ts'
import { ChannelsSection } from './sections/channels.tsx'
import { CompletionSection } from './sections/completion.tsx'
import { OutreachSection } from './sections/outreach.tsx'
import { RepliesSection } from './sections/replies.tsx'
import { RoutingSection } from './sections/routing.tsx'
import { StatusesSection } from './sections/statuses.tsx'
import { TeamSection } from './sections/team.tsx'
import { WebhooksSection } from './sections/webhooks.tsx'
import { useSettingsWords } from './use-settings-words.ts'

const sections = {
  team: { Icon: UsersRound, Section: TeamSection },
  channels: { Icon: Radio, Section: ChannelsSection },
  outreach: { Icon: Send, Section: OutreachSection },
  routing: { Icon: Route, Section: RoutingSection },
  completion: { Icon: CircleCheck, Section: CompletionSection },
  statuses: { Icon: CircleDot, Section: StatusesSection },
  replies: { Icon: MessageSquareText, Section: RepliesSection },
  webhooks: { Icon: Webhook, Section: WebhooksSection },
} as const satisfies Record<string, { Icon: typeof Route; Section: ComponentType }>

type SectionId = keyof typeof sections

const isSection = (name: string | null): name is SectionId => name !== null && Object.hasOwn(sections, name)

interface SettingsProps {
  readonly section: string | null
  readonly onOpen: (section: string) => void
}

export function Settings({ section, onOpen }: SettingsProps) {
  const { t } = useSettingsWords()
  const chosen = isSection(section) ? section : 'team'
  const { Section } = sections[chosen]
  const nav = useRef<HTMLElement>(null)
  // On a phone they are one row, which may be longer than the screen.
  useEffect(() => {
    const here = nav.current?.querySelector(`[data-section="${chosen}"]`)
    here?.scrollIntoView({ inline: 'center', block: 'nearest' })
  }, [chosen])
  return (
    <main id="chat" className="flex min-h-0 flex-1 bg-surface max-pane:flex-col">
      <nav
        ref={nav}
        aria-label={t('set.sections')}
        className="flex w-60 shrink-0 flex-col gap-0.5 border-r border-line p-3 max-pane:w-full max-pane:flex-row max-pane:overflow-x-auto max-pane:border-r-0 max-pane:border-b"
      >
        <h1 className="px-2 pt-1 pb-3 text-16 font-semibold max-pane:hidden">{t('set.title')}</h1>
        {(Object.keys(sections) as SectionId[]).map(id => {
          const { Icon } = sections[id]
          return (
            <button
              key={id}
              type="button"
              data-section={id}
              aria-current={id === chosen ? 'page' : undefined}
              onClick={() => onOpen(id)}
              className={classes(
                'flex h-8 items-center gap-2.5 rounded-s px-2 text-left font-medium whitespace-nowrap transition-colors touch:h-10',
                id === chosen ? 'bg-press text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
              )}
            >
              <Icon size={16} strokeWidth={1.75} />
              {t(`set.${id}`)}
            </button>
          )
        })}
      </nav>
      <div className="min-w-0 flex-1 overflow-y-auto px-8 py-6 max-pane:px-4">
        <div className="mx-auto max-w-180">
          <h2 className="pb-4 text-20 font-semibold">{t(`set.${chosen}`)}</h2>
          <Section />
        </div>
      </div>
    </main>
  )
}
