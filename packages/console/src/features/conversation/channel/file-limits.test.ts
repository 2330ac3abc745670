import { expect, test } from 'vitest'
import { refusedBy } from './file-limits.ts'

const limits = {
  media: [
    { types: 'image/webp', maxBytes: 100 },
    { types: 'image/*', maxBytes: 500 },
    { types: 'application/pdf', maxBytes: 900 },
  ],
}

test('the first rule that fits decides; what none fits is refused [DL5]', () => {
  expect(refusedBy(limits, 'image/webp', 100)).toBeNull()
  expect(refusedBy(limits, 'image/webp', 101)).toEqual({ why: 'size', maxBytes: 100 })
  expect(refusedBy(limits, 'image/png', 500)).toBeNull()
  expect(refusedBy(limits, 'application/pdf', 901)).toEqual({ why: 'size', maxBytes: 900 })
  expect(refusedBy(limits, 'application/zip', 1)).toEqual({ why: 'kind' })
  expect(refusedBy({ media: [{ types: '*/*', maxBytes: 10 }] }, 'application/zip', 1)).toBeNull()
})
