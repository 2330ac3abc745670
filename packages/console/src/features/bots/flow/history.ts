// Undo and redo over everything that a builder does. Strokes on one field are one step.

export interface History<Value> {
  readonly past: readonly Value[]
  readonly now: Value
  readonly future: readonly Value[]
  /** What the last step changed, and when: the next change of the same is part of it. */
  readonly last: { readonly tag: string; readonly atMs: number } | null
}

const stepsKept = 200
/** Longer pauses in typing begin another step. */
const strokeMs = 1_500

export function begun<Value>(now: Value): History<Value> {
  return { past: [], now, future: [], last: null }
}

/** `tag`: the field that is typed into; null: always a step of its own. */
export function changed<Value>(
  history: History<Value>,
  now: Value,
  tag: string | null,
  atMs: number,
): History<Value> {
  if (now === history.now) return history
  const { last } = history
  const same = tag !== null && last?.tag === tag && atMs - last.atMs < strokeMs
  const past = same ? history.past : [...history.past, history.now].slice(-stepsKept)
  return { past, now, future: [], last: tag === null ? null : { tag, atMs } }
}

export function undone<Value>(history: History<Value>): History<Value> {
  const before = history.past.at(-1)
  if (before === undefined) return history
  return {
    past: history.past.slice(0, -1),
    now: before,
    future: [history.now, ...history.future],
    last: null,
  }
}

export function redone<Value>(history: History<Value>): History<Value> {
  const [next, ...future] = history.future
  if (next === undefined) return history
  return { past: [...history.past, history.now], now: next, future, last: null }
}
