import { expect, test } from 'vitest'
import { begun, changed, redone, undone } from './history.ts'

const typed = (...strokes: readonly (readonly [string, string | null, number])[]) =>
  strokes.reduce((history, [text, tag, atMs]) => changed(history, text, tag, atMs), begun(''))

test('strokes on one field are one step; another field, or a pause, begins another', () => {
  const history = typed(['a', 'text', 0], ['ab', 'text', 100], ['abc', 'name', 200], ['abcd', 'name', 5_000])
  expect(history.past).toEqual(['', 'ab', 'abc'])
  expect(undone(history).now).toBe('abc')
  expect(undone(undone(undone(undone(history)))).now).toBe('')
})

test('what was undone can be done again, until something else is done', () => {
  const history = undone(undone(typed(['a', null, 0], ['b', null, 1])))
  expect(redone(redone(history)).now).toBe('b')
  expect(redone(changed(history, 'c', null, 2)).now).toBe('c')
})

test('a change of nothing is no step', () => {
  const history = typed(['a', null, 0])
  expect(changed(history, 'a', null, 1)).toBe(history)
})
