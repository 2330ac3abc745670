import { expect, test } from 'vitest'
import { createRates } from './rates.ts'

const whatsapp = { perSecond: 80, pair: { everyMs: 6_000, burst: 45 } }

test('[DL5] one customer gets a burst, and then one each six seconds; the others are not held up', () => {
  const rates = createRates()
  for (let n = 0; n < 45; n++) expect(rates.take('line', 'a', whatsapp, 0)).toBe(0)
  expect(rates.take('line', 'a', whatsapp, 0)).toBe(6_000)
  expect(rates.take('line', 'b', whatsapp, 0)).toBe(0)
  expect(rates.take('line', 'a', whatsapp, 5_999)).toBe(1)
  expect(rates.take('line', 'a', whatsapp, 6_000)).toBe(0)
})

test('[DL5] a line takes so many a second, whoever they are for', () => {
  const rates = createRates()
  for (let n = 0; n < 80; n++) expect(rates.take('line', `c${n}`, whatsapp, 0)).toBe(0)
  expect(rates.take('line', 'x', whatsapp, 0)).toBe(13)
  expect(rates.take('other', 'x', whatsapp, 0)).toBe(0)
  expect(rates.take('line', 'x', whatsapp, 13)).toBe(0)
})

test('[DL5] a line that said "too many" is left alone until then; what is full is forgotten', () => {
  const rates = createRates()
  rates.pause('line', 4_000)
  rates.pause('line', 1_000)
  expect(rates.take('line', 'a', whatsapp, 500)).toBe(3_500)
  rates.tidy(5_000)
  expect(rates.take('line', 'a', whatsapp, 5_000)).toBe(0)
})
