// How I am told: sound, the browser's notification, the tab's title; each can be silenced on its own, in this
// browser. The browser is asked for its leave only by a click here.
import { useNavigate } from '@tanstack/react-router'
import { Bell, BellOff, Inbox, Users, Volume2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { play } from '../../app/chime.ts'
import { useWords } from '../../app/i18n.tsx'
import { later } from '../../app/later.tsx'
import { setNotify, useNotifySettings } from '../../app/notify-settings.ts'
import { onPushOpened } from '../../app/push.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuChoice, MenuGroup, MenuItem, MenuSeparator, MenuSwitch } from '../../ui/menu.tsx'

const PushSwitch = later(() => import('./push-switch.tsx').then(module => module.PushSwitch))

type Leave = NotificationPermission | 'missing'

const leaveNow = (): Leave => ('Notification' in window ? Notification.permission : 'missing')

export function NotifyMenu() {
  const { t } = useWords()
  const { sound, browser, title, waiting } = useNotifySettings()
  const [leave, setLeave] = useState<Leave>(leaveNow)
  const silent = !sound && !browser
  const navigate = useNavigate()
  useEffect(() => onPushOpened(path => void navigate({ href: path })), [navigate])
  const inBrowser = browser && leave === 'granted'

  async function chooseBrowser(on: boolean) {
    if (!on || leave === 'missing') return setNotify({ browser: false })
    const answer = leave === 'granted' ? leave : await Notification.requestPermission()
    setLeave(answer)
    setNotify({ browser: answer === 'granted' })
  }

  return (
    <Menu
      trigger={
        <Button
          look="quiet"
          aria-label={silent ? t('notify.silent') : t('notify.title')}
          tip={silent ? t('notify.silent') : t('notify.title')}
          tipSide="bottom"
          icon={silent ? <BellOff size={16} /> : <Bell size={16} />}
        />
      }
    >
      <MenuGroup label={t('notify.title')}>
        <MenuSwitch
          label={t('notify.sound')}
          hint={t('notify.soundHint')}
          on={sound}
          onChange={on => setNotify({ sound: on })}
        />
        <MenuSwitch
          label={t('notify.browser')}
          hint={leave === 'denied' || leave === 'missing' ? t(`notify.${leave}`) : t('notify.browserHint')}
          on={inBrowser}
          onChange={on => void chooseBrowser(on)}
        />
        <PushSwitch />
        <MenuSwitch
          label={t('notify.tab')}
          hint={t('notify.tabHint')}
          on={title}
          onChange={on => setNotify({ title: on })}
        />
      </MenuGroup>
      <MenuSeparator />
      <MenuChoice
        label={t('notify.waiting')}
        value={waiting}
        onChange={next => setNotify({ waiting: next })}
        options={[
          { value: 'all', label: t('notify.waitingAll'), icon: <Inbox size={16} /> },
          { value: 'mine', label: t('notify.waitingMine'), icon: <Users size={16} /> },
        ]}
      />
      <p className="max-w-72 px-2 pt-1 pb-1.5 text-ink-3">{t('notify.always')}</p>
      <MenuSeparator />
      <MenuItem icon={<Volume2 size={16} />} onSelect={() => play('waits')}>
        {t('notify.test')}
      </MenuItem>
    </Menu>
  )
}
