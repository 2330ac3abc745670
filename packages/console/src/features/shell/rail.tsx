// The narrow side: the places that exist, and me at the foot. On a phone it lies at the bottom.
import { Bot, Globe, Inbox, Keyboard, LogOut, Monitor, Moon, Radar, Settings, Sun } from 'lucide-react'
import type { ReactNode } from 'react'
import { languages, useWords } from '../../app/i18n.tsx'
import { api } from '../../app/link.ts'
import { sayFailure } from '../../app/refusal.ts'
import type { Theme } from '../../app/theme.ts'
import { useTheme } from '../../app/theme.ts'
import { usePresenceOf, useStatus } from '../../app/use-desk.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { Mark } from '../../ui/mark.tsx'
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { PresenceDot } from '../../ui/presence-dot.tsx'
import { notify } from '../../ui/toast.tsx'
import { Tip } from '../../ui/tooltip.tsx'

interface RailProps {
  readonly me: { readonly id: string; readonly name: string; readonly email: string }
  /** How many wait for a person. */
  readonly waiting: number
  readonly place: 'inbox' | 'bots' | 'rules' | 'settings'
  readonly onInbox: () => void
  readonly onBots: () => void
  readonly onRules: () => void
  readonly onSettings: () => void
  readonly onShortcuts: () => void
  readonly onSignOut: () => void
  /** Below the inbox: what concerns me. */
  readonly children?: ReactNode
}

const themeIcons: Record<Theme, typeof Sun> = { system: Monitor, light: Sun, dark: Moon }

function ThemeMenu() {
  const { t } = useWords()
  const [theme, setTheme] = useTheme()
  const Icon = themeIcons[theme]
  return (
    <Menu
      side="right"
      trigger={
        <Button
          look="quiet"
          size="l"
          aria-label={t('rail.theme')}
          tip={t('rail.theme')}
          tipSide="right"
          icon={<Icon size={18} strokeWidth={1.75} />}
        />
      }
    >
      <MenuChoice
        label={t('rail.theme')}
        value={theme}
        onChange={setTheme}
        options={[
          { value: 'system', label: t('theme.system'), icon: <Monitor size={16} /> },
          { value: 'light', label: t('theme.light'), icon: <Sun size={16} /> },
          { value: 'dark', label: t('theme.dark'), icon: <Moon size={16} /> },
        ]}
      />
    </Menu>
  )
}

function LanguageMenu() {
  const { t, language, setLanguage } = useWords()
  return (
    <Menu
      side="right"
      trigger={
        <Button
          look="quiet"
          size="l"
          aria-label={t('rail.language')}
          tip={t('rail.language')}
          tipSide="right"
          icon={<Globe size={18} strokeWidth={1.75} />}
        />
      }
    >
      <MenuChoice label={t('rail.language')} value={language} onChange={setLanguage} options={languages} />
    </Menu>
  )
}

function MyMenu({ me, onSignOut }: Pick<RailProps, 'me' | 'onSignOut'>) {
  const { t } = useWords()
  const here = usePresenceOf(me.id)
  const presence = useStatus() === 'online' ? here : 'offline'
  // Whoever looks at this menu sits before it: away is then their own choice.
  const choose = (chosen: 'auto' | 'away') =>
    void api
      .call('PUT /me/presence', { body: { presence: chosen } })
      .catch(fault => notify(sayFailure(fault, t)))
  return (
    <Menu
      side="right"
      trigger={
        <button
          type="button"
          aria-label={t('rail.me', { name: me.name, presence: t(`presence.${presence}`) })}
          className="inline-flex size-10 items-center justify-center rounded-full"
        >
          <Avatar name={me.name} face="agent" size={32} presence={presence} />
        </button>
      }
    >
      <div className="px-2 pt-1.5 pb-2">
        <p className="text-14 font-medium">{me.name}</p>
        <p className="text-ink-3">{me.email}</p>
        {presence === 'offline' ? (
          <p className="mt-1 flex items-center gap-1.5 text-ink-2">
            <PresenceDot presence={presence} />
            {t('presence.offline')}
          </p>
        ) : null}
      </div>
      <MenuSeparator />
      <MenuChoice
        label={t('presence.title')}
        value={presence === 'away' ? 'away' : 'auto'}
        onChange={choose}
        options={[
          {
            value: 'auto',
            label: t('presence.online'),
            hint: t('presence.onlineHint'),
            icon: <PresenceDot presence="online" className="mx-1" />,
          },
          {
            value: 'away',
            label: t('presence.away'),
            hint: t('presence.awayHint'),
            icon: <PresenceDot presence="away" className="mx-1" />,
          },
        ]}
      />
      <MenuSeparator />
      <MenuItem icon={<LogOut size={16} />} onSelect={onSignOut}>
        {t('rail.signOut')}
      </MenuItem>
    </Menu>
  )
}

interface PlaceButtonProps {
  readonly label: string
  readonly icon: ReactNode
  readonly here: boolean
  readonly keys?: string
  readonly onOpen: () => void
  readonly children?: ReactNode
}

export function PlaceButton({ label, icon, here, keys, onOpen, children }: PlaceButtonProps) {
  return (
    <Tip label={label} keys={keys} side="right">
      <button
        type="button"
        aria-label={label}
        aria-current={here ? 'page' : undefined}
        aria-keyshortcuts={keys}
        onClick={onOpen}
        className={classes(
          'relative inline-flex size-10 items-center justify-center rounded-s transition-colors',
          here ? 'bg-press text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
        )}
      >
        {icon}
        {children}
      </button>
    </Tip>
  )
}

export function Rail(props: RailProps) {
  const { me, waiting, place, onInbox, onBots, onRules, onSettings, onShortcuts, onSignOut } = props
  const { t } = useWords()
  return (
    <nav
      aria-label={t('rail.label')}
      className="flex w-14 shrink-0 flex-col items-center gap-1 border-r border-line bg-canvas py-3 max-pane:w-full max-pane:flex-row max-pane:justify-around max-pane:border-t max-pane:border-r-0 max-pane:py-1.5 max-pane:pb-[max(6px,env(safe-area-inset-bottom))]"
    >
      <div className="mb-3 max-pane:hidden">
        <Mark size={28} />
      </div>
      <PlaceButton
        label={t('rail.inbox')}
        here={place === 'inbox'}
        onOpen={onInbox}
        icon={<Inbox size={18} strokeWidth={1.75} />}
      >
        {waiting > 0 ? <span className="absolute top-1.5 right-1.5 size-2 rounded-full bg-waiting" /> : null}
      </PlaceButton>
      {props.children}
      <PlaceButton
        label={t('rail.bots')}
        here={place === 'bots'}
        onOpen={onBots}
        icon={<Bot size={18} strokeWidth={1.75} />}
      />
      <PlaceButton
        label={t('rail.rules')}
        here={place === 'rules'}
        onOpen={onRules}
        icon={<Radar size={18} strokeWidth={1.75} />}
      />
      <PlaceButton
        label={t('rail.settings')}
        here={place === 'settings'}
        onOpen={onSettings}
        icon={<Settings size={18} strokeWidth={1.75} />}
      />
      <div className="flex-1 max-pane:hidden" />
      <Button
        look="quiet"
        size="l"
        className="max-pane:hidden"
        aria-label={t('rail.shortcuts')}
        aria-keyshortcuts="?"
        tip={t('rail.shortcuts')}
        tipSide="right"
        onClick={onShortcuts}
        icon={<Keyboard size={18} strokeWidth={1.75} />}
      />
      <LanguageMenu />
      <ThemeMenu />
      <MyMenu me={me} onSignOut={onSignOut} />
    </nav>
  )
}
