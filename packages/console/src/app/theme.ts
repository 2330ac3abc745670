// Light, dark, or as the system says. `public/assets/theme-1.js` applies the choice before the first paint.
import { useState } from 'react'
import { readSetting, writeSetting } from './settings.ts'

export type Theme = 'system' | 'light' | 'dark'

export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(() => {
    const chosen = readSetting('theme')
    return chosen === 'light' || chosen === 'dark' ? chosen : 'system'
  })
  return [
    theme,
    next => {
      writeSetting('theme', next === 'system' ? null : next)
      document.documentElement.dataset.theme = next === 'system' ? '' : next
      setTheme(next)
    },
  ]
}
