// What this browser does when something wants its agent: sound, notification, tab title, each on its own.
import { useSyncExternalStore } from 'react'
import { readSetting, writeSetting } from './settings.ts'

export interface NotifySettings {
  readonly sound: boolean
  /** Only while the page is hidden, and only with the browser's permission. */
  readonly browser: boolean
  readonly title: boolean
  /** Whose waiting customers: everybody's, or those of my teams and of no team. */
  readonly waiting: 'all' | 'mine'
}

const listeners = new Set<() => void>()
let settings: NotifySettings = {
  sound: readSetting('sound') !== 'off',
  browser: readSetting('notify') === 'on',
  title: readSetting('title') !== 'off',
  waiting: readSetting('waiting') === 'mine' ? 'mine' : 'all',
}

const onOff = (on: boolean) => (on ? 'on' : 'off')

export function setNotify(change: Partial<NotifySettings>): void {
  settings = { ...settings, ...change }
  writeSetting('sound', onOff(settings.sound))
  writeSetting('notify', onOff(settings.browser))
  writeSetting('title', onOff(settings.title))
  writeSetting('waiting', settings.waiting)
  for (const listener of listeners) listener()
}

export const notifySettings = (): NotifySettings => settings

export function useNotifySettings(): NotifySettings {
  return useSyncExternalStore(listener => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, notifySettings)
}
