import { expect, test } from 'vitest'
import { verdictsIn } from './prompt-model.ts'

test.each([
  ['1: yes\n2: no', 2, [true, false]],
  ['1. Yes\n2) **yes**', 2, [true, true]],
  ['2: yes', 2, [false, true]],
  ['Yes.', 1, [true]],
  ['yes', 2, [false, false]],
  ['The customer says: 1: yes', 1, [false]],
  ['', 1, [false]],
])('%s', (text, count, expected) => {
  expect(verdictsIn(text, count)).toEqual(expected)
})
