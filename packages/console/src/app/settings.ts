// What this browser remembers for its agent. A browser that refuses storage forgets; nothing breaks.
export type Setting =
  | 'language'
  | 'theme'
  | 'sound'
  | 'sort'
  | 'notify'
  | 'title'
  | 'waiting'
  | 'chimed'
  | 'details'

const keyOf = (setting: Setting) => `baton.${setting}`

export function readSetting(setting: Setting): string | null {
  try {
    return localStorage.getItem(keyOf(setting))
  } catch {
    return null
  }
}

export function writeSetting(setting: Setting, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(keyOf(setting))
    else localStorage.setItem(keyOf(setting), value)
  } catch {
    // Private windows refuse: the choice then lasts for this page.
  }
}
