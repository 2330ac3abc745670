import { expect, test } from 'vitest'
import { languageName, localTime } from './local-time.ts'

const noon = Date.parse('2026-11-21T12:00:00.000Z')

test('the time is that of the contact’s zone', () => {
  expect(localTime(noon, 'Europe/Madrid', 'en')).toContain('13:00')
  expect(localTime(noon, 'Asia/Tokyo', 'en')).toContain('21:00')
})

test('a zone that the browser does not know shows nothing', () => {
  expect(localTime(noon, 'Mars/Olympus', 'en')).toBeNull()
})

test('a language is named in the agent’s own', () => {
  expect(languageName('pt-BR', 'en')).toBe('Brazilian Portuguese')
  expect(languageName('de', 'es')).toBe('alemán')
})
