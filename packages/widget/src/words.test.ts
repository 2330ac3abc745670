import { expect, test } from 'vitest'
import { mediaTables } from './media/media-words.ts'
import { ratingTables } from './rating/rating-words.ts'
import { en, languageOf, languages } from './words.ts'
import { words as es } from './words-es.ts'

test('the page’s language goes before the browser’s, as far as there are words for it', () => {
  expect(languageOf(['es-MX', 'en-GB'])).toBe('es')
  expect(languageOf(['', 'fr', 'es'])).toBe('es')
  expect(languageOf([undefined, 'fr'])).toBe('en')
  expect(languageOf(['toString'])).toBe('en')
})

test.each([
  ['the chat', { en, es }],
  ['files', mediaTables],
  ['feedback', ratingTables],
])('every language has every string about %s', (_what, tables: Readonly<Record<string, object>>) => {
  expect(Object.keys(tables)).toEqual(languages)
  for (const table of Object.values(tables)) {
    expect(Object.keys(table)).toEqual(Object.keys(tables['en'] ?? {}))
    for (const entry of Object.values(table)) expect(entry).not.toBe('')
  }
})
