// Changes of a rule's condition, by place: the indexes that lead to it through the groups. A `not` has no place of its
// own, it is how its condition is said. Pure.
import type { Condition } from '@baton/core'

export type Group = Extract<Condition, { readonly kind: 'all' | 'any' }>
export type Plain = Exclude<Condition, { readonly kind: 'not' }>
export type Place = readonly number[]

export const isGroup = (condition: Plain): condition is Group =>
  condition.kind === 'all' || condition.kind === 'any'

/** The condition without its `not`s, and whether they turn it round. */
export function bare(condition: Condition): { readonly condition: Plain; readonly negated: boolean } {
  let inner = condition
  let negated = false
  while (inner.kind === 'not') {
    negated = !negated
    inner = inner.of
  }
  return { condition: inner, negated }
}

export const said = (condition: Plain, negated: boolean): Condition =>
  negated ? { kind: 'not', of: condition } : condition

/** What an editor begins from: a group that is not turned round. */
export function rootOf(when: Condition): Group {
  const { condition, negated } = bare(when)
  return !negated && isGroup(condition) ? condition : { kind: 'all', of: [said(condition, negated)] }
}

export function conditionAt(root: Condition, place: Place): Condition | undefined {
  return place.reduce<Condition | undefined>((inner, index) => {
    const { condition } = inner ? bare(inner) : { condition: undefined }
    return condition && isGroup(condition) ? condition.of[index] : undefined
  }, root)
}

function changedIn(
  outer: Condition,
  [index, ...rest]: Place,
  change: (condition: Condition) => Condition | null,
): Condition | null {
  if (index === undefined) return change(outer)
  const { condition, negated } = bare(outer)
  if (!isGroup(condition)) return outer
  const of = condition.of.flatMap((one, at) => (at === index ? (changedIn(one, rest, change) ?? []) : [one]))
  // A group that lost its last condition says nothing.
  return of.length === 0 ? null : said({ kind: condition.kind, of }, negated)
}

/** `null` takes it away, and the groups that it leaves empty. */
export function changed(
  root: Group,
  place: Place,
  change: (condition: Condition) => Condition | null,
): Group {
  const next = changedIn(root, place, change)
  return next === null ? { kind: root.kind, of: [] } : rootOf(next)
}

export function added(root: Group, group: Place, condition: Condition): Group {
  return changed(root, group, outer => {
    const { condition: inner, negated } = bare(outer)
    return isGroup(inner) ? said({ kind: inner.kind, of: [...inner.of, condition] }, negated) : outer
  })
}

/** Among its neighbours; unchanged at an end. */
export function movedBy(root: Group, place: Place, step: 1 | -1): { root: Group; place: Place } {
  const group = place.slice(0, -1)
  const from = place.at(-1) ?? 0
  const to = from + step
  const inner = bare(conditionAt(root, group) ?? root).condition
  if (!isGroup(inner) || to < 0 || to >= inner.of.length) return { root, place }
  const next = changed(root, group, outer => {
    const { condition, negated } = bare(outer)
    if (!isGroup(condition)) return outer
    const of = condition.of.filter((_, at) => at !== from)
    of.splice(to, 0, ...condition.of.slice(from, from + 1))
    return said({ kind: condition.kind, of }, negated)
  })
  return { root: next, place: [...group, to] }
}

/** Into a group of its own that is joined the other way, to be added to. */
export function grouped(root: Group, place: Place): Group {
  const outer = bare(conditionAt(root, place.slice(0, -1)) ?? root).condition
  return changed(root, place, condition => ({ kind: outer.kind === 'any' ? 'all' : 'any', of: [condition] }))
}

/** Its conditions stand where it stood. A group that is turned round turns each of them, and its joining, round. */
export function ungrouped(root: Group, place: Place): Group {
  const group = place.slice(0, -1)
  const at = place.at(-1) ?? 0
  return changed(root, group, outer => {
    const { condition, negated } = bare(outer)
    if (!isGroup(condition)) return outer
    const of = condition.of.flatMap((one, index) => {
      const inner = bare(one)
      if (index !== at || !isGroup(inner.condition)) return [one]
      if (!inner.negated) return inner.condition.of
      return inner.condition.of.map(each => {
        const part = bare(each)
        return said(part.condition, !part.negated)
      })
    })
    return said({ kind: condition.kind, of }, negated)
  })
}

/** Where the core names it: `when.of[1]`, and `.of` for each `not` on the way. */
export function pathOf(root: Group, place: Place): string {
  let path = 'when'
  let inner: Condition | undefined = root
  for (const index of place) {
    while (inner?.kind === 'not') {
      path += '.of'
      inner = inner.of
    }
    path += `.of[${index}]`
    inner = inner && isGroup(inner) ? inner.of[index] : undefined
  }
  return path
}
