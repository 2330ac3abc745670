import type { Condition } from '@baton/core'
import { conditionsOf } from '@baton/core'
import { expect, test } from 'vitest'
import type { Group } from './tree.ts'
import { added, changed, conditionAt, grouped, movedBy, pathOf, rootOf, ungrouped } from './tree.ts'

const says = (word: string): Condition => ({ kind: 'words', anyOf: [word], by: 'contact' })
const root: Group = {
  kind: 'all',
  of: [says('a'), { kind: 'not', of: { kind: 'any', of: [says('b'), says('c')] } }, says('d')],
}
/** `all(a !any(b c) d)` */
function told(condition: Condition): string {
  if (condition.kind === 'not') return `!${told(condition.of)}`
  if (condition.kind === 'words') return condition.anyOf.join()
  return 'of' in condition && (condition.kind === 'all' || condition.kind === 'any')
    ? `${condition.kind}(${condition.of.map(told).join(' ')})`
    : condition.kind
}

test('an editor begins from a group, whatever the rule begins with', () => {
  expect(told(rootOf(says('a')))).toBe('all(a)')
  expect(told(rootOf({ kind: 'not', of: root }))).toBe(`all(!${told(root)})`)
  expect(rootOf({ kind: 'not', of: { kind: 'not', of: root } })).toBe(root)
})

test('conditions are changed, added and taken away by their place, through a group that is turned round', () => {
  expect(told(conditionAt(root, [1, 0]) ?? root)).toBe('b')
  expect(told(changed(root, [1, 0], () => says('x')))).toBe('all(a !any(x c) d)')
  expect(told(added(root, [1], says('x')))).toBe('all(a !any(b c x) d)')
  expect(told(added(root, [], says('x')))).toBe('all(a !any(b c) d x)')
  const without = changed(root, [1, 0], () => null)
  expect(told(without)).toBe('all(a !any(c) d)')
  expect(told(changed(without, [1, 0], () => null))).toBe('all(a d)')
})

test('a clause moves among its neighbours, and no further', () => {
  expect(told(movedBy(root, [0], 1).root)).toBe('all(!any(b c) a d)')
  expect(movedBy(root, [0], 1).place).toEqual([1])
  expect(told(movedBy(root, [1, 1], -1).root)).toBe('all(a !any(c b) d)')
  expect(movedBy(root, [0], -1)).toEqual({ root, place: [0] })
})

test('a group is made and dissolved; one that is turned round turns what was in it', () => {
  expect(told(grouped(root, [0]))).toBe('all(any(a) !any(b c) d)')
  expect(told(ungrouped(grouped(root, [0]), [0]))).toBe(told(root))
  // Neither b nor c: not b and not c.
  expect(told(ungrouped(root, [1]))).toBe('all(a !b !c d)')
})

test('places are named as the core names them', () => {
  const paths = new Map(conditionsOf(root).map(({ path, condition }) => [path, told(condition)]))
  for (const place of [[0], [1], [1, 0], [1, 1], [2]])
    expect(paths.get(pathOf(root, place))).toBe(told(conditionAt(root, place) ?? root))
})
