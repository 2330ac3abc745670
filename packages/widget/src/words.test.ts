import { expect, test } from 'vitest'
import { mediaTables } from './media/media-words.ts'
import { languageOf, tables } from './words.ts'

test('the page’s language goes before the browser’s, as far as there are words for it', () => {
  expect(languageOf(['es-MX', 'en-GB'])).toBe('es')
  expect(languageOf(['', 'fr', 'es'])).toBe('es')
  expect(languageOf([undefined, 'fr'])).toBe('en')
  expect(languageOf(['toString'])).toBe('en')
})

test('every language has every string', () => {
  for (const table of Object.values(tables)) {
    expect(Object.keys(table)).toEqual(Object.keys(tables['en'] ?? {}))
    for (const entry of Object.values(table)) expect(entry).not.toBe('')
  }
})

test('and every one about files', () => {
  expect(Object.keys(mediaTables)).toEqual(Object.keys(tables))
  for (const table of Object.values(mediaTables)) {
    expect(Object.keys(table)).toEqual(Object.keys(mediaTables['en'] ?? {}))
    for (const entry of Object.values(table)) expect(entry).not.toBe('')
  }
})
