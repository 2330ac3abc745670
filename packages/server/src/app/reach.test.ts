import { expect, test } from 'vitest'
import { normalisedWay } from './reach.ts'

test('a phone number is kept as E.164, however it was written', () => {
  const forms = ['+34 600 123 456', '0034600123456', '+34-600-123-456', ' +34 (600) 123456 ']
  expect(new Set(forms.map(form => normalisedWay('phone', form)))).toEqual(new Set(['+34600123456']))
})

test('a number without its country, or with too few digits, is none', () => {
  expect(normalisedWay('phone', '600 123 456')).toBeNull()
  expect(normalisedWay('whatsapp', '+34 60')).toBeNull()
})

test('addresses and names are compared without case', () => {
  expect(normalisedWay('email', ' Ana@Example.COM ')).toBe('ana@example.com')
  expect(normalisedWay('email', 'ana at example')).toBeNull()
  expect(normalisedWay('telegram', 'https://t.me/Ana_Lopez')).toBe('@ana_lopez')
  expect(normalisedWay('telegram', '@x')).toBeNull()
})
