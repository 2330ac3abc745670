import { expect, test } from 'vitest'
import { fitting } from './fitting.ts'

const sizes = { each: 100, gap: 10, more: 50 }

test('all of them where all fit', () => {
  expect(fitting(3, 320, sizes)).toBe(3)
})
test('whole ones only, with room for the word of how many more', () => {
  expect(fitting(4, 320, sizes)).toBe(2)
  expect(fitting(9, 540, sizes)).toBe(4)
})
test('one in the narrowest place, none where there is none', () => {
  expect(fitting(5, 40, sizes)).toBe(1)
  expect(fitting(0, 500, sizes)).toBe(0)
})
