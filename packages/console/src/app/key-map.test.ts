import { describe, expect, test } from 'vitest'
import { actionFor, actionIds, keyMap } from './key-map.ts'

const press = (key: string, held: { metaKey?: boolean; ctrlKey?: boolean; altKey?: boolean } = {}) => ({
  key,
  metaKey: false,
  ctrlKey: false,
  altKey: false,
  ...held,
})

describe('the key map', () => {
  test('a letter outside a field acts, also in capitals', () => {
    expect(actionFor(press('i'), false)).toBe('intervene')
    expect(actionFor(press('E'), false)).toBe('resolve')
    expect(actionFor(press('?'), false)).toBe('shortcuts')
  })
  test('a letter in a field is text', () => {
    expect(actionFor(press('i'), true)).toBeNull()
    expect(actionFor(press('/'), true)).toBeNull()
  })
  test('the palette opens from a field, too, with either of the two keys', () => {
    expect(actionFor(press('k', { metaKey: true }), true)).toBe('palette')
    expect(actionFor(press('k', { ctrlKey: true }), true)).toBe('palette')
  })
  test('keys of the browser stay with the browser', () => {
    expect(actionFor(press('r', { ctrlKey: true }), false)).toBeNull()
    expect(actionFor(press('e', { altKey: true }), false)).toBeNull()
  })
  test('a word that is being composed is not a command', () => {
    expect(actionFor({ ...press('n'), isComposing: true }, false)).toBeNull()
  })
  test('no two actions share a key', () => {
    const keys = actionIds.map(id => keyMap[id].keys)
    expect(new Set(keys).size).toBe(keys.length)
  })
})
