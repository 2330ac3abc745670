// What differs between two versions of a bot, in plain counts.

type Loose = Readonly<Record<string, unknown>>

export interface Counted {
  readonly added: number
  readonly removed: number
  readonly changed: number
}

export interface SettingsDiff {
  /** Of a flow. */
  readonly blocks: Counted | null
  readonly triggers: boolean
  /** Settings besides the flow and where its blocks are shown. */
  readonly others: number
}

const same = (a: unknown, b: unknown) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isLoose(value)) return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map(key => [key, sorted(value[key])]),
  )
}

function isLoose(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const fieldOf = (value: unknown, key: string): Loose => {
  const held = isLoose(value) ? value[key] : undefined
  return isLoose(held) ? held : {}
}

function counted(before: Loose, after: Loose): Counted {
  const had = Object.keys(before)
  const has = Object.keys(after)
  return {
    added: has.filter(key => !Object.hasOwn(before, key)).length,
    removed: had.filter(key => !Object.hasOwn(after, key)).length,
    changed: has.filter(key => Object.hasOwn(before, key) && !same(before[key], after[key])).length,
  }
}

export function settingsDiff(before: Loose, after: Loose): SettingsDiff {
  const old = fieldOf(before, 'flow')
  const now = fieldOf(after, 'flow')
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return {
    blocks: 'flow' in after ? counted(fieldOf(old, 'blocks'), fieldOf(now, 'blocks')) : null,
    triggers: !same([old.triggers, old.start, old.variables], [now.triggers, now.start, now.variables]),
    others: keys.filter(key => key !== 'flow' && key !== 'layout' && !same(before[key], after[key])).length,
  }
}

export function isNoChange({ blocks, triggers, others }: SettingsDiff): boolean {
  return (
    !triggers && others === 0 && (blocks === null || blocks.added + blocks.removed + blocks.changed === 0)
  )
}
